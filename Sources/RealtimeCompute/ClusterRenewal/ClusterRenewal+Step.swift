package import Workflow

extension ClusterRenewal {
    package static func begin(on event: Event) throws(Refusal<RefusalGround>) -> State {
        guard case .placed(let placement) = event else {
            throw Refusal(of: event.name.rawValue, in: "none", because: .notApplicable)
        }
        return .drafted(Drafted(placement))
    }

    /// Where an event leads.
    ///
    /// What is already known leads to the same state; what does not apply is refused last, state by state.
    package static func step(from state: State, on event: Event) throws(Refusal<RefusalGround>) -> State {
        switch (state, event) {
        case (.drafted(let drafted), .confirmed(let confirmation)):
            do throws(RefusalGround) {
                try require(confirmation, for: drafted.order.subject)
            } catch {
                throw refusal(of: event, in: state, because: error)
            }
            return .confirmed(Confirmed(from: drafted, confirmation: confirmation))
        case (.drafted(let drafted), .obstructed(let obstruction)):
            guard obstruction.findings.differ(from: drafted.findings) else { return state }
            return .drafted(Drafted(from: drafted, obstruction: obstruction))
        case (.drafted(let drafted), .withdrawn(let withdrawal)):
            return .withdrawn(Withdrawn(from: drafted, withdrawal: withdrawal))

        case (.confirmed(let confirmed), .purchaseFound(let sighting)):
            return .paid(Paid(from: confirmed, found: sighting))
        case (.confirmed(let confirmed), .purchaseAmbiguous(let ambiguity)):
            return .purchasing(Purchasing(from: confirmed, ambiguity: ambiguity))
        case (.confirmed(let confirmed), .purchaseBegun(let intent))
        where intent.isCurrent(of: confirmed.order, with: confirmed.trail):
            return .purchasing(Purchasing(from: confirmed, intent: intent))
        case (.confirmed(let confirmed), .endMoved(let moved)) where confirmed.isOvertaken(by: moved):
            return .drafted(Drafted(from: confirmed, moved: moved))
        case (.confirmed(let confirmed), .purchaseUnseen(let look)) where !confirmed.hasAskedForNothing:
            return .purchasing(Purchasing(from: confirmed, unseen: look))
        case (.confirmed(let confirmed), .withdrawn(let withdrawal)):
            return .withdrawn(Withdrawn(from: confirmed, withdrawal: withdrawal))

        case (.purchasing(let purchasing), _):
            guard let payment = event.payment else { throw refusal(of: event, in: state) }
            return try step(from: purchasing, on: payment, event, in: state)

        case (.paid(let paid), .renewed(let end)) where paid.keepsPromise(end.endsAt):
            return .done(Done(from: paid, renewed: end))
        case (.paid(let paid), .instanceLost(let loss)):
            return .failed(Failed(from: paid, loss: loss))
        case (.paid(let paid), .purchased(let receipt)) where receipt.receipt.orderNumber == paid.purchase.orderNumber:
            return state
        case (.paid(let paid), .purchaseFound(let sighting))
        where sighting.purchase.orderNumber == paid.purchase.orderNumber:
            return state

        case (.drafted, _), (.confirmed, _), (.paid, _), (.done, _), (.withdrawn, _), (.failed, _):
            throw refusal(of: event, in: state)
        }
    }

    /// What becomes of a request to renew, by the rules of every payment.
    private static func step(
        from purchasing: Purchasing, on payment: PendingPayment<Renewal>.Event, _ event: Event, in state: State
    ) throws(Refusal<RefusalGround>) -> State {
        let outcome: PendingPayment<Renewal>.Outcome
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

    /// A confirmation is lawful from whoever may renew it, and knowing what does not hold.
    ///
    /// Two things must hold whatever the operator says: no other change of the cluster may be under way, and the end of
    /// the subscription must be known, or nobody could tell later whether it has moved.
    private static func require(
        _ confirmation: RenewalConfirmation, for subject: InstanceSubject
    ) throws(RefusalGround) {
        if let denied = confirmation.caller.refusal(to: subject.rightToRenew) { throw .notPermitted(denied) }
        let blocking = confirmation.inspection.findings.blocking
        guard confirmation.despiteFindings || blocking.isEmpty else { throw .prerequisitesDoNotHold }
        if let change = blocking.first(where: { $0.check == .clusterChange }) { throw .mustHold(change) }
        guard confirmation.subscription == nil else { return }
        guard let unseen = blocking.first(where: { $0.check == .instanceRenewable }) else { throw .notApplicable }
        throw .mustHold(unseen)
    }

    private static func refusal(
        of event: Event, in state: State, because ground: RefusalGround = .notApplicable
    ) -> Refusal<RefusalGround> {
        Refusal(of: event.name.rawValue, in: state.phase.rawValue, because: ground)
    }
}
