public import Workflow

/// Where a run left a workflow.
public struct RunResult<Definition: Workflow>: Sendable {
    /// Why a run left a workflow.
    public enum Ending: Sendable {
        /// It is finished, or asks a person.
        case settled
        /// It has come to the phase that the run was to reach.
        case reached
        /// Calls have failed too often in a row; this is the last failure.
        case failing(any CallFailure)
        /// It waits, and the run was told to stop.
        case stopped
        /// It waits, and time stands still.
        case timeStandsStill
        /// It could not be advanced.
        case error(any Error)
    }

    /// The workflow's id.
    public let id: WorkflowID
    /// Why the run left it.
    public let ending: Ending
    /// The last turn of the run, if there was one.
    public let last: TurnResult<Definition>?
}

/// What a run tells while it goes on.
public enum RunProgress<Definition: Workflow>: Sendable {
    /// A turn has ended.
    case turned(TurnResult<Definition>)
    /// Nothing is due; the workflows wait, the earliest until the time given.
    case waiting([LoadedWorkflow<Definition>], until: Timestamp, now: Timestamp)
}

extension Engine {
    /// How many failures in a row make a run leave a workflow.
    public static var failuresInARow: Int { 8 }
    /// How long a run sleeps at most before it looks at the clock and at `shouldStop` again.
    static var longestSleep: Duration { .milliseconds(200) }

    /// Advances workflows, waits included, until each is finished, asks, or cannot go on.
    ///
    /// Each is advanced at least once, so that what asks is checked again. Nothing is held between turns: a run that is
    /// stopped or killed anywhere leaves everything to be taken up again.
    ///
    /// - Parameters:
    ///   - phase: a workflow that has come to this phase is left there.
    ///   - shouldStop: asked before every turn and while waiting.
    ///   - report: told of every turn, and repeatedly while waiting.
    public func run(
        _ ids: [WorkflowID],
        until phase: Definition.Phase? = nil,
        shouldStop: () -> Bool,
        report: (RunProgress<Definition>) -> Void
    ) async throws -> [RunResult<Definition>] {
        var runs = ids.map { Run<Definition>(id: $0) }
        while runs.contains(where: { $0.ending == nil }) {
            for index in runs.indices where runs[index].ending == nil {
                let now = try await clock.now()
                guard runs[index].isDue(at: now) else { continue }
                guard !shouldStop() else { break }
                do {
                    if let phase, runs[index].last == nil, try await isAlready(in: phase, runs[index].id) {
                        runs[index].ending = .reached
                        continue
                    }
                    let result = try await advance(runs[index].id)
                    runs[index].take(result, until: phase)
                    report(.turned(result))
                } catch {
                    runs[index].ending = .error(error)
                }
            }
            let open = runs.indices.filter { runs[$0].ending == nil }
            if shouldStop() {
                open.forEach { runs[$0].ending = .stopped }
            } else {
                try await pause(&runs, open, report)
            }
        }
        return runs.map { RunResult(id: $0.id, ending: $0.ending ?? .stopped, last: $0.last?.result) }
    }

    /// Sleeps a little if no open workflow is due; ends the run of them all if time stands still.
    private func pause(
        _ runs: inout [Run<Definition>], _ open: [Int], _ report: (RunProgress<Definition>) -> Void
    ) async throws {
        let now = try await clock.now()
        guard let earliest = open.compactMap({ runs[$0].due }).min(), open.allSatisfy({ !runs[$0].isDue(at: now) })
        else { return }
        guard try await clock.isRunning() else {
            open.forEach { runs[$0].ending = .timeStandsStill }
            return
        }
        report(.waiting(open.compactMap { runs[$0].last?.result.workflow }, until: earliest, now: now))
        try await clock.wait(until: earliest, atMost: Self.longestSleep)
    }

    private func isAlready(in phase: Definition.Phase, _ id: WorkflowID) async throws -> Bool {
        try await journal.workflow(id)?.phase == phase.rawValue
    }
}

/// One workflow in the course of a run.
private struct Run<Definition: Workflow> {
    /// A turn's result, apart: of very many workflows most have had no turn yet, and should take no room for one.
    final class Last {
        let result: TurnResult<Definition>

        init(_ result: TurnResult<Definition>) {
            self.result = result
        }
    }

    let id: WorkflowID
    var ending: RunResult<Definition>.Ending?
    var last: Last?
    /// When its next turn is due; `nil` before the first.
    var due: Timestamp?
    var failures = 0

    init(id: WorkflowID) {
        self.id = id
    }

    func isDue(at now: Timestamp) -> Bool { due.map { $0 <= now } ?? true }

    mutating func take(_ result: TurnResult<Definition>, until phase: Definition.Phase?) {
        last = Last(result)
        failures = result.failure == nil ? 0 : failures + 1
        due = result.endedAt
        switch result.workflow.next(at: result.endedAt) {
        case .ask, .finished: ending = .settled
        case .wait(_, let until): due = until
        case .perform: break
        }
        if let phase, Definition.phase(of: result.workflow.state) == phase {
            ending = .reached
        } else if let failure = result.failure, ending == nil, failures >= Engine<Definition>.failuresInARow {
            ending = .failing(failure)
        }
    }
}
