package import CanonicalJSON
package import Workflow

/// `starting`: the cluster exists and is Starting; its stage and since when are kept.
///
/// Waits until the next poll, then looks. A cluster that no look has ever shown by the end of the visibility window is for
/// the operator to account for; looking again may answer. Left by `clusterRunning` → running, or provisioned where no
/// project is wanted, `clusterLate` → overdue, `clusterFailed` and `clusterAbandoned` → failed; `clusterAdvanced` and
/// `clusterUnseen` stay.
package struct Starting: ClusteredPhase {
    package let order: Order
    package let purchase: OwnedPurchase
    package let instance: InstanceID
    package let cluster: WatchedCluster
    /// When the cluster was created, or last told something new: the next look is one poll later.
    package let lookedAt: Timestamp
    /// The look that closed the visibility window without ever having shown the cluster; `nil` until then.
    package let unseen: Look?

    init(from ready: Ready, creation: ClusterCreation) {
        order = ready.order
        purchase = ready.purchase
        instance = ready.instance
        cluster = WatchedCluster(creation)
        lookedAt = creation.at
        unseen = nil
    }

    init(from blocked: Blocked, creation: ClusterCreation) {
        order = blocked.order
        purchase = blocked.purchase
        instance = blocked.instance
        cluster = WatchedCluster(creation)
        lookedAt = creation.at
        unseen = nil
    }

    init(from starting: Starting, unseen look: Look) {
        order = starting.order
        purchase = starting.purchase
        instance = starting.instance
        cluster = starting.cluster
        lookedAt = look.at
        unseen = look
    }

    init(importing found: Import, _ cluster: Cluster) {
        order = found.order
        purchase = found.purchase
        instance = found.instance.id
        self.cluster = WatchedCluster(cluster, since: found.at, hasBeenSeen: true)
        lookedAt = found.at
        unseen = nil
    }

    init(from starting: Starting, sighting: ClusterSighting) {
        order = starting.order
        purchase = starting.purchase
        instance = starting.instance
        cluster = starting.cluster.seen(sighting.cluster, at: sighting.at)
        lookedAt = sighting.at
        unseen = nil
    }

    /// When a cluster that no look has shown is for the operator to account for.
    package var windowEnd: Timestamp { cluster.createdAt + order.timing.visibilityWindow }

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

extension Starting {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("cluster", cluster)
        writer.write("instance", instance)
        writer.write("lookedAt", lookedAt)
        writer.write("order", order)
        writer.write("phase", OrderState.Phase.starting)
        writer.write("purchase", purchase)
        writer.write("unseen", ifPresent: unseen)
    }
}
