import Foundation
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// How much of the time that many workflows take is the cloud's, where each call takes long.
struct LatencyRow {
    private static let call = Duration.milliseconds(100)
    private static let concurrency = 64

    private let bench: Workbench
    private let workflows: Int

    init(_ bench: Workbench) {
        self.bench = bench
        workflows = bench.many(1000, quick: 70)
    }

    func measure() async throws -> [Figure] {
        let journal = try SQLiteJournal.openOrCreate(bench.path("slow.db"))
        let engine = Engine<Relay>.ofRelay(journal, taking: Self.call)
        let ids = WorkflowID.some(workflows)
        for id in ids { try await engine.placeRelay(id) }
        let taken = try await ContinuousClock().measure {
            _ = try await engine.run(ids, concurrency: Self.concurrency, shouldStop: { false }, report: { _ in })
        }
        let calls = workflows * (Relay.steps - 1)
        let written = try journal.size
        precondition(written == workflows * Relay.steps, "every step was written")
        try journal.close()
        return [
            .time(
                "latency", of: calls, taken / calls, limit: Self.call / Self.concurrency,
                is: "calls of \(Self.call), \(Self.concurrency) at a time, and nothing else", must: 0.8, goal: 0.95)
        ]
    }
}
