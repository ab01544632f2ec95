import Documents
package import Provisioning
package import RealtimeCompute
import Wording
import Workflow
package import WorkflowEngine

extension WorkspaceOrders {
    /// That the workspace ends soon, or has ended; nothing as long as there is nothing to warn about.
    package func observations(
        of state: WorkspaceOrder.State, in environment: Environment
    ) async throws -> [Observation] {
        guard let seen = try await workspace(of: state, in: environment), let endsAt = seen.endsAt else { return [] }
        let left = endsAt - environment.now
        guard left < Expiry.notice else { return [] }
        let words =
            left <= .zero
            ? LocalizedText(
                "the subscription of workspace \(seen.id) ended at \(endsAt.rfc3339); renew it in the vendor's console",
                zh: "工作空间 \(seen.id) 的包年包月已于 \(endsAt.rfc3339) 到期；请在控制台续费")
            : LocalizedText(
                "the subscription of workspace \(seen.id) ends at \(endsAt.rfc3339); renew it in the vendor's console",
                zh: "工作空间 \(seen.id) 的包年包月将于 \(endsAt.rfc3339) 到期；请在控制台续费")
        return [Observation(words, fields: ["expiry": ["endsAt": .text(endsAt.rfc3339)]])]
    }

    /// Compares what a provisioned workspace has brought, and rests on, with what the cloud shows; `nil` before that.
    package func drift(
        of state: WorkspaceOrder.State, in environment: Environment,
        accepted: (StoredWorkflow) throws -> AcceptedChange?
    ) async throws -> [Drift]? {
        guard case .provisioned(let provisioned) = state else { return nil }
        let specification = provisioned.order.specification
        let name = specification.name.rawValue
        let look = ["sluice", "order", "show", name]
        guard let seen = try await workspace(of: state, in: environment), !seen.isGone else {
            return [
                Drift(
                    "workspace.exists", of: "workspace/\(provisioned.seen.id)", ordered: "present", seen: "absent",
                    hint: LocalizedText("Nothing brings it back: order another.", zh: "无法恢复：请新建订单。"), command: look)
            ]
        }
        var drift: [Drift] = []
        if seen.computeUnits != specification.workspace.computeUnits, seen.identity.method == .subscription {
            drift.append(
                Drift(
                    "workspace.computeUnits", of: "workspace/\(seen.id)",
                    ordered: "\(specification.workspace.computeUnits)", seen: "\(seen.computeUnits)",
                    hint: LocalizedText(
                        "Bring it back to what was ordered in the vendor's console, or accept it.",
                        zh: "请在控制台恢复为订单规格，或认可该差异。"), command: ["sluice", "drift", name]))
        }
        let namespaces = try await environment.cloud.namespaces(of: seen.id, in: seen.identity.region).value
        for wanted in specification.namespaces {
            let found = namespaces.first { $0.name == wanted.name }
            guard found?.computeUnits != wanted.computeUnits else { continue }
            drift.append(
                Drift(
                    found == nil ? "namespace.exists" : "namespace.computeUnits", of: "namespace/\(wanted.name)",
                    ordered: found == nil ? "present" : "\(wanted.computeUnits)",
                    seen: found.map { "\($0.computeUnits)" } ?? "absent",
                    hint: LocalizedText(
                        "Mend it in the vendor's console; or amend the order to what is wanted now.",
                        zh: "请在控制台修正；或按现在的需求修改订单。"), command: ["sluice", "order", "amend", name, "MANIFEST"]))
        }
        return drift
            + (try await Drift.of(
                specification.prerequisitesOfServing, forOrder: name, in: seen.identity.region, environment))
    }

    /// The workspace as it is now; `nil` of one that is not bought, or cannot be seen.
    private func workspace(
        of state: WorkspaceOrder.State, in environment: Environment
    ) async throws -> Workspace? {
        guard let id = state.workspace else { return nil }
        return try await environment.cloud.workspace(id, in: state.order.specification.workspace.region).value
    }
}
