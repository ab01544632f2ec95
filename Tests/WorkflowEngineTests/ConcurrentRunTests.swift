import Logging
import Synchronization
import Testing
import Workflow
import WorkflowEngine
import WorkflowTestKit

/// Several workflows advanced at the same time.
struct ConcurrentRunTests {
    /// A turn that says when the next is due.
    private struct Turn: FinishedTurn {
        var phaseName = "phase"
        var due: Timestamp?
        var failure: (any CallFailure)?
        var endedAt: Timestamp
    }

    /// How many were under way at once, and how often each has had a turn.
    private final class Counts: Sendable {
        let state = Mutex((now: 0, most: 0, turns: [WorkflowID: Int]()))

        func during<Result>(_ id: WorkflowID, _ body: () async throws -> Result) async throws -> Result {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
                state.turns[id, default: 0] += 1
            }
            defer { state.withLock { $0.now -= 1 } }
            return try await body()
        }

        /// Waits until so many have been under way at once; not for ever, if they never are.
        func wait(for wanted: Int) async throws {
            for _ in 0..<10_000 where state.withLock({ $0.most }) < wanted {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }

    private final class Stop: Sendable {
        let isOrdered = Mutex(false)
    }

    private static let ids = (0..<40).map { WorkflowID(rawValue: "W\($0)") }

    @Test(arguments: [1, 7, 64])
    func `as many are under way as may be, none more, and each to its end`(concurrency: Int) async throws {
        let (counts, clock) = (Counts(), ManualClock(EngineFixture.start, runs: true))
        let wanted = min(concurrency, Self.ids.count)
        let runner = Runner(journal: MemoryJournal(storeID: "store"), clock: clock, concurrency: concurrency)
        let results: [RunResult] = try await withTaskExecutorPreference(OwnThreads()) {
            try await runner.run(Self.ids, shouldStop: { false }, report: { _ in }) { id in
                try await counts.during(id) {
                    // None returns before as many are under way as may be.
                    try await counts.wait(for: wanted)
                    let turns = counts.state.withLock { $0.turns[id] ?? 0 }
                    let now = try await clock.now()
                    return Turn(due: turns < 3 ? now : nil, endedAt: now)
                }
            }
        }
        #expect(results.map(\.id) == Self.ids)
        #expect(results.allSatisfy { if case .settled = $0.ending { true } else { false } })
        let (most, turns) = counts.state.withLock { ($0.most, $0.turns) }
        #expect(most == wanted)
        #expect(turns.values.allSatisfy { $0 == 3 })
    }

    @Test func `one whose call takes long keeps no other, and what becomes due meanwhile is served`() async throws {
        let (counts, clock) = (Counts(), ManualClock(EngineFixture.start, runs: true))
        let slow = Self.ids[0]
        let runner = Runner(journal: MemoryJournal(storeID: "store"), clock: clock, concurrency: 4)
        let results: [RunResult] = try await runner.run(
            Array(Self.ids.prefix(3)), shouldStop: { false }, report: { _ in }
        ) { id in
            try await counts.during(id) {
                if id == slow {
                    // Until the others have had all their turns, some of them after a wait.
                    while counts.state.withLock({ $0.turns.filter { $0.key != slow }.values.reduce(0, +) }) < 6 {
                        try await Task.sleep(for: .milliseconds(1))
                    }
                    return Turn(due: nil, endedAt: try await clock.now())
                }
                let turns = counts.state.withLock { $0.turns[id] ?? 0 }
                let now = try await clock.now()
                return Turn(due: turns < 3 ? now + .seconds(30) : nil, endedAt: now)
            }
        }
        #expect(results.allSatisfy { if case .settled = $0.ending { true } else { false } })
    }

    @Test func `an error ends the run of one and of no other, and whoever stops it waits for what is under way`()
        async throws
    {
        struct Broken: Error {}
        let (counts, clock) = (Counts(), ManualClock(EngineFixture.start, runs: true))
        let stop = Stop()
        let runner = Runner(journal: MemoryJournal(storeID: "store"), clock: clock, concurrency: 3)
        let results: [RunResult] = try await runner.run(
            Self.ids, shouldStop: { stop.isOrdered.withLock { $0 } }, report: { _ in }
        ) { id in
            try await counts.during(id) {
                if id == Self.ids[1] { throw Broken() }
                if id == Self.ids[5] { stop.isOrdered.withLock { $0 = true } }
                try await Task.sleep(for: .milliseconds(2))
                return Turn(due: nil, endedAt: try await clock.now())
            }
        }
        guard case .error(let error) = results[1].ending else {
            Issue.record("the second is broken")
            return
        }
        #expect(error is Broken)
        #expect(counts.state.withLock { $0.now } == 0)
        let settled = results.filter { if case .settled = $0.ending { true } else { false } }
        let stopped = results.filter { if case .stopped = $0.ending { true } else { false } }
        #expect(settled.count >= 5)
        #expect(settled.count + stopped.count + 1 == Self.ids.count)
        #expect(!stopped.isEmpty)
    }
}
