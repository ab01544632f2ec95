import Workflow

// What must hold for an event of the operator's to be lawful.
extension ExclusiveOrder {
    /// A confirmation is lawful from the account alone, and knowing what does not hold.
    static func require(
        _ confirmation: Confirmation, of event: OrderEvent, in state: OrderState
    ) throws(OrderRefusal) {
        if let ground = confirmation.caller.refusal(to: .confirm) {
            throw refusal(of: event, in: state, because: .notPermitted(ground))
        }
        guard confirmation.despiteFindings || confirmation.inspection.findings.blocking.isEmpty else {
            throw refusal(of: event, in: state, because: .prerequisitesDoNotHold)
        }
    }

    /// A draft may be changed throughout; but while a request of an earlier epoch may still surface, not in what is
    /// bought, or the purchase found would be of another specification than the order.
    static func require(
        _ amendment: Amendment, of drafted: Drafted, on event: OrderEvent, in state: OrderState
    ) throws(OrderRefusal) {
        guard drafted.trail.hasUnaccountedEpoch else { return }
        let old = drafted.order.specification
        try refuse(old.changes(to: amendment.specification, in: [.region, .billing, .masters, .slaves]), event, state)
    }

    /// Once paid for, only the cluster section may change; and the projects, if one of their names is taken.
    static func require(
        _ amendment: Amendment, of blocked: Blocked, on event: OrderEvent, in state: OrderState
    ) throws(OrderRefusal) {
        let old = blocked.order.specification
        var fixed = Set(OrderSpecification.Part.allCases).subtracting([.cluster])
        if blocked.findings.blocking.contains(where: { $0.check == .projectName }) { fixed.remove(.projects) }
        try refuse(old.changes(to: amendment.specification, in: fixed), event, state)
    }

    /// Once the cluster runs, only projects not yet made may change, and only within the CUs that are free.
    static func require(
        _ amendment: Amendment, of running: Running, on event: OrderEvent, in state: OrderState
    ) throws(OrderRefusal) {
        let old = running.order.specification
        let fixed = Set(OrderSpecification.Part.allCases).subtracting([.projects])
        var changed = old.changes(to: amendment.specification, in: fixed)
        let wanted = amendment.specification.projects
        for (index, project) in old.projects.enumerated()
        where running.projects.contains(where: { $0.name == project.name }) {
            if !wanted.contains(project) { changed.append("spec.projects[\(index)]") }
        }
        try refuse(changed, event, state)

        let requested = wanted.filter { project in !running.projects.contains { $0.name == project.name } }
            .map(\.computeUnits).sum()
        let free = (amendment.load ?? running.load).free
        guard requested <= free else {
            let shortage = InsufficientCapacity(requested: requested, free: free)
            throw refusal(of: event, in: state, because: .insufficientCapacity(shortage))
        }
    }

    private static func refuse(_ fields: [String], _ event: OrderEvent, _ state: OrderState) throws(OrderRefusal) {
        guard fields.isEmpty else { throw refusal(of: event, in: state, because: .unchangeable(fields)) }
    }

    static func refusal(
        of event: OrderEvent, in state: OrderState, because ground: RefusalGround
    ) -> OrderRefusal {
        OrderRefusal(of: event.name.rawValue, in: state.phase.rawValue, because: ground)
    }
}

extension ClusterCreation {
    /// Whether the cluster is on the order's instance, and was found, or asked for on a clearance in force.
    func isGrounded(in ready: Ready) -> Bool {
        guard cluster.mayBe(on: ready.instance) else { return false }
        guard let clearance else { return true }
        return clearance.instance == ready.instance
            && clearance.isValid(at: at, by: ready.order.specification.timing)
    }
}
