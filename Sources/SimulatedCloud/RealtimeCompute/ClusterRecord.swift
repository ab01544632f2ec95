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
    /// Of which vSwitches its machines have how many addresses, in the order in which they were taken.
    var addresses: [TakenAddresses]
    let bucket: BucketName
    package internal(set) var masters: Machines
    package internal(set) var slaves: Machines
    package let createdAt: Timestamp
    package internal(set) var status: ClusterStatus
    /// What the change that the running cluster is in leads to; `nil` if it is in none.
    var target: ClusterTarget?
    /// How much of the change had been done when progress was last noted.
    var progress = Duration.zero
    /// Since when it has been going on; `nil` while it stalls.
    var progressingSince: Timestamp?
    /// How long the change takes in all.
    var duration: Duration
    /// Whether what it held has been given back.
    var isTakenDown = false
    /// The numbers of slaves that it had, and has no more because they were named when it was made smaller.
    var goneSlaves: [Int]?

    var capacity: Capacity { Capacity(of: masters, slaves) }

    /// The CUs that it has before, during and after the change it is in.
    var firmComputeUnits: ComputeUnits {
        min(
            capacity.computeUnits,
            target.map { Capacity(of: $0.masters, $0.slaves).computeUnits } ?? capacity.computeUnits)
    }

    /// The machines that it holds now: while it changes, the old and the new.
    var machines: [Machines] {
        guard let target else { return [masters, slaves] }
        let more = target.slaves.count > slaves.count ? target.slaves : slaves
        return target.masters == masters ? [masters, more] : [masters, target.masters, more]
    }

    /// Whether it is in a change that ends by itself.
    var isChanging: Bool { status == .starting || target != nil }

    func progress(at now: Timestamp) -> Duration {
        progress + (progressingSince.map { now - $0 } ?? .zero)
    }

    /// When the change is done, by time alone; `nil` if there is none, or it stalls.
    var dueAt: Timestamp? {
        isChanging ? progressingSince.map { $0 + (duration - progress) } : nil
    }
}

/// What a cluster is to be made of.
struct ClusterTarget: Codable, Equatable, Sendable {
    var masters: Machines
    var slaves: Machines
    /// The numbers of the slaves that are to go; `nil` leaves it to the service.
    var leaving: [Int]?
}

/// Addresses of a vSwitch that a cluster's machines have.
struct TakenAddresses: Codable, Equatable, Sendable {
    let vSwitch: VSwitchID
    var count: Int
}

extension ClusterRecord: TableRecord {
    enum Index: String, CaseIterable {
        case id, instance, region
        /// By region and name.
        case name
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

    static func nameInIndex(_ name: ClusterName, in region: RegionID) -> String { "\(region)/\(name)" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .id: IndexEntry(id.rawValue)
        case .instance: IndexEntry(instance.rawValue)
        case .region: IndexEntry(region.rawValue)
        case .name: IndexEntry(Self.nameInIndex(name, in: region))
        case .changing: isChanging ? IndexEntry(Self.changing) : nil
        case .due: dueAt.map { IndexEntry(Self.due, at: $0) }
        }
    }
}
