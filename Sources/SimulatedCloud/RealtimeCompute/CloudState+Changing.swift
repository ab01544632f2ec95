import RealtimeCompute
import Workflow

// Changes of clusters, which take time.
extension CloudState {
    /// Ends the change of a cluster whose time has come.
    mutating func finishChange(of row: TableRow<ClusterRecord>) {
        var cluster = row.record
        cluster.status = settings.conditions.contains(.fail) ? .failed : .running
        tables.clusters.replace(at: row.position, with: cluster)
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

    private mutating func changeClustersInChange(_ change: (inout ClusterRecord) -> Void) {
        for row in tables.clusters.rows(.changing, ClusterRecord.changing) {
            var cluster = row.record
            change(&cluster)
            tables.clusters.replace(at: row.position, with: cluster)
        }
    }
}
