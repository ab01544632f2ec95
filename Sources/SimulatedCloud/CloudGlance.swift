package import RealtimeCompute
package import Workflow

/// What there is to see of a simulated cloud at a glance, however much it holds.
package struct CloudGlance: Sendable {
    /// How far things are counted: a count of one more says that there are more.
    package static let counted = 10_000

    package let clock: CloudClock
    package let now: Timestamp
    /// The faults that are still to come.
    package let faults: [FaultScript]
    /// The youngest purchases, the oldest of these first; and how many there are.
    package let purchases: (youngest: [Purchase], count: Int)
    /// The youngest clusters, the oldest of these first; and how many there are.
    package let clusters: (youngest: [ClusterRecord], count: Int)
}

extension SimulatedCloud {
    /// What there is to see at a glance.
    ///
    /// - Parameter limit: how many purchases and clusters are shown.
    package func glance(atMost limit: Int) throws -> CloudGlance {
        try look(uncounted: { state, now in
            CloudGlance(
                clock: state.clock, now: now, faults: state.faults,
                purchases: (
                    state.tables.purchases.youngest(limit).map(\.purchase),
                    state.tables.purchases.count(upTo: CloudGlance.counted + 1)
                ),
                clusters: (
                    state.tables.clusters.youngest(limit), state.tables.clusters.count(upTo: CloudGlance.counted + 1)
                ))
        })
    }
}
