import Workflow

extension ExclusiveOrder {
    /// The state in which something that exists is taken over; `nil` if it cannot be: its parts do not belong together, or
    /// the cluster is lost.
    static func state(importing found: Import) -> OrderState? {
        guard found.isCoherent else { return nil }
        guard let cluster = found.cluster else { return .paid(Paid(importing: found)) }
        if cluster.status == .starting {
            let starting = Starting(importing: found, cluster)
            guard found.at >= starting.allowanceEnd else { return .starting(starting) }
            return .overdue(Overdue(from: starting, sighting: ClusterSighting(of: cluster, at: found.at)))
        }
        guard cluster.status.countsAsRunning, let load = found.load else { return nil }
        return provisionedOrRunning(Running(importing: found, cluster, load))
    }
}
