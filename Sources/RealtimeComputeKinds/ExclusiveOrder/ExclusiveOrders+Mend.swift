import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

extension ExclusiveOrders {
    /// Has what was found mended.
    static func mend(_ turn: Turn<ExclusiveOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        try await repairs.order(
            for: turn.state.repairable, naming: turn.state.order.specification.name, in: turn, context)
    }

    static let repairs = Repairs<OrderEvent>(
        ordered: { .repairOrdered($0) }, repaired: { .repaired($0) }, refused: { .repairRefused($0) })
}
