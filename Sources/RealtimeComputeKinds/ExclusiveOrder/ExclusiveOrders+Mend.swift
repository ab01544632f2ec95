import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

extension ExclusiveOrders {
    /// Has what was found mended, as far as sluice can; it is asked for in the turns that follow.
    static func mend(_ turn: Turn<ExclusiveOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let event = OrderEvent.Name.repairOrdered.rawValue
        let findings: [Finding]
        switch turn.state {
        case .drafted(let drafted): findings = drafted.findings
        case .blocked(let blocked): findings = blocked.findings
        default: throw turn.refusal(of: event)
        }
        let name = turn.state.order.specification.name.rawValue
        guard let order = RepairOrder(of: findings, as: context.input, naming: name) else {
            throw turn.refusal(of: event)
        }
        try await turn.commit(.repairOrdered(order), by: context.actor)
        return .done
    }
}
