import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

extension ExclusiveOrders {
    /// Takes a cluster for lost that was asked for and that no look has ever shown, after looking once more.
    static func abandon(_ turn: Turn<ExclusiveOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        guard case .starting(let starting) = turn.state else { throw turn.refusal(of: .clusterAbandoned) }
        let region = starting.order.specification.region
        let answer = try await context.environment.cloud.cluster(starting.cluster.id, in: region)
        if let cluster = answer.value {
            throw turn.refusal(of: .clusterAbandoned, because: .clusterVisible(cluster.id))
        }
        let abandonment = ClusterAbandonment(because: context.input.reason, after: Look(at: context.now))
        try await turn.commit(
            .clusterAbandoned(abandonment), by: context.actor, under: answer.requestID?.rawValue)
        return .done
    }
}
