import RealtimeCompute
import Workflow

// What is asked of a cluster that runs. Through the API, pay-as-you-go clusters only; in the console their owner may ask it
// of subscriptions too.
extension CloudState {
    /// Which clusters a way of asking is for.
    enum Way {
        case api, console
    }

    mutating func expandCluster(
        _ id: ClusterID, toSlaves count: Int, vSwitch: VSwitchID?, by way: Way = .api, at now: Timestamp
    ) throws(CloudError) {
        let row = try runningCluster(id, askedBy: way)
        var cluster = row.record
        let more = count - cluster.slaves.count
        let target = ClusterTarget(
            masters: cluster.masters, slaves: Machines(cluster.slaves.model, count: count))
        guard more > 0, Figures.slaveCounts.contains(count) else { throw .invalidSlaveCount }
        try target.checkBound()
        let added = Machines(cluster.slaves.model, count: more)
        let subnet = try vSwitchForNewSlaves(of: cluster, more, wanted: vSwitch)
        try take([added], in: subnet, cluster.zone)
        if cluster.addresses.last?.vSwitch == subnet {
            cluster.addresses[cluster.addresses.count - 1].count += more
        } else {
            cluster.addresses.append(TakenAddresses(vSwitch: subnet, count: more))
        }
        begin(.expanding, to: target, cluster, at: row.position, now)
    }

    mutating func shrinkCluster(
        _ id: ClusterID, toSlaves count: Int, leaving: [Int]? = nil, by way: Way = .api, at now: Timestamp
    ) throws(CloudError) {
        let row = try runningCluster(id, askedBy: way)
        let cluster = row.record
        let slaves = Machines(cluster.slaves.model, count: count)
        guard count < cluster.slaves.count, Figures.slaveCounts.contains(count) else { throw .invalidSlaveCount }
        let held = queues(of: id).map(\.computeUnits).sum()
        guard held <= Capacity(of: cluster.masters, slaves).computeUnits else {
            throw CloudError(
                code: "InsufficientComputeUnits", vendorMessage: "the projects of the cluster hold \(held.count) CU")
        }
        let target = ClusterTarget(masters: cluster.masters, slaves: slaves, leaving: leaving)
        begin(.reducing, to: target, cluster, at: row.position, now)
    }

    mutating func changeMaster(
        _ id: ClusterID, to model: MachineModel, by way: Way = .api, at now: Timestamp
    ) throws(CloudError) {
        let row = try runningCluster(id, askedBy: way)
        let cluster = row.record
        if way == .api, !settings.clusterChange.masterForPayAsYouGo {
            throw CloudError(
                code: CloudError.Code.postPaid,
                vendorMessage: "the masters of a pay-as-you-go cluster cannot be changed")
        }
        let masters = Machines(model, count: cluster.masters.count)
        let target = ClusterTarget(masters: masters, slaves: cluster.slaves)
        guard masters != cluster.masters else {
            throw CloudError(code: "InvalidMasterModel", vendorMessage: "the masters are of this model")
        }
        try target.checkBound()
        // The new masters take the addresses of the old.
        try takeStock(of: [masters], in: cluster.zone)
        begin(.upgrading, to: target, cluster, at: row.position, now)
    }

    mutating func destroyCluster(_ id: ClusterID, at now: Timestamp) throws(CloudError) {
        let row = try runningCluster(id, askedBy: .api)
        let target = ClusterTarget(masters: row.record.masters, slaves: row.record.slaves)
        begin(.destroying, to: target, row.record, at: row.position, now)
    }

    /// A cluster that may be asked for a change.
    private func runningCluster(_ id: ClusterID, askedBy way: Way) throws(CloudError) -> TableRow<ClusterRecord> {
        guard let row = tables.clusters.row(.id, id.rawValue) else {
            throw CloudError(code: "ClusterNotFound", vendorMessage: "there is no such cluster")
        }
        let billing = tables.instances.first(.id, row.record.instance.rawValue)?.billing
        if way == .api, billing != .payAsYouGo {
            throw CloudError(code: CloudError.Code.prePaid, vendorMessage: "this is for pay-as-you-go clusters only")
        }
        guard row.record.status == .running else { throw .clusterNotRunning }
        return row
    }

    /// The vSwitch that is wanted, if it lies where the cluster does; else the first of the cluster's with room.
    private func vSwitchForNewSlaves(
        of cluster: ClusterRecord, _ count: Int, wanted: VSwitchID?
    ) throws(CloudError) -> VSwitchID {
        if let wanted {
            guard let vSwitch = tables.vSwitches.first(.id, wanted.rawValue), vSwitch.vpc == cluster.vpc,
                vSwitch.zone == cluster.zone
            else { throw .vSwitchNotFound }
            return wanted
        }
        let own = cluster.addresses.map(\.vSwitch)
        let roomy = own.first { tables.vSwitches.first(.id, $0.rawValue).map { $0.freeAddresses >= count } ?? false }
        guard let vSwitch = roomy ?? own.first else { throw .vSwitchNotFound }
        return vSwitch
    }

    private mutating func begin(
        _ status: ClusterStatus, to target: ClusterTarget, _ cluster: ClusterRecord, at position: Int, _ now: Timestamp
    ) {
        var cluster = cluster
        cluster.status = status
        cluster.target = target
        cluster.progress = .zero
        cluster.progressingSince = settings.conditions.contains(.stall) ? nil : now
        cluster.duration = settings.clusterChange.duration
        tables.clusters.replace(at: position, with: cluster)
    }
}

extension ClusterTarget {
    /// Refuses what the masters cannot manage.
    fileprivate func checkBound() throws(CloudError) {
        let units = Capacity(of: masters, slaves).computeUnits
        if let bound = masters.model.largestCluster, units > bound {
            throw CloudError(
                code: "OperationDenied.MasterSpec",
                vendorMessage: "masters of \(masters.model.rawValue) manage at most \(bound.count) CU")
        }
    }
}

extension CloudError {
    fileprivate static var invalidSlaveCount: Self {
        CloudError(code: "InvalidSlaveCount", vendorMessage: "the cluster cannot have this number of slaves")
    }
}
