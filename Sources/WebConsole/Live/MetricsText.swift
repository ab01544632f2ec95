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
        let (asking, since) = try journal.asking()
        metrics.add("sluice_asking_orders", .gauge, "Orders that ask for a decision.", [([], Double(asking))])
        metrics.add(
            "sluice_oldest_ask_seconds", .gauge,
            "For how long the oldest of them has stood where it asks, in the cloud's time.",
            [([], (since.map { now - $0 } ?? .zero) / .seconds(1))])
        metrics.add(
            "sluice_failing_orders", .gauge, "Orders whose last call failed, by the code of the failure.",
            try journal.failuresByCode().map { ([("code", $0.code)], Double($0.count)) })
    }
}
