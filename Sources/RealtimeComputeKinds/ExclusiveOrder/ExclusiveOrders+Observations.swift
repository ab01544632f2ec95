package import Provisioning
package import RealtimeCompute
import Workflow
import WorkflowEngine

extension ExclusiveOrders {
    /// That the cluster ends soon, or is not paid for; nothing as long as there is nothing to warn about.
    package func observations(
        of state: OrderState, in environment: Environment
    ) async throws -> [Observation] {
        guard let instance = state.livingInstance else { return [] }
        let specification = state.order.specification
        let observation = try await environment.observation(
            ofEndOf: instance, in: specification.region, of: specification.name)
        // What was released knowingly is nothing to warn about.
        if let observation, observation.expiry.status == .released, let subject = ClusterSubject(state) {
            let changes = try await environment.changes(of: subject)
            guard !changes.contains(where: { $0.kind == ClusterRelease.kind }) else { return [] }
        }
        return observation.map { [$0.observation] } ?? []
    }
}
