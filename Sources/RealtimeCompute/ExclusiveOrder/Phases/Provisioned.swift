package import CanonicalJSON

/// `provisioned`: every project of the order holds its CUs.
///
/// Final.
package struct Provisioned: ClusteredPhase {
    package let order: Order
    package let purchase: OwnedPurchase
    package let instance: InstanceID
    package let cluster: WatchedCluster
    package let load: ClusterLoad
    package let projects: [Project]

    /// `nil` while a project remains to be created.
    init?(from running: Running) {
        guard running.nextProject == nil else { return nil }
        order = running.order
        purchase = running.purchase
        instance = running.instance
        cluster = running.cluster
        load = running.load
        projects = running.projects
    }
}

extension Provisioned {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("cluster", cluster)
        writer.write("instance", instance)
        writer.write("load", load)
        writer.write("order", order)
        writer.write("phase", OrderState.Phase.provisioned)
        writer.write("projects", projects)
        writer.write("purchase", purchase)
    }
}
