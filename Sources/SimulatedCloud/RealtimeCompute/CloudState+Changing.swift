import RealtimeCompute
import Workflow

// Changes of clusters, which take time: their ends, and what halts them.
extension CloudState {
    /// Ends the change of a cluster whose time has come.
    mutating func finishChange(of cluster: ClusterRecord, at position: Int, _ now: Timestamp) {
        var cluster = cluster
        switch (cluster.status, cluster.target) {
        case (.starting, _):
            cluster.status = settings.conditions.contains(.fail) ? .failed : .running
        case (.destroying, _):
            takeDown(cluster, at: position)
            if let row = tables.instances.row(.id, cluster.instance.rawValue) { release(row.record, at: row.position) }
            return
        case (_, let target?):
            give(back: target, of: &cluster, at: now)
            cluster.status = .running
        case (_, nil):
            return
        }
        cluster.target = nil
        tables.clusters.replace(at: position, with: cluster)
    }

    /// Gives back what a cluster holds beyond its target, and makes it what it was to be.
    private mutating func give(back target: ClusterTarget, of cluster: inout ClusterRecord, at now: Timestamp) {
        if target.masters != cluster.masters { giveBackStock(of: [cluster.masters], in: cluster.zone) }
        let fewer = cluster.slaves.count - target.slaves.count
        if fewer > 0 {
            giveBackStock(of: [Machines(cluster.slaves.model, count: fewer)], in: cluster.zone)
            giveBackAddresses(fewer, of: &cluster)
        }
        cluster.goneSlaves = (cluster.goneSlaves ?? []) + (target.leaving ?? [])
        cluster.masters = target.masters
        cluster.slaves = target.slaves
        resize(cluster.instance, to: .machines(masters: target.masters, slaves: target.slaves), at: now)
    }

    mutating func stallClusters(at now: Timestamp) {
        changeClustersInChange { cluster in
            cluster.progress = cluster.progress(at: now)
            cluster.progressingSince = nil
        }
    }

    mutating func resumeClusters(at now: Timestamp) {
        changeClustersInChange { $0.progressingSince = $0.progressingSince ?? now }
    }

    mutating func failStartingClusters() {
        changeClustersInChange { if $0.status == .starting { $0.status = .failed } }
    }

    /// Changes how long a start takes, of clusters that are Starting as well.
    mutating func setClusterStart(_ duration: Duration) {
        settings.clusterStart = duration
        changeClustersInChange { if $0.status == .starting { $0.duration = duration } }
    }

    /// Changes how clusters that run are changed, those that are at it as well.
    mutating func setClusterChange(_ change: ClusterChange) {
        settings.clusterChange = change
        changeClustersInChange { if $0.status != .starting { $0.duration = change.duration } }
    }

    private mutating func changeClustersInChange(_ change: (inout ClusterRecord) -> Void) {
        for row in tables.clusters.rows(.changing, ClusterRecord.changing) {
            var cluster = row.record
            change(&cluster)
            tables.clusters.replace(at: row.position, with: cluster)
        }
    }
}
