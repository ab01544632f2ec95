package import Workflow

/// `starting`: the cluster exists and is Starting; its stage and since when are kept.
///
/// Waits until the next poll, then looks. Left by `clusterRunning` → running, or provisioned where no project is wanted, `clusterLate` →
/// overdue, `clusterFailed` → failed; `clusterAdvanced` stays.
package struct Starting: ClusteredPhase {
    package let order: Order
    package let purchase: OwnedPurchase
    package let instance: InstanceID
    package let cluster: WatchedCluster
    /// When the cluster was created, or last told something new: the next look is one poll later.
    package let lookedAt: Timestamp

    init(from ready: Ready, creation: ClusterCreation) {
        order = ready.order
        purchase = ready.purchase
        instance = ready.instance
        cluster = WatchedCluster(creation)
        lookedAt = creation.at
    }

    init(from blocked: Blocked, creation: ClusterCreation) {
        order = blocked.order
        purchase = blocked.purchase
        instance = blocked.instance
        cluster = WatchedCluster(creation)
        lookedAt = creation.at
    }

    init(importing found: Import, _ cluster: Cluster) {
        order = found.order
        purchase = found.purchase
        instance = found.instance.id
        self.cluster = WatchedCluster(cluster, since: found.at, hasBeenSeen: true)
        lookedAt = found.at
    }

    init(from starting: Starting, sighting: ClusterSighting) {
        order = starting.order
        purchase = starting.purchase
        instance = starting.instance
        cluster = starting.cluster.seen(sighting.cluster, at: sighting.at)
        lookedAt = sighting.at
    }

    /// When a cluster that is still Starting is late.
    package var allowanceEnd: Timestamp { cluster.createdAt + order.specification.timing.startAllowance }
}

extension WatchedCluster {
    /// What is known of a cluster that was just created.
    ///
    /// One that was found has been seen.
    fileprivate init(_ creation: ClusterCreation) {
        self.init(creation.cluster, since: creation.at, hasBeenSeen: creation.clearance == nil)
    }
}
