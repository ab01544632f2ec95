package import Provisioning
package import RealtimeCompute
import Wording
import Workflow
package import WorkflowEngine

extension SharedOrders {
    /// Compares what a provisioned order has brought, and rests on, with what the cloud shows; `nil` before that.
    package func drift(
        of state: SharedOrder.State, in environment: Environment,
        accepted: (StoredWorkflow) throws -> AcceptedChange?
    ) async throws -> [Drift]? {
        guard case .provisioned(let provisioned) = state, let subject = InstanceSubject(state) else { return nil }
        let specification = provisioned.order.specification
        var units = specification.computeUnits
        for change in try await environment.changes(of: subject) {
            if case .resized(let target) = try accepted(change) { units = target }
        }
        let isBeingChanged = try await environment.isBeingChanged(subject)
        var drift: [Drift] = []
        if let instance = try await environment.cloud.instance(subject.instance, in: subject.region).value {
            if let unpaid = Drift(ofPaymentFor: instance, of: specification.name.rawValue, at: environment.now) {
                drift.append(unpaid)
            }
            if let seen = instance.computeUnits, seen != units, !isBeingChanged {
                drift.append(size("instance/\(subject.instance)", of: specification.name, ordered: units, seen: seen))
            }
        }
        let project = try await environment.cloud.project(
            named: provisioned.project.name, in: subject.region
        ).value
        let resource = "project/\(provisioned.project.name)"
        if let project, project.cluster == nil {
            if project.project.computeUnits != units, !isBeingChanged {
                drift.append(
                    size(resource, of: specification.name, ordered: units, seen: project.project.computeUnits))
            }
        } else {
            drift.append(
                Drift(
                    "project.exists", of: resource, ordered: "present", seen: "absent",
                    hint: LocalizedText(
                        "Sluice makes each project once: mend it in the vendor's console.",
                        zh: "每个项目只创建一次：请在控制台修正。"),
                    command: ["sluice", "order", "show", specification.name.rawValue]))
        }
        return drift
            + (try await Drift.of(
                specification.prerequisitesOfServing, forOrder: specification.name.rawValue, in: specification.region,
                environment))
    }

    private func size(
        _ resource: String, of order: OrderName, ordered: ComputeUnits, seen: ComputeUnits
    ) -> Drift {
        Drift(
            resource.hasPrefix("project") ? "project.computeUnits" : "instance.computeUnits", of: resource,
            ordered: "\(ordered)", seen: "\(seen)",
            hint: LocalizedText("Bring it back to what was ordered, or leave it.", zh: "可恢复为订单规格，或保持现状。"),
            command: ["sluice", "cluster", "scale", order.rawValue, "--compute-units", String(ordered.count)])
    }
}
