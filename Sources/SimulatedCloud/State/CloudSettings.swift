package import RealtimeCompute
import Workflow

/// What is true of a simulated cloud as a whole: its account and caller, its clock, how long things take, what it counts.
///
/// Its size does not depend on what the cloud holds.
package struct CloudSettings: Codable, Equatable, Sendable {
    package let id: CloudID
    package let account: AccountID
    package var caller: SimulatedCaller
    package var clock: CloudClock
    /// When the sale of exclusive mode closes; `nil` is never.
    var saleCloses: Timestamp?
    /// When the sale of shared mode closes; `nil` is never.
    var sharedSaleCloses: Timestamp?
    var clusterStart: Duration
    var clusterChange = ClusterChange()
    package internal(set) var visibility: Visibility
    /// Whether the order list shows the key of a purchase.
    ///
    /// The vendor's own takes none.
    var keepsPurchaseKeys: Bool
    /// In the order of their names, so that the same conditions are the same text.
    var conditions: [FaultScript.Condition] = []
    /// How often each call has reached the cloud.
    package internal(set) var calls: [String: Int] = [:]
    /// The stacks that a service has made, all in one region; `nil` is none.
    package internal(set) var stacks: [StackName]?
    /// Makes ids.
    var counter = 0
}

/// How a cluster that runs is changed.
struct ClusterChange: Codable, Equatable, Sendable {
    /// How long it takes.
    ///
    /// A figure of ours: the vendor tells none.
    var duration = Duration.seconds(600)
    /// Whether the API changes the masters of a pay-as-you-go cluster, as its documentation has it and the guide denies.
    var masterForPayAsYouGo = false
}

/// How long it takes until a look can see what was made.
package struct Visibility: Codable, Equatable, Sendable {
    package internal(set) var orders = Duration.zero
    package internal(set) var clusters = Duration.zero
    package internal(set) var grants = Duration.zero
}
