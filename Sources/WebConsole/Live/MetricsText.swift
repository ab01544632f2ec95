import Provisioning
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// What a monitoring system is told, in the text format of Prometheus.
struct MetricsText {
    private var metrics = PrometheusText()

    var text: String { metrics.text }

    /// - Parameter collected: what was told of the work of this process, if it is collected.
    init(of workplace: Workplace, _ counts: PhaseCounts, _ collected: ConsoleMetrics?) async throws {
        collected?.write(to: &metrics)
        let now = try await workplace.clock.now()
        guard let journal = try workplace.journal else {
            metrics.add("sluice_transitions_total", .counter, "Transitions in the log of the store.", [([], 0)])
            return
        }
        metrics.add(
            "sluice_orders", .gauge, "Orders by kind and phase.",
            try counts.counts(of: journal).map { ([("kind", $0.kind), ("phase", $0.phase)], Double($0.count)) })
        metrics.add(
            "sluice_transitions_total", .counter, "Transitions in the log of the store.",
            [([], Double(try journal.size))])
        let book = try await workplace.book(over: journal)
        var (asking, oldest, failing) = (0, Duration.zero, [String: Int]())
        try await book.forEachChunk(of: WorkflowQuery(finished: .none, limit: Self.most)) { orders in
            for order in orders {
                if order.isAsking {
                    asking += 1
                    oldest = max(oldest, now - order.updatedAt)
                }
                if let postponement = order.postponement, postponement.attempt > 0 {
                    failing[postponement.reason.code, default: 0] += 1
                }
            }
        }
        metrics.add("sluice_asking_orders", .gauge, "Orders that ask for a decision.", [([], Double(asking))])
        metrics.add(
            "sluice_oldest_ask_seconds", .gauge,
            "For how long the oldest of them has stood where it asks, in the cloud's time.",
            [([], oldest / .seconds(1))])
        metrics.add(
            "sluice_failing_orders", .gauge, "Orders whose last call failed, by the code of the failure.",
            failing.sorted { $0.key < $1.key }.map { ([("code", $0.key)], Double($0.value)) })
    }

    /// So many unfinished orders are looked at, those that changed last.
    private static let most = 5000
}
