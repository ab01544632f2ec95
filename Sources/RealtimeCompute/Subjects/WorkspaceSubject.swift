package import Workflow

/// The workspace that a change is about, as its order knows it; kept with the change, so that its history explains itself.
package struct WorkspaceSubject: Codable, Equatable, Sendable {
    /// The order that brought the workspace.
    package let order: WorkflowID
    package let orderName: OrderName
    package let region: RegionID
    package let billing: Billing
    package let workspace: WorkspaceID
    package let workspaceName: WorkspaceName

    /// `nil` as long as the order has no workspace that runs.
    package init?(_ state: WorkspaceOrder.State) {
        switch state {
        case .running, .provisioned: break
        case .drafted, .confirmed, .blocked, .purchasing, .creating, .overdue, .withdrawn, .failed: return nil
        }
        guard let workspace = state.workspace else { return nil }
        let specification = state.order.specification
        self.init(
            order: state.order.id, orderName: specification.name, region: specification.workspace.region,
            billing: specification.workspace.billing, workspace: workspace,
            workspaceName: specification.workspace.name)
    }

    init(
        order: WorkflowID, orderName: OrderName, region: RegionID, billing: Billing, workspace: WorkspaceID,
        workspaceName: WorkspaceName
    ) {
        self.order = order
        self.orderName = orderName
        self.region = region
        self.billing = billing
        self.workspace = workspace
        self.workspaceName = workspaceName
    }
}

extension WorkspaceSubject: ChangeSubject {
    package var resource: String { "workspace/\(workspaceName)" }
    package var claimedResource: String { "workspace/\(workspace)" }
    package var instance: InstanceID { InstanceID(rawValue: workspace.rawValue) }
}
