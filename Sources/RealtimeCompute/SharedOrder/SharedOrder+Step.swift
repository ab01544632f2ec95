package import Workflow

extension SharedOrder {
    package static func begin(on event: Event) throws(Refusal<RefusalGround>) -> State {
        switch event {
        case .placed(let placement):
            return .drafted(Drafted(placement))
        case .imported(let found) where found.isCoherent:
            guard let project = found.project else { return .paid(Paid(importing: found)) }
            return .provisioned(Provisioned(importing: found, project))
        case .imported, .confirmed, .obstructed, .amended, .withdrawn, .purchaseBegun, .purchased, .purchaseFound,
            .purchaseAdopted, .purchaseRefused, .purchaseNotMade, .purchaseUnseen, .purchaseNotFound,
            .purchaseAmbiguous, .repurchaseOrdered, .cleared, .projectCreated, .projectRefused:
            throw Refusal(of: event.name.rawValue, in: "none", because: .notApplicable)
        }
    }

    /// Where an event leads.
    ///
    /// What is already known leads to the same state; what does not apply is refused last, state by state.
    package static func step(from state: State, on event: Event) throws(Refusal<RefusalGround>) -> State {
        switch (state, event) {
        case (.drafted(let drafted), .confirmed(let confirmation)):
            if let denied = confirmation.caller.refusal(to: .confirm) {
                throw refusal(of: event, in: state, because: .notPermitted(denied))
            }
            guard confirmation.despiteFindings || confirmation.inspection.findings.blocking.isEmpty else {
                throw refusal(of: event, in: state, because: .prerequisitesDoNotHold)
            }
            return .confirmed(Confirmed(from: drafted, confirmation: confirmation))
        case (.drafted(let drafted), .obstructed(let obstruction)):
            guard obstruction.findings.differ(from: drafted.findings) else { return state }
            return .drafted(Drafted(from: drafted, obstruction: obstruction))
        case (.drafted(let drafted), .amended(let amendment)):
            // While a request of an earlier epoch may still surface, what is bought stays as it is.
            if drafted.trail.hasUnaccountedEpoch { try refuseChanges(by: amendment, of: drafted.order, event, state) }
            guard drafted.isChanged(by: amendment) else { return state }
            return .drafted(Drafted(from: drafted, amendment: amendment))
        case (.drafted(let drafted), .withdrawn(let withdrawal)):
            return .withdrawn(Withdrawn(from: drafted, withdrawal: withdrawal))

        case (.confirmed(let confirmed), .purchaseFound(let sighting)):
            return .paid(Paid(from: confirmed, found: sighting))
        case (.confirmed(let confirmed), .purchaseAmbiguous(let ambiguity)):
            return .purchasing(Purchasing(from: confirmed, ambiguity: ambiguity))
        case (.confirmed(let confirmed), .purchaseBegun(let intent))
        where intent.isCurrent(of: confirmed.order, with: confirmed.trail):
            return .purchasing(Purchasing(from: confirmed, intent: intent))
        case (.confirmed(let confirmed), .withdrawn(let withdrawal)):
            return .withdrawn(Withdrawn(from: confirmed, withdrawal: withdrawal))

        case (.purchasing(let purchasing), _):
            guard let payment = event.payment else { throw refusal(of: event, in: state) }
            return try step(from: purchasing, on: payment, event, in: state)

        case (.paid(let paid), .cleared(let clearance)):
            return .ready(Ready(from: paid, clearance: clearance))
        case (.paid(let paid), .obstructed(let obstruction)):
            guard let instance = obstruction.instance else { throw refusal(of: event, in: state) }
            return .blocked(Blocked(from: paid, obstruction: obstruction, instance: instance))
        case (.paid(let paid), .purchased(let receipt)) where receipt.receipt.orderNumber == paid.purchase.orderNumber:
            return state
        case (.paid(let paid), .purchaseFound(let sighting))
        where sighting.purchase.orderNumber == paid.purchase.orderNumber:
            return state

        case (.blocked(let blocked), .cleared(let clearance)) where clearance.clearance.instance == blocked.instance:
            return .ready(Ready(from: blocked, clearance: clearance))
        case (.blocked(let blocked), .obstructed(let obstruction)):
            guard obstruction.findings.differ(from: blocked.findings) else { return state }
            return .blocked(Blocked(from: blocked, obstruction: obstruction))
        case (.blocked(let blocked), .projectCreated(let creation))
        where creation.wasFound && blocked.mayOwn(creation.project):
            return .provisioned(Provisioned(from: blocked, creation: creation))
        case (.blocked(let blocked), .amended(let amendment)):
            try refuseChanges(by: amendment, of: blocked.order, event, state)
            return .paid(Paid(from: blocked, amendment: amendment))

        case (.ready(let ready), .projectCreated(let creation)) where ready.wants(creation.project):
            return .provisioned(Provisioned(from: ready, creation: creation))
        case (.ready(let ready), .projectRefused(let refusal)) where refusal.project == ready.project.name:
            guard !refusal.refusal.isSame(as: ready.refusal) else { return state }
            return .ready(Ready(from: ready, refusal: refusal.refusal))
        case (.ready(let ready), .obstructed(let obstruction)) where obstruction.instance == ready.instance:
            return .blocked(Blocked(from: ready, obstruction: obstruction))
        case (.ready(let ready), .amended(let amendment)):
            try refuseChanges(by: amendment, of: ready.order, event, state)
            return .paid(Paid(from: ready, amendment: amendment))

        case (.provisioned(let provisioned), .projectCreated(let creation))
        where creation.project == provisioned.project:
            return state

        case (.drafted, _), (.confirmed, _), (.paid, _), (.blocked, _), (.ready, _), (.provisioned, _),
            (.withdrawn, _):
            throw refusal(of: event, in: state)
        }
    }

