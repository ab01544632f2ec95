import Foundation
import GRDB
import Logging
import SimulatedCloud
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// What many workflows at once come to: how fast they are written where effects return at once, and how much of the time
/// is the cloud's where each call takes long.
struct ManyBenchmark {
    private static let workflows = 10_000
    private static let slowWorkflows = 1000
    private static let slowCall = Duration.milliseconds(100)
    private static let concurrency = 64
    private static let batch = 1000

    func run() async throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("sluice-bench-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try await bulk(in: directory)
        try await latency(in: directory)
    }

    /// Transitions a second, beside the same rows in transactions of a thousand.
    private func bulk(in directory: URL) async throws {
        let store = directory.appendingPathComponent("bulk.db").path
        let taken = try await walk(Self.workflows, at: store, taking: .zero)
        let reader = try DatabaseQueue(path: store)
        let written = try StepBenchmark.steps(of: reader, after: Self.workflows)
        try reader.close()
        let raw = try RawStore(at: directory.appendingPathComponent("raw.db").path)
        let reader2 = try DatabaseQueue(path: store)
        raw.write(try StepBenchmark.steps(of: reader2, after: 0).prefix(Self.workflows)[...])
        try reader2.close()
        let limit = ContinuousClock().measure {
            for start in stride(from: 0, to: written.count, by: Self.batch) {
                raw.write(written[start..<min(start + Self.batch, written.count)])
            }
        }
        print("bulk: \(Self.workflows) workflows, \(written.count) transitions, effects that return at once:")
        print("  raw C, \(Self.batch) in a transaction: \(Self.rate(written.count, limit)) a second")
        print(
            "  run of \(Self.concurrency) at a time: \(Self.rate(written.count, taken)) a second, of raw C "
                + StepBenchmark.ratio(limit, taken))
    }

    /// How much of the time taken the calls would take alone.
    private func latency(in directory: URL) async throws {
        let taken = try await walk(
            Self.slowWorkflows, at: directory.appendingPathComponent("slow.db").path, taking: Self.slowCall)
        let calls = Self.slowWorkflows * (Relay.steps - 1)
        let alone = Self.slowCall * calls / Self.concurrency
        print(
            "latency: \(Self.slowWorkflows) workflows, \(calls) calls of \(Self.slowCall), \(Self.concurrency) at a time:"
        )
        print(
            "  taken: \((taken / .seconds(1)).formatted(.number.precision(.fractionLength(1)))) s, the calls' share "
                + StepBenchmark.ratio(alone, taken))
    }

    /// Places workflows, and runs them to their ends; gives how long the run took.
    private func walk(_ count: Int, at store: String, taking duration: Duration) async throws -> Duration {
        let journal = try SQLiteJournal.openOrCreate(store)
        let engine = Engine(
            journal: journal, clock: MachineClock(), performer: Relay.Runner(taking: duration),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        var generator = SystemRandomNumberGenerator()
        let ids = (0..<count).map { _ in WorkflowID(madeAt: .systemTime, using: &generator) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, id) in ids.enumerated() {
                if index >= Self.concurrency { try await group.next() }
                group.addTask {
                    _ = try await engine.place(
                        id, named: id.rawValue.lowercased(), on: Relay.Event(.started, leg: 0),
                        by: Actor(.operator, id: "bench"))
                }
            }
            try await group.waitForAll()
        }
        let time = try await ContinuousClock().measure {
            _ = try await engine.run(
                ids, concurrency: Self.concurrency, shouldStop: { false }, report: { _ in })
        }
        try journal.close()
        return time
    }

    private static func rate(_ count: Int, _ time: Duration) -> String {
        (Double(count) / (time / .seconds(1))).formatted(.number.precision(.fractionLength(0)))
    }
}
