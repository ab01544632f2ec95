import Workflow

extension ExclusiveOrder {
    package static func begin(on event: OrderEvent) throws(OrderRefusal) -> OrderState {
        if case .placed(let placement) = event { return .drafted(Drafted(placement)) }
        if case .imported(let found) = event, let state = state(importing: found) { return state }
        throw OrderRefusal(of: event.name.rawValue, in: "none", because: .notApplicable)
    }

    /// Where an event leads.
    ///
    /// What is already known leads to the same state; what does not apply is refused last, state by state, so that a
    /// new state does not compile before it is given meaning.
    package static func step(from state: OrderState, on event: OrderEvent) throws(OrderRefusal) -> OrderState {
        switch (state, event) {
        case (.drafted(let drafted), .confirmed(let confirmation)):
            try require(confirmation, of: event, in: state)
            return .confirmed(Confirmed(from: drafted, confirmation: confirmation))
        case (.drafted(let drafted), .obstructed(let obstruction)):
            guard obstruction.findings.differ(from: drafted.findings) else { return state }
            return .drafted(Drafted(from: drafted, obstruction: obstruction))
        case (.drafted(let drafted), .amended(let amendment)):
            try require(amendment, of: drafted, on: event, in: state)
            guard drafted.isChanged(by: amendment) else { return state }
            return .drafted(Drafted(from: drafted, amendment: amendment))
        case (.drafted(let drafted), .repairOrdered(let order)) where order.isGrounded(in: drafted.findings):
            return .drafted(Drafted(from: drafted, underRepair: drafted.underRepair.ordered(order)))
        case (.drafted(let drafted), .repaired(let receipt)):
            return .drafted(Drafted(from: drafted, underRepair: drafted.underRepair.repaired(receipt)))
        case (.drafted(let drafted), .repairRefused(let refusal)):
            return .drafted(Drafted(from: drafted, underRepair: drafted.underRepair.refused(refusal)))
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
            guard let payment = event.payment else { throw notApplicable(event, in: state) }
            return try step(from: purchasing, on: payment, event, in: state)

        case (.paid(let paid), .cleared(let clearance)):
            return .ready(Ready(from: paid, clearance: clearance))
        case (.paid(let paid), .obstructed(let obstruction)):
            guard let instance = obstruction.instance else { throw notApplicable(event, in: state) }
            return .blocked(Blocked(from: paid, obstruction: obstruction, instance: instance))
        case (.paid(let paid), .purchased(let receipt)) where receipt.receipt.orderNumber == paid.purchase.orderNumber:
            return state
        case (.paid(let paid), .purchaseFound(let sighting))
        where sighting.purchase.orderNumber == paid.purchase.orderNumber:
            return state

        case (.blocked(let blocked), .cleared(let clearance)) where clearance.instance == blocked.instance:
            return .ready(Ready(from: blocked, clearance: clearance))
        case (.blocked(let blocked), .obstructed(let obstruction)):
            guard obstruction.findings.differ(from: blocked.findings) else { return state }
            return .blocked(Blocked(from: blocked, obstruction: obstruction))
        case (.blocked(let blocked), .repairOrdered(let order)) where order.isGrounded(in: blocked.findings):
            return .blocked(Blocked(from: blocked, underRepair: blocked.underRepair.ordered(order)))
        case (.blocked(let blocked), .repaired(let receipt)):
            return .blocked(Blocked(from: blocked, underRepair: blocked.underRepair.repaired(receipt)))
        case (.blocked(let blocked), .repairRefused(let refusal)):
            return .blocked(Blocked(from: blocked, underRepair: blocked.underRepair.refused(refusal)))
        case (.blocked(let blocked), .clusterCreated(let creation)) where creation.cluster.mayBe(on: blocked.instance):
            return .starting(Starting(from: blocked, creation: creation))
        case (.blocked(let blocked), .amended(let amendment)):
            try require(amendment, of: blocked, on: event, in: state)
            return .blocked(Blocked(from: blocked, amendment: amendment))

        case (.ready(let ready), .clusterCreated(let creation)) where creation.isGrounded(in: ready):
            return .starting(Starting(from: ready, creation: creation))
        case (.ready(let ready), .obstructed(let obstruction)):
            return .blocked(Blocked(from: ready, obstruction: obstruction))
        case (.ready(let ready), .clusterRefused(let refusal)):
            return .blocked(Blocked(from: ready, refusal: refusal))

        case (.starting(let starting), .clusterAdvanced(let sighting)) where sighting.cluster.id == starting.cluster.id:
            guard starting.cluster.differs(sighting.cluster) else { return state }
            return .starting(Starting(from: starting, sighting: sighting))
        case (.starting(let starting), .clusterRunning(let sighting)) where sighting.cluster.id == starting.cluster.id:
            return provisionedOrRunning(Running(from: starting, sighting: sighting))
        case (.starting(let starting), .clusterLate(let sighting)) where sighting.cluster.id == starting.cluster.id:
            guard sighting.cluster.status == .starting, sighting.at >= starting.allowanceEnd
            else { throw notApplicable(event, in: state) }
            return .overdue(Overdue(from: starting, sighting: sighting))
        case (.starting(let starting), .clusterFailed(let loss)) where loss.cluster == starting.cluster.id:
            return .failed(Failed(from: starting, loss: loss))
        case (.starting(let starting), .clusterUnseen(let look)) where !starting.cluster.hasBeenSeen:
            guard starting.unseen == nil else { return state }
            guard look.at >= starting.windowEnd else {
                throw refusal(of: event, in: state, because: .visibilityWindowOpen(until: starting.windowEnd))
            }
            return .starting(Starting(from: starting, unseen: look))
        case (.starting(let starting), .clusterAbandoned(let abandonment)) where !starting.cluster.hasBeenSeen:
            guard starting.unseen != nil else {
                throw refusal(of: event, in: state, because: .visibilityWindowOpen(until: starting.windowEnd))
            }
            let loss = ClusterLoss(of: starting.cluster.id, .vanished, at: abandonment.look.at)
            return .failed(Failed(from: starting, loss: loss))
        case (.starting(let starting), .clusterCreated(let creation)) where creation.cluster.id == starting.cluster.id:
            return state

        case (.overdue(let overdue), .ticketOpened(let ticket)):
            guard overdue.ticket != .open(ticket.id) else { return state }
            return .overdue(Overdue(from: overdue, opened: ticket))
        case (.overdue(let overdue), .ticketRefused(let refusal)):
            guard case .due = overdue.ticket else { return state }
            return .overdue(Overdue(from: overdue, refusal: refusal))
        case (.overdue(let overdue), .clusterAdvanced(let sighting)) where sighting.cluster.id == overdue.cluster.id:
            guard overdue.cluster.differs(sighting.cluster) else { return state }
            return .overdue(Overdue(from: overdue, sighting: sighting))
        case (.overdue(let overdue), .clusterRunning(let sighting)) where sighting.cluster.id == overdue.cluster.id:
            return provisionedOrRunning(Running(from: overdue, sighting: sighting))
        case (.overdue(let overdue), .clusterFailed(let loss)) where loss.cluster == overdue.cluster.id:
            return .failed(Failed(from: overdue, loss: loss))
        case (.overdue(let overdue), .clusterLate(let sighting)) where sighting.cluster.id == overdue.cluster.id:
            return state

        case (.running(let running), .projectCreated(let creation)):
            return try withProject(creation, in: running, on: event, from: state)
        case (.running(let running), .projectRefused(let refusal)) where refusal.project == running.nextProject?.name:
            guard !refusal.refusal.isSame(as: running.refusal) || refusal.load != running.load else { return state }
            return .running(Running(from: running, refusal: refusal))
        case (.running(let running), .amended(let amendment)):
            try require(amendment, of: running, on: event, in: state)
            return provisionedOrRunning(Running(from: running, amendment: amendment))
        case (.running(let running), .clusterFailed(let loss)) where loss.cluster == running.cluster.id:
            return .failed(Failed(from: running, loss: loss))
        case (.running(let running), .clusterRunning(let sighting)) where sighting.cluster.id == running.cluster.id:
            return state

        case (.provisioned(let provisioned), .projectCreated(let creation))
        where provisioned.projects.contains(creation.project):
            return state

        case (.drafted, _), (.confirmed, _), (.paid, _), (.blocked, _), (.ready, _), (.starting, _),
            (.overdue, _), (.running, _), (.provisioned, _), (.withdrawn, _), (.failed, _):
            throw notApplicable(event, in: state)
        }
    }

