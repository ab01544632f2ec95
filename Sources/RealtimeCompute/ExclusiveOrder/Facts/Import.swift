package import Workflow

/// What exists becomes an order: bought by hand, or before Sluice.
///
/// Nothing is asked for; this is what was seen.
package struct Import: Codable, Equatable, Sendable {
    /// What an order would have asked for to come to this.
    package let order: Order
    /// The vendor's order, which from now on is ours; it bears no key of ours.
    package let purchase: OwnedPurchase
    package let instance: Instance
    /// The cluster on the instance, if there is one.
    package let cluster: Cluster?
    /// Its CUs, once it runs.
    package let load: ClusterLoad?
    /// The order's projects that exist.
    package let projects: [Project]
    package let at: Timestamp

    package init(
        as order: Order, purchase: OwnedPurchase, instance: Instance, cluster: Cluster?, load: ClusterLoad?,
        projects: [Project], at time: Timestamp
    ) {
        self.order = order
        self.purchase = purchase
        self.instance = instance
        self.cluster = cluster
        self.load = load
        self.projects = projects
        at = time
    }

    /// Whether its parts belong together: one instance, its purchase, the cluster on it, and projects that are asked for.
    var isCoherent: Bool {
        let wanted = order.specification.projects
        return instance.orderNumber == purchase.orderNumber && instance.region == order.specification.region
            && cluster?.instance ?? instance.id == instance.id
            && projects.allSatisfy { project in
                wanted.contains { $0.name == project.name && $0.computeUnits == project.computeUnits }
            }
    }
}
