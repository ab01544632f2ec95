package import Workflow

/// The instance that a change is about, as the order that bought it knows it; kept with the change, so that its history
/// explains itself.
package struct InstanceSubject: Codable, Equatable, Sendable {
    /// The order that bought it.
    package let order: WorkflowID
    package let orderName: OrderName
    package let region: RegionID
    package let billing: Billing
    package let orderNumber: OrderNumber
    package let instance: InstanceID
    /// The cluster on it; `nil` of shared mode and of a workspace.
    package let cluster: ClusterID?
    package let clusterName: ClusterName?
    /// The name of a workspace of fully managed Flink; `nil` of everything else.
    package let workspaceName: WorkspaceName?

    /// - Parameter cluster: the cluster on it; `nil` of shared mode.
    init(
        order: WorkflowID, orderName: OrderName, region: RegionID, billing: Billing, orderNumber: OrderNumber,
        instance: InstanceID, cluster: (id: ClusterID, name: ClusterName)?, workspaceName: WorkspaceName? = nil
    ) {
        self.order = order
        self.orderName = orderName
        self.region = region
        self.billing = billing
        self.orderNumber = orderNumber
        self.instance = instance
        self.cluster = cluster?.id
        clusterName = cluster?.name
        self.workspaceName = workspaceName
    }

    /// The instance that carries a cluster.
    package init(of subject: ClusterSubject) {
        self.init(
            order: subject.order, orderName: subject.orderName, region: subject.region, billing: subject.billing,
            orderNumber: subject.orderNumber, instance: subject.instance,
            cluster: (subject.cluster, subject.clusterName))
    }

    /// A workspace, which stands for what was bought: its list shows no orders.
    package init(of subject: WorkspaceSubject) {
        self.init(
            order: subject.order, orderName: subject.orderName, region: subject.region, billing: subject.billing,
            orderNumber: OrderNumber(rawValue: subject.workspace.rawValue), instance: subject.instance, cluster: nil,
            workspaceName: subject.workspaceName)
    }

    /// `nil` as long as the order has no project.
    package init?(_ state: SharedOrder.State) {
        guard case .provisioned(let provisioned) = state else { return nil }
        let specification = provisioned.order.specification
        self.init(
            order: provisioned.order.id, orderName: specification.name, region: specification.region,
            billing: .subscription(months: specification.months), orderNumber: provisioned.purchase.orderNumber,
            instance: provisioned.instance, cluster: nil)
    }
}

extension InstanceSubject: ChangeSubject {
    package var resource: String {
        if let workspaceName { return "workspace/\(workspaceName)" }
        return clusterName.map { "cluster/\($0)" } ?? "instance/\(instance)"
    }

    package var claimedResource: String {
        if workspaceName != nil { return "workspace/\(instance)" }
        return cluster.map { "cluster/\($0)" } ?? "instance/\(instance)"
    }
}
