package import Workflow

/// The cluster that a change is about, as its order knows it; kept with the change, so that its history explains itself.
package struct ClusterSubject: Codable, Equatable, Sendable {
    /// The order that brought the cluster.
    package let order: WorkflowID
    package let orderName: OrderName
    package let region: RegionID
    package let billing: Billing
    package let orderNumber: OrderNumber
    package let instance: InstanceID
    package let cluster: ClusterID
    package let clusterName: ClusterName

    /// `nil` as long as the order has no cluster that runs.
    package init?(_ state: OrderState) {
        let instance: InstanceID
        switch state {
        case .running(let running): instance = running.instance
        case .provisioned(let provisioned): instance = provisioned.instance
        case .drafted, .confirmed, .purchasing, .paid, .blocked, .ready, .starting, .overdue, .withdrawn, .failed:
            return nil
        }
        guard let purchase = state.purchase, let cluster = state.cluster else { return nil }
        let specification = state.order.specification
        order = state.order.id
        orderName = specification.name
        region = specification.region
        billing = specification.billing
        orderNumber = purchase.orderNumber
        self.instance = instance
        self.cluster = cluster.id
        clusterName = cluster.name
    }

    init(
        order: WorkflowID, orderName: OrderName, region: RegionID, billing: Billing, orderNumber: OrderNumber,
        instance: InstanceID, cluster: ClusterID, clusterName: ClusterName
    ) {
        self.order = order
        self.orderName = orderName
        self.region = region
        self.billing = billing
        self.orderNumber = orderNumber
        self.instance = instance
        self.cluster = cluster
        self.clusterName = clusterName
    }

}

extension ClusterSubject: ChangeSubject {
    package var resource: String { "cluster/\(clusterName)" }
    package var claimedResource: String { "cluster/\(cluster)" }
}
