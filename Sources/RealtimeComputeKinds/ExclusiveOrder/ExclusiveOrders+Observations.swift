import Documents
package import Provisioning
package import RealtimeCompute
import Wording
import Workflow
import WorkflowEngine

extension ExclusiveOrders {
    /// That the cluster ends soon, or is not paid for; nothing as long as there is nothing to warn about.
    package func observations(
        of state: OrderState, in environment: Environment
    ) async throws -> [Observation] {
        guard let instance = state.livingInstance else { return [] }
        guard let seen = try await environment.cloud.instance(instance, in: state.order.specification.region).value
        else {
            return []
        }
        let expiry = Expiry(of: seen, at: environment.now)
        guard expiry.needsAttention else { return [] }
        // What was released knowingly is nothing to warn about.
        if expiry.status == .released, let subject = ClusterSubject(state) {
            let changes = try await environment.changes(of: subject)
            guard !changes.contains(where: { $0.kind == ClusterRelease.kind }) else { return [] }
        }
        let (name, words) = (state.order.specification.name, expiry.words)
        let renew = "sluice cluster renew \(name) --months N"
        let warning =
            seen.endsAt == nil || expiry.status == .released
            ? words : LocalizedText("\(words.english); to renew it: \(renew)", zh: "\(words.chinese)；续费：\(renew)")
        return [Observation(warning, fields: ["expiry": .expiry(expiry)])]
    }
}

extension JSONValue {
    static func expiry(_ expiry: Expiry) -> Self {
        .fields([
            "endsAt": expiry.endsAt.map { .text($0.rfc3339) }, "daysLeft": expiry.daysLeft.map { .integer($0) },
            "status": .text(expiry.status.rawValue),
        ])
    }
}
