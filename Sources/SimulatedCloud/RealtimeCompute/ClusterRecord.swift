package import RealtimeCompute
package import Workflow

/// A cluster, what it is made of, and how far the change that it is in has come.
package struct ClusterRecord: Codable, Equatable, Sendable {
    package let id: ClusterID
    package let name: ClusterName
    let description: String
    package let instance: InstanceID
    package let orderNumber: OrderNumber
    let region: RegionID
    let zone: ZoneID
    let vpc: VPCID
    var vSwitches: [VSwitchID]
    let bucket: BucketName
    package internal(set) var masters: Machines
    package internal(set) var slaves: Machines
    package let createdAt: Timestamp
    package internal(set) var status: ClusterStatus
    /// How much of the change had been done when progress was last noted.
    var progress: Duration
    /// Since when it has been going on; `nil` while it stalls.
    var progressingSince: Timestamp?
    /// How long the change takes in all.
    var duration: Duration

    var capacity: Capacity { Capacity(of: masters, slaves) }

    func progress(at now: Timestamp) -> Duration {
        progress + (progressingSince.map { now - $0 } ?? .zero)
    }

    /// When the change is done, by time alone; `nil` if there is none, or it stalls.
    var dueAt: Timestamp? {
        status.isChanging ? progressingSince.map { $0 + (duration - progress) } : nil
    }
}

extension ClusterStatus {
    /// Whether the cluster is in a change that ends by itself.
    var isChanging: Bool {
        switch self {
        case .starting: true
        case .running, .expanding, .reducing, .upgrading, .maintaining, .destroying, .destroyed, .failed: false
        }
    }
}

extension ClusterRecord: TableRecord {
    enum Index: String, CaseIterable {
        case id, instance
        /// Clusters in a change, though it stalls.
        case changing
        /// Clusters whose change ends by time alone, by that time.
        case due
    }

    static var tableName: String { "cluster" }
    /// The key under which all clusters in a change stand.
    static let changing = "changing"
    /// The key under which all clusters whose change ends by itself stand by their time.
    static let due = "due"

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .id: IndexEntry(id.rawValue)
        case .instance: IndexEntry(instance.rawValue)
        case .changing: status.isChanging ? IndexEntry(Self.changing) : nil
        case .due: dueAt.map { IndexEntry(Self.due, at: $0) }
        }
    }
}
