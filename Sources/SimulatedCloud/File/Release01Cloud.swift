import RealtimeCompute
import Workflow

/// A cloud as release 0.1 kept it: one JSON text of everything.
///
/// That release did not keep where a cluster lies, nor what its machines are.
struct Release01Cloud: Decodable {
    private struct Cluster: Decodable {
        let id: ClusterID
        let name: ClusterName
        let instance: InstanceID
        let orderNumber: OrderNumber
        let createdAt: Timestamp
        let status: ClusterStatus
        let progress: Duration
        let progressingSince: Timestamp?
    }

    private struct Fault: Decodable {
        let fault: FaultScript.CallFault?
        /// What release 0.1 called a fault.
        let mishap: FaultScript.CallFault?
        let call: Call
        let timesLeft: Int
    }

    private let id: CloudID
    private let account: AccountID
    private let caller: SimulatedCaller
    private let clock: CloudClock
    private let zones: [Zone]
    private let vpcs: [VPC]
    private let vSwitches: [VSwitch]
    private let buckets: [Bucket]
    private let roles: [Remembered<RoleRecord>]
    private let policies: [Remembered<PolicyRecord>]
    private let saleCloses: Timestamp?
    private let clusterStart: Duration
    private let visibility: Visibility
    private let keepsPurchaseKeys: Bool
    private let purchases: [PurchaseRecord]
    private let clusters: [Cluster]
    private let projects: [ProjectRecord]
    private let tickets: [TicketRecord]
    private let callFaults: [Fault]?
    private let mishaps: [Fault]?
    private let conditions: [FaultScript.Condition]
    private let lateRequests: [LateRequest]
    private let calls: [String: Int]
    private let counter: Int

    /// The same cloud as it is kept now.
    var state: CloudState {
        let settings = CloudSettings(
            id: id, account: account, caller: caller, clock: clock, saleCloses: saleCloses,
            sharedSaleCloses: Figures.endOfSale(of: .shared), clusterStart: clusterStart,
            visibility: visibility, keepsPurchaseKeys: keepsPurchaseKeys,
            conditions: FaultScript.Condition.allCases.filter(conditions.contains), calls: calls, counter: counter)
        var tables = CloudTables()
        zones.forEach { tables.zones.append($0) }
        vpcs.forEach { tables.vpcs.append($0) }
        vSwitches.forEach { tables.vSwitches.append($0) }
        buckets.forEach { tables.buckets.append($0) }
        roles.forEach { tables.roles.append($0) }
        policies.forEach { tables.policies.append($0) }
        for record in purchases {
            tables.purchases.append(record)
            tables.instances.append(InstanceRecord(record.instance, boughtBy: record.purchase))
        }
        clusters.compactMap(record).forEach { tables.clusters.append($0) }
        projects.forEach { tables.projects.append($0) }
        tickets.forEach { tables.tickets.append($0) }
        for fault in callFaults ?? mishaps ?? [] {
            guard let kind = fault.fault ?? fault.mishap else { continue }
            tables.callFaults.append(ScriptedFault(fault: kind, call: fault.call, timesLeft: fault.timesLeft))
        }
        lateRequests.forEach { tables.lateRequests.append($0) }
        return CloudState(settings: settings, tables: tables)
    }

    /// The cluster with the machines that were bought for it, laid into the first vSwitch and bucket of its region.
    private func record(of cluster: Cluster) -> ClusterRecord? {
        guard let bought = purchases.first(where: { $0.instance == cluster.instance })?.purchase.specification else {
            return nil
        }
        let regional = zones.filter { $0.region == bought.region }.map(\.id)
        let vSwitch = vSwitches.first { regional.contains($0.zone) }
        return ClusterRecord(
            id: cluster.id, name: cluster.name, description: "", instance: cluster.instance,
            orderNumber: cluster.orderNumber, region: bought.region, zone: vSwitch?.zone ?? "", vpc: vSwitch?.vpc ?? "",
            addresses: vSwitch.map {
                [TakenAddresses(vSwitch: $0.id, count: bought.masters.count + bought.slaves.count)]
            } ?? [],
            bucket: buckets.first { $0.region == bought.region }?.name ?? "", masters: bought.masters,
            slaves: bought.slaves, createdAt: cluster.createdAt, status: cluster.status, progress: cluster.progress,
            progressingSince: cluster.progressingSince, duration: clusterStart)
    }
}
