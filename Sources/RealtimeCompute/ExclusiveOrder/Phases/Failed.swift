package import CanonicalJSON

/// `failed`: the cluster cannot be had or is gone.
///
/// Final; says what was paid for and what remains in the account.
package struct Failed: ClusteredPhase {
    package let order: Order
    package let purchase: OwnedPurchase
    package let instance: InstanceID
    package let cluster: WatchedCluster
    /// The projects that had been created.
    package let projects: [Project]
    package let loss: ClusterLoss

    init(from starting: Starting, loss: ClusterLoss) {
        self.init(starting, projects: [], loss)
    }

    init(from overdue: Overdue, loss: ClusterLoss) {
        self.init(overdue, projects: [], loss)
    }

    init(from running: Running, loss: ClusterLoss) {
        self.init(running, projects: running.projects, loss)
    }

    private init(_ phase: some ClusteredPhase, projects: [Project], _ loss: ClusterLoss) {
        order = phase.order
        purchase = phase.purchase
        instance = phase.instance
        cluster = phase.cluster.lost(loss)
        self.projects = projects
        self.loss = loss
    }
}

extension Failed {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("cluster", cluster)
        writer.write("instance", instance)
        writer.write("loss", encoded: loss)
        writer.write("order", order)
        writer.write("phase", OrderState.Phase.failed)
        writer.write("projects", projects)
        writer.write("purchase", purchase)
    }
}
