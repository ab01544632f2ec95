import Foundation
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// What a step through the engine costs, beside what SQLite takes to write the same rows.
///
/// By turns: some workflows are walked through the engine, one after the other; then the same commits are made by the
/// journal alone, and the same rows are written by the C API.
struct StepRow {
    private let bench: Workbench
    private let rounds: Int
    private let workflows: Int

    private var steps: Int { workflows * Relay.steps }

    init(_ bench: Workbench) {
        self.bench = bench
        rounds = bench.many(20, quick: 2)
        // 100,000 steps in all, of which the longest shows what a checkpoint of the WAL costs whoever meets it.
        workflows = bench.many(417, quick: 2)
    }

    func measure() async throws -> [Figure] {
        let journal = try SQLiteJournal.openOrCreate(bench.path("engine.db"))
        let alone = try SQLiteJournal.openOrCreate(bench.path("journal.db"))
        let raw = try RawStore(at: bench.path("raw.db"))
        let engine = Engine<Relay>.ofRelay(journal)

        var (engines, journals, raws): ([Duration], [Duration], [Duration]) = ([], [], [])
        var (longest, longestRaw) = (Duration.zero, Duration.zero)
        let clock = ContinuousClock()
        var position = 0
        for _ in 0..<rounds {
            let ids = WorkflowID.some(workflows)
            let start = clock.now
            for id in ids {
                var before = clock.now
                let tell = {
                    longest = max(longest, clock.now - before)
                    before = clock.now
                }
                try await engine.placeRelay(id)
                tell()
                _ = try await engine.run([id], shouldStop: { false }, report: { _ in tell() })
            }
            engines.append(clock.now - start)

            let written = try RawStore.steps(ofStoreAt: bench.path("engine.db"), after: position)
            precondition(written.count == steps, "every step was written: \(written.count)")
            position += written.count
            let commits = written.map(\.commit)
            journals.append(
                try await clock.measure { for commit in commits { try await alone.commit(commit) } })
            raws.append(
                clock.measure {
                    for index in written.indices {
                        longestRaw = max(longestRaw, clock.measure { raw.write(written[index...index]) })
                    }
                })
        }
        let limit = raws.median / steps
        return [
            .time(
                "engine step", of: rounds * steps, engines.median / steps, limit: limit, is: "raw C, one commit a step",
                must: 0.55, goal: 0.8),
            .time(
                "journal step", of: rounds * steps, journals.median / steps, limit: limit,
                is: "raw C, one commit a step"),
            .cost(
                "longest engine step", of: rounds * steps, "ms", longest / .milliseconds(1),
                limit: longestRaw / .milliseconds(1), is: "raw C's longest"),
        ]
    }
}
