package import RealtimeCompute

/// A machine of a cluster.
package struct ClusterNode: Equatable, Sendable {
    package enum Role: String, Sendable {
        case master, slave
    }

    package let role: Role
    /// Counted from 1 among those of its role; the number of one that is gone is not given again.
    package let number: Int
    package let model: MachineModel
    /// In its vSwitch.
    ///
    /// It is told, not kept: it may become another when a cluster before this one changes.
    package let address: String
}

extension CloudState {
    /// The machines that a cluster has, masters first; none of one that there is not.
    package func nodes(of id: ClusterID) -> [ClusterNode] {
        guard let cluster = tables.clusters.first(.id, id.rawValue), !cluster.isTakenDown else { return [] }
        let gone = Set(cluster.goneSlaves ?? [])
        let slaves = (1...).lazy.filter { !gone.contains($0) }.prefix(cluster.slaves.count)
        let machines =
            (0..<cluster.masters.count).map { (ClusterNode.Role.master, $0 + 1, cluster.masters.model) }
            + slaves.map { (.slave, $0, cluster.slaves.model) }
        // While it grows, it holds addresses of machines that it has yet to get.
        return zip(machines, addresses(of: cluster)).map { machine, address in
            ClusterNode(role: machine.0, number: machine.1, model: machine.2, address: address)
        }
    }

    /// The addresses that a cluster has: those of its vSwitches that come after the ones of clusters before it.
    private func addresses(of cluster: ClusterRecord) -> [String] {
        let earlier = tables.clusters.all.prefix { $0.id != cluster.id }.filter { !$0.isTakenDown }
        return cluster.addresses.flatMap { taken -> [String] in
            guard let vSwitch = vSwitch(taken.vSwitch) else { return [] }
            let before = earlier.flatMap(\.addresses).filter { $0.vSwitch == taken.vSwitch }.map(\.count).reduce(0, +)
            // The first address of a range is the vendor's.
            return (0..<taken.count).map { vSwitch.cidr.address(at: 1 + before + $0) }
        }
    }
}
