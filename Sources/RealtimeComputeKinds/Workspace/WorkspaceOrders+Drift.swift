import Documents
package import Provisioning
package import RealtimeCompute
import Wording
import Workflow
package import WorkflowEngine

extension WorkspaceOrders {
    /// That the workspace ends soon, has ended, or is not paid for; nothing as long as there is nothing to warn about.
    package func observations(
        of state: WorkspaceOrder.State, in environment: Environment
    ) async throws -> [Observation] {
        guard let seen = try await workspace(of: state, in: environment) else { return [] }
        let expiry = WorkspaceExpiry(of: seen, at: environment.now)
        guard expiry.needsAttention else { return [] }
        let (words, renew) = (
            expiry.words, "sluice workspace renew \(state.order.specification.name) --months N"
        )
        let warning =
            seen.endsAt == nil
            ? words : LocalizedText("\(words.english); to renew it: \(renew)", zh: "\(words.chinese)；续费：\(renew)")
        return [
            Observation(
                warning,
                fields: [
                    "expiry": .fields([
                        "endsAt": expiry.endsAt.map { .text($0.rfc3339) },
                        "daysLeft": expiry.daysLeft.map { .integer($0) },
                        "orderState": expiry.orderState.map { .text($0.rawValue) },
                    ])
                ])
        ]
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
        var units = specification.workspace.computeUnits
        if let subject = WorkspaceSubject(state) {
            for change in try await environment.changes(of: subject) {
                if case .resized(let target) = try accepted(change) { units = target }
            }
            if try await environment.isBeingChanged(subject) { units = seen.computeUnits }
        }
        var drift: [Drift] = []
        if seen.computeUnits != units, seen.identity.method == .subscription {
            drift.append(
                Drift(
                    "workspace.computeUnits", of: "workspace/\(seen.id)",
                    ordered: "\(units)", seen: "\(seen.computeUnits)",
                    hint: LocalizedText("Bring it back to what was ordered, or leave it.", zh: "可恢复为订单规格，或保持现状。"),
                    command: ["sluice", "workspace", "scale", name, "--compute-units", String(units.count)]))
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
