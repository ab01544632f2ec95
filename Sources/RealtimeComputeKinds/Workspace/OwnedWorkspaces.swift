package import Documents
package import RealtimeCompute
package import Workflow
package import WorkflowEngine

/// The workspaces that the orders of a store have brought, as the cloud shows them now.
package typealias OwnedWorkspaces = BroughtByOrders<OwnedWorkspace>

extension BroughtByOrders<OwnedWorkspace> {
    package init(of journal: any Journal, in cloud: any Cloud, at now: Timestamp) {
        let phases: [WorkspaceOrder.Phase] = [.creating, .overdue, .running, .provisioned]
        let query = WorkflowQuery(phases: Set(phases.map(\.rawValue)), kinds: [WorkspaceOrder.kind])
        self.init(query, of: journal, in: cloud) { record in
            try await OwnedWorkspace(of: try LoadedWorkflow<WorkspaceOrder>(record).state, in: cloud, at: now)
        }
    }
}

/// A workspace that an order has brought, as the cloud shows it.
package struct OwnedWorkspace: Sendable {
    package let order: OrderName
    package let workspace: Workspace
    package let namespaces: [Namespace]
    package let expiry: WorkspaceExpiry

    /// `nil` if there is none that can be seen, or it is going or gone.
    init?(of state: WorkspaceOrder.State, in cloud: any Cloud, at now: Timestamp) async throws {
        let region = state.order.specification.workspace.region
        guard let id = state.workspace, let workspace = try await cloud.workspace(id, in: region).value,
            !workspace.isGone
        else { return nil }
        order = state.order.specification.name
        self.workspace = workspace
        namespaces = workspace.status == .running ? try await cloud.namespaces(of: id, in: region).value : []
        expiry = WorkspaceExpiry(of: workspace, at: now)
    }

    package var allocated: ComputeUnits { namespaces.map(\.computeUnits).sum() }

    /// The workspace as scripts see it.
    ///
    /// Field names are part of the contract with scripts.
    package var json: JSONValue {
        .fields([
            "order": .text(order.rawValue), "id": .text(workspace.id.rawValue),
            "name": .text(workspace.identity.name.rawValue), "region": .text(workspace.identity.region.rawValue),
            "status": .text(workspace.status.rawValue),
            "orderState": workspace.orderState.map { .text($0.rawValue) },
            "computeUnits": .integer(workspace.computeUnits.count), "allocated": .integer(allocated.count),
            "namespaces": .list(
                namespaces.map {
                    ["name": .text($0.name.rawValue), "computeUnits": .integer($0.computeUnits.count)]
                }),
            "billing": .text(workspace.identity.method.rawValue),
            "endsAt": workspace.endsAt.map { .text($0.rfc3339) }, "daysLeft": expiry.daysLeft.map { .integer($0) },
        ])
    }
}
