package import Metrics
import Synchronization

/// What the engine and the console tell through swift-metrics, kept to be fetched by Prometheus: totals, levels and, of
/// durations, histograms in seconds.
package final class ConsoleMetrics: MetricsFactory {
    /// What a metric is called where it is told, and what it means.
    static let meanings = [
        "sluice_call": "Time that the cloud took for the effect of a turn, looks before it included.",
        "sluice_call_failures": "Calls that failed, by the code of the failure.",
        "sluice_commit": "Time until a commit was durable.",
        "sluice_page": "Time to make a page.",
        "sluice_turn": "Time that a turn of an order took.",
    ]

    private struct Key: Hashable {
        let label: String
        let dimensions: [String]

        init(_ label: String, _ dimensions: [(String, String)]) {
            self.label = label
            self.dimensions = dimensions.flatMap { [$0.0, $0.1] }
        }

        var labels: PrometheusText.Labels {
            stride(from: 0, to: dimensions.count, by: 2).map { (dimensions[$0], dimensions[$0 + 1]) }
        }

        func precedes(_ other: Self) -> Bool {
            (label, dimensions.joined(separator: "\0")) < (other.label, other.dimensions.joined(separator: "\0"))
        }
    }

    /// So many series of a kind that what they take stays small; what more there is, is not kept.
    private static let most = 1000

    private let totals = Mutex<[Key: Total]>([:])
    private let levels = Mutex<[Key: Level]>([:])
    private let histograms = Mutex<[Key: Histogram]>([:])

    package init() {}

    /// Collects, from here on, what this process tells of itself.
    ///
    /// Once in a process.
    package func install() { MetricsSystem.bootstrap(self) }

    private static func known<Series: AnyObject>(
        _ series: borrowing Mutex<[Key: Series]>, _ label: String, _ dimensions: [(String, String)],
        _ make: () -> Series
    ) -> Series {
        let key = Key(label, dimensions)
        return series.withLock { known in
            if let known = known[key] { return known }
            let made = make()
            if known.count < Self.most { known[key] = made }
            return made
        }
    }

    // MARK: - Collecting

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        Self.known(totals, label, dimensions, Total.init)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        Self.known(totals, label, dimensions, Total.init)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        Self.known(levels, label, dimensions, Level.init)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        Self.known(levels, label, dimensions, Level.init)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        Self.known(histograms, label, dimensions, Histogram.init)
    }

    // What was told stays told: Prometheus wants totals that only grow.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    // MARK: - Telling

    /// Writes all that was collected.
    func write(to text: inout PrometheusText) {
        write(totals, "_total", .counter, to: &text) { text, name, labels, total in
            text.add(name, labels, total.value)
        }
        write(levels, "", .gauge, to: &text) { text, name, labels, level in text.add(name, labels, level.value) }
        write(histograms, "_seconds", .histogram, to: &text) { text, name, labels, histogram in
            let (buckets, sum) = histogram.sums
            for (bound, count) in buckets {
                text.add(name + "_bucket", labels + [("le", bound.map { "\($0)" } ?? "+Inf")], Double(count))
            }
            text.add(name + "_sum", labels, sum)
            text.add(name + "_count", labels, Double(buckets.last?.count ?? 0))
        }
    }

    private func write<Series>(
        _ series: borrowing Mutex<[Key: Series]>, _ suffix: String, _ type: PrometheusText.MetricType,
        to text: inout PrometheusText, _ body: (inout PrometheusText, String, PrometheusText.Labels, Series) -> Void
    ) {
        var last: String?
        for (key, value) in series.withLock({ $0.sorted { $0.key.precedes($1.key) } }) {
            let name = key.label + suffix
            if key.label != last { text.begin(name, type, Self.meanings[key.label] ?? key.label) }
            last = key.label
            body(&text, name, key.labels, value)
        }
    }
}

/// What only grows.
private final class Total: CounterHandler, FloatingPointCounterHandler {
    private let sum = Mutex(0.0)

    var value: Double { sum.withLock(\.self) }

    func increment(by amount: Int64) { increment(by: Double(amount)) }
    func increment(by amount: Double) { sum.withLock { $0 += amount } }
    func reset() { sum.withLock { $0 = 0 } }
}

/// What goes up and down: the last that was told.
private final class Level: MeterHandler, RecorderHandler {
    private let last = Mutex(0.0)

    var value: Double { last.withLock(\.self) }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { last.withLock { $0 = value } }
    func increment(by amount: Double) { last.withLock { $0 += amount } }
    func decrement(by amount: Double) { last.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
}

/// Durations, counted by how long they were.
private final class Histogram: TimerHandler {
    /// From a commit on a quick disk to a call that is given up on, in seconds.
    private static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    private struct Content {
        var counts = [Int](repeating: 0, count: bounds.count + 1)
        var sum = 0.0
    }

    private let content = Mutex(Content())

    /// How many were no longer than each bound, and than any; and their sum, in seconds.
    var sums: (buckets: [(bound: Double?, count: Int)], sum: Double) {
        let content = content.withLock(\.self)
        var count = 0
        return (
            zip(Self.bounds.map(Optional.some) + [nil], content.counts).map { bound, here in
                count += here
                return (bound, count)
            }, content.sum
        )
    }

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1e9
        content.withLock { content in
            content.counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
            content.sum += seconds
        }
    }
}
