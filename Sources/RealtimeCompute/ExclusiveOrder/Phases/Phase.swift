package import CanonicalJSON
package import Workflow

/// What every phase of an order has.
protocol OrderPhase: Codable, Equatable, Sendable, CanonicalObject {
    var order: Order { get }
    /// The phase, if the vendor's order is ours in it.
    var purchased: (any PurchasedPhase)? { get }
    /// The phase, if there is or was a cluster in it.
    var clustered: (any ClusteredPhase)? { get }
}

extension OrderPhase {
    var purchased: (any PurchasedPhase)? { nil }
    var clustered: (any ClusteredPhase)? { nil }
}

/// A phase in which the vendor's order is ours.
protocol PurchasedPhase: OrderPhase {
    var purchase: OwnedPurchase { get }
}

extension PurchasedPhase {
    var purchased: (any PurchasedPhase)? { self }
}

/// A phase in which a cluster exists, or has existed.
protocol ClusteredPhase: PurchasedPhase {
    var instance: InstanceID { get }
    var cluster: WatchedCluster { get }
}

extension ClusteredPhase {
    var clustered: (any ClusteredPhase)? { self }
}

/// The order's cluster, as it was last known.
package struct WatchedCluster: Codable, Equatable, Sendable {
    package let id: ClusterID
    package let name: ClusterName
    package let status: ClusterStatus
    package let stage: String?
    package let createdAt: Timestamp
    /// Since when the status and the stage are what they are.
    package let since: Timestamp
    /// Whether a look has shown it.
    ///
    /// Until then not to see it means nothing.
    package let hasBeenSeen: Bool

    init(_ cluster: Cluster, since: Timestamp, hasBeenSeen: Bool) {
        id = cluster.id
        name = cluster.name
        status = cluster.status
        stage = cluster.stage
        createdAt = cluster.createdAt
        self.since = since
        self.hasBeenSeen = hasBeenSeen
    }

    /// Whether a look at the cluster tells something new.
    package func differs(_ cluster: Cluster) -> Bool {
        !hasBeenSeen || cluster.status != status || cluster.stage != stage
    }

    /// What is known after it was lost: its last status, as far as the loss tells it.
    func lost(_ loss: ClusterLoss) -> Self {
        Self(id: id, name: name, status: loss.cause.status ?? status, createdAt: createdAt, since: loss.at)
    }

    private init(id: ClusterID, name: ClusterName, status: ClusterStatus, createdAt: Timestamp, since: Timestamp) {
        self.id = id
        self.name = name
        self.status = status
        self.createdAt = createdAt
        self.since = since
        stage = nil
        hasBeenSeen = true
    }

    /// What is known after a look.
    func seen(_ cluster: Cluster, at time: Timestamp) -> Self {
        let isSame = cluster.status == status && cluster.stage == stage
        return Self(cluster, since: isSame ? since : time, hasBeenSeen: true)
    }
}

extension WatchedCluster: CanonicalObject {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("createdAt", createdAt)
        writer.write("hasBeenSeen", hasBeenSeen)
        writer.write("id", id)
        writer.write("name", name)
        writer.write("since", since)
        writer.write("stage", ifPresent: stage)
        writer.write("status", status)
    }
}
