import Provisioning
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// What a monitoring system is told, in the text format of Prometheus.
struct MetricsText {
    private(set) var text = ""

    init(of workplace: Workplace, _ counts: PhaseCounts, _ times: OperationTimes) async throws {
        let now = try await workplace.clock.now()
        guard let journal = try workplace.journal else {
            add("sluice_transitions_total", .counter, "Transitions in the log of the store.", [([], 0)])
            return
        }
        add(
            "sluice_orders", .gauge, "Orders by kind and phase.",
            try counts.counts(of: journal).map { ([("kind", $0.kind), ("phase", $0.phase)], Double($0.count)) })
        add(
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
        add("sluice_asking_orders", .gauge, "Orders that ask for a decision.", [([], Double(asking))])
        add(
            "sluice_oldest_ask_seconds", .gauge,
            "For how long the oldest of them has stood where it asks, in the cloud's time.",
            [([], oldest / .seconds(1))])
        add(
            "sluice_failing_orders", .gauge, "Orders whose last call failed, by the code of the failure.",
            failing.sorted { $0.key < $1.key }.map { ([("code", $0.key)], Double($0.value)) })
        let summaries = times.summaries
        add(
            "sluice_operation_seconds_count", .counter, "Operations that were timed by this console.",
            summaries.map { ([("operation", $0.name)], Double($0.count)) })
        add(
            "sluice_operation_seconds_sum", .counter, "The time that they took together.",
            summaries.map { ([("operation", $0.name)], $0.sum / .seconds(1)) })
    }

    /// So many unfinished orders are looked at, those that changed last.
    private static let most = 200

    private enum MetricType: String {
        case counter, gauge
    }

    private mutating func add(
        _ name: String, _ type: MetricType, _ help: String, _ values: [(labels: [(String, String)], value: Double)]
    ) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type.rawValue)\n"
        for (labels, value) in values {
            let list = labels.map {
                "\($0)=\"\($1.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))\""
            }
            text += name + (list.isEmpty ? "" : "{\(list.joined(separator: ","))}") + " \(value)\n"
        }
    }
}