    /// What becomes of a request to buy, by the rules of every payment.
    private static func step(
        from purchasing: Purchasing, on payment: PendingPayment<SharedPurchase>.Event, _ event: Event, in state: State
    ) throws(Refusal<RefusalGround>) -> State {
        let outcome: PendingPayment<SharedPurchase>.Outcome
        do throws(RefusalGround) {
            outcome = try purchasing.payment.outcome(of: payment, for: purchasing.order)
        } catch {
            throw refusal(of: event, in: state, because: error)
        }
        switch (outcome, payment) {
        case (.unchanged, _): return state
        case (.pending(let pending), _): return .purchasing(Purchasing(from: purchasing, payment: pending))
        case (.paid(let purchase), _): return .paid(Paid(from: purchasing, purchase: purchase))
        case (.refused(let refusal), _): return .drafted(Drafted(from: purchasing, refusal: refusal))
        case (.notMade, _): return .confirmed(Confirmed(fromNotMade: purchasing))
        case (.another(let trail), _): return .confirmed(Confirmed(from: purchasing, another: trail))
        case (.withdrawn, .withdrawn(let withdrawal)):
            return .withdrawn(Withdrawn(from: purchasing, withdrawal: withdrawal))
        case (.withdrawn, _): preconditionFailure("only a withdrawal withdraws")
        }
    }

    /// Once it is paid for, or may have been, only the project may change.
    private static func refuseChanges(
        by amendment: SharedAmendment, of order: Order, _ event: Event, _ state: State
    ) throws(Refusal<RefusalGround>) {
        let fields = order.specification.changesOfWhatIsBought(to: amendment.specification)
        guard fields.isEmpty else { throw refusal(of: event, in: state, because: .unchangeable(fields)) }
    }

    private static func refusal(
        of event: Event, in state: State, because ground: RefusalGround = .notApplicable
    ) -> Refusal<RefusalGround> {
        Refusal(of: event.name.rawValue, in: state.phase.rawValue, because: ground)
    }
}
