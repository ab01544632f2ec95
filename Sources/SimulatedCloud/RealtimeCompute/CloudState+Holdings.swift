import RealtimeCompute
import Workflow

// The addresses and the stock that clusters hold.
extension CloudState {
    /// Takes the stock that machines need, and an address for each; or nothing.
    mutating func take(_ machines: [Machines], in vSwitch: VSwitchID, _ zone: ZoneID) throws(CloudError) {
        guard let subnet = tables.vSwitches.row(.id, vSwitch.rawValue) else { throw .vSwitchNotFound }
        let free = subnet.record.freeAddresses - machines.reduce(0) { $0 + $1.count }
        guard free >= 0 else {
            throw CloudError(
                code: "InvalidVSwitchId.IpNotEnough", vendorMessage: "the vSwitch has too few free addresses")
        }
        try takeStock(of: machines, in: zone)
        tables.vSwitches.replace(at: subnet.position, with: subnet.record.with(freeAddresses: free))
    }

    /// Takes the stock that machines need, or nothing.
    mutating func takeStock(of machines: [Machines], in zone: ZoneID) throws(CloudError) {
        guard let row = tables.zones.row(.id, zone.rawValue) else { throw .vSwitchNotFound }
        var zone = row.record
        for machines in machines {
            zone.stock[machines.model, default: 0] -= machines.count
            guard zone.stock[machines.model, default: 0] >= 0 else {
                throw CloudError(
                    code: "OperationDenied.NoStock", vendorMessage: "the zone cannot supply \(machines.model.rawValue)")
            }
        }
        tables.zones.replace(at: row.position, with: zone)
    }

    /// Gives machines back to their zone, if it is still there.
    mutating func giveBackStock(of machines: [Machines], in zone: ZoneID) {
        guard let row = tables.zones.row(.id, zone.rawValue) else { return }
        var zone = row.record
        for machines in machines { zone.stock[machines.model, default: 0] += machines.count }
        tables.zones.replace(at: row.position, with: zone)
    }

    /// Gives so many addresses of a cluster back, those that were taken last first.
    mutating func giveBackAddresses(_ count: Int, of cluster: inout ClusterRecord) {
        var left = count
        while left > 0, var taken = cluster.addresses.popLast() {
            let given = min(left, taken.count)
            if let row = tables.vSwitches.row(.id, taken.vSwitch.rawValue) {
                let free = row.record.freeAddresses + given
                tables.vSwitches.replace(at: row.position, with: row.record.with(freeAddresses: free))
            }
            left -= given
            taken.count -= given
            if taken.count > 0 { cluster.addresses.append(taken) }
        }
    }

    /// Destroys a cluster: its projects are gone, and what it held is given back.
    mutating func takeDown(_ cluster: ClusterRecord, at position: Int) {
        var cluster = cluster
        if !cluster.isTakenDown {
            giveBackStock(of: cluster.machines, in: cluster.zone)
            giveBackAddresses(.max, of: &cluster)
        }
        cluster.isTakenDown = true
        cluster.target = nil
        cluster.status = .destroyed
        tables.clusters.replace(at: position, with: cluster)
        for row in tables.projects.rows(.cluster, cluster.id.rawValue) { tables.projects.remove(at: row.position) }
        for row in tables.queues.rows(.cluster, cluster.id.rawValue) { tables.queues.remove(at: row.position) }
        for row in tables.looseProjects.rows(.cluster, cluster.id.rawValue) {
            tables.looseProjects.remove(at: row.position)
        }
    }
}

extension CloudError {
    static var vSwitchNotFound: Self {
        CloudError(code: "InvalidVSwitchId.NotFound", vendorMessage: "the vSwitch does not exist there")
    }
}