    /// What becomes of a request to buy, by the rules of every payment.
    private static func step(
        from purchasing: Purchasing, on payment: PendingPayment<Purchase>.Event, _ event: OrderEvent,
        in state: OrderState
    ) throws(OrderRefusal) -> OrderState {
        let outcome: PendingPayment<Purchase>.Outcome
        do throws(RefusalGround) {
            outcome = try purchasing.payment.outcome(of: payment, for: purchasing.order)
        } catch {
            throw OrderRefusal(of: event.name.rawValue, in: state.phase.rawValue, because: error)
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

    private static func withProject(
        _ creation: ProjectCreation, in running: Running, on event: OrderEvent, from state: OrderState
    ) throws(OrderRefusal) -> OrderState {
        guard !running.projects.contains(creation.project) else { return state }
        guard let wanted = running.nextProject, creation.project.name == wanted.name,
            creation.project.computeUnits == wanted.computeUnits
        else { throw notApplicable(event, in: state) }
        let held = running.projects.map(\.computeUnits).sum()
        guard held + creation.project.computeUnits <= creation.load.computeUnits else {
            let free = creation.load.computeUnits - held
            let shortage = InsufficientCapacity(requested: creation.project.computeUnits, free: free)
            throw OrderRefusal(
                of: event.name.rawValue, in: state.phase.rawValue, because: .insufficientCapacity(shortage))
        }
        return provisionedOrRunning(Running(from: running, creation: creation))
    }

    static func provisionedOrRunning(_ running: Running) -> OrderState {
        Provisioned(from: running).map { .provisioned($0) } ?? .running(running)
    }

    static func notApplicable(_ event: OrderEvent, in state: OrderState) -> OrderRefusal {
        OrderRefusal(of: event.name.rawValue, in: state.phase.rawValue, because: .notApplicable)
    }
}
