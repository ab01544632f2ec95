package import RealtimeCompute
package import Workflow

/// Everything there is in a simulated cloud, as a value.
///
/// Its methods take the time they act at; it knows no other clock. What happens in it by time alone (a late request
/// taking effect, a cluster starting) is made true by ``settle(at:)``, which every call begins with.
package struct CloudState: Codable, Equatable, Sendable {
    package let id: CloudID
    package let account: AccountID
    package var caller: SimulatedCaller
    package var clock: CloudClock
    var zones: [Zone]
    var vpcs: [VPC]
    package var vSwitches: [VSwitch]
    var buckets: [Bucket]
    /// Grants take time to show, so that roles and policies remember what they were.
    var roles: [Remembered<RoleRecord>]
    var policies: [Remembered<PolicyRecord>]
    /// When the sale of exclusive mode closes; `nil` is never.
    var saleCloses: Timestamp?
    var clusterStart: Duration
    var visibility: Visibility
    /// Whether the order list shows the key of a purchase.
    ///
    /// The vendor's own takes none.
    var keepsPurchaseKeys: Bool

    package internal(set) var purchases: [PurchaseRecord] = []
    package internal(set) var clusters: [ClusterRecord] = []
    package internal(set) var projects: [ProjectRecord] = []
    package internal(set) var tickets: [TicketRecord] = []

    /// Faults still to come, in the order in which they were added.
    var callFaults: [ScriptedFault] = []
    var conditions: Set<FaultScript.Condition> = []
    /// Requests whose answer was lost and that have yet to take effect.
    var lateRequests: [LateRequest] = []
    /// How often each call has reached the cloud.
    package internal(set) var calls: [String: Int] = [:]
    /// Makes ids.
    var counter = 0
}

/// Who calls, and what they may not.
package struct SimulatedCaller: Codable, Equatable, Sendable {
    package var kind: Caller.Kind
    /// The name of the user or role; an account is called by its id.
    package var name: String?
    /// Calls that are refused to this caller.
    package var denied: [Call]
}

/// A zone and the instances that it can supply.
struct Zone: Codable, Equatable, Sendable {
    var id: ZoneID
    var region: RegionID
    /// By model; a model that is not listed is sold out.
    var stock: [MachineModel: Int]
}

struct RoleRecord: Codable, Equatable, Sendable {
    var name: RoleName
    var trusts: [String]
    var policies: [PolicyName]
}

struct PolicyRecord: Codable, Equatable, Sendable {
    var name: PolicyName
    /// As JSON.
    var document: String
}

/// How long it takes until a look can see what was made.
struct Visibility: Codable, Equatable, Sendable {
    var orders = Duration.zero
    var clusters = Duration.zero
    var grants = Duration.zero
}

/// A purchase that took effect.
package struct PurchaseRecord: Codable, Equatable, Sendable {
    package let purchase: Purchase
    let instance: InstanceID
}

/// A cluster, and how far its start has come.
package struct ClusterRecord: Codable, Equatable, Sendable {
    package let id: ClusterID
    package let name: ClusterName
    package let instance: InstanceID
    package let orderNumber: OrderNumber
    package let createdAt: Timestamp
    let capacity: Capacity
    package internal(set) var status: ClusterStatus
    /// How much of the start had been done when progress was last noted.
    var progress: Duration
    /// Since when it has been going on; `nil` while it stalls.
    var progressingSince: Timestamp?

    func progress(at now: Timestamp) -> Duration {
        progress + (progressingSince.map { now - $0 } ?? .zero)
    }
}

package struct ProjectRecord: Codable, Equatable, Sendable {
    package let project: Project
    package let cluster: ClusterID
}

package struct TicketRecord: Codable, Equatable, Sendable {
    package let id: TicketID
    package let key: TicketKey
    package let cluster: ClusterID
    package let openedAt: Timestamp
    let text: String
}

struct ScriptedFault: Codable, Equatable, Sendable {
    let fault: FaultScript.CallFault
    let call: Call
    var timesLeft: Int
}

struct LateRequest: Codable, Equatable, Sendable {
    let request: Request
    let dueAt: Timestamp
}

/// A value that remembers what it was, because changes take time to show.
struct Remembered<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
    private struct Version: Codable, Equatable {
        let value: Value?
        let since: Timestamp
    }

    private var versions: [Version]

    init(_ value: Value, since time: Timestamp = .earliest) {
        versions = [Version(value: value, since: time)]
    }

    /// What it really is; `nil` once it was deleted.
    var current: Value? { versions.last.flatMap(\.value) }

    /// What a look sees that sees only what is at least `delay` old.
    func seen(at now: Timestamp, after delay: Duration) -> Value? {
        versions.last { $0.since == .earliest || $0.since + delay <= now }.flatMap(\.value)
    }

    mutating func change(to value: Value?, at now: Timestamp) {
        versions.append(Version(value: value, since: now))
    }
}
