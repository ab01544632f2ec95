public import Workflow

/// What a run needs to know of a turn, whatever kind of workflow it was of.
public protocol FinishedTurn: Sendable {
    /// The phase in which the turn left the workflow.
    var phaseName: String { get }
    /// When the next turn is due; `nil` if there is nothing to wait for: the workflow is finished, or asks a person.
    var due: Timestamp? { get }
    /// What failed, if a call did.
    var failure: (any CallFailure)? { get }
    /// The time when the turn ended.
    var endedAt: Timestamp { get }
}

/// Where a run left a workflow.
public struct RunResult<Turn: FinishedTurn>: Sendable {
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
    public let last: Turn?
}

/// How far a run has come.
public enum RunProgress<Turn: FinishedTurn>: Sendable {
    /// A turn has ended.
    case turned(Turn)
    /// Nothing is due; the workflows of these turns wait, the earliest until the time given.
    case waiting([Turn], until: Timestamp, now: Timestamp)
}

/// Advances workflows of any kind, waits included, until each is finished, asks, or cannot go on.
///
/// Each is advanced at least once, so that what asks is checked again; one whose next turn is due at once goes on before
/// others begin, so that no more is claimed and under way at a time than need be. Nothing is held between turns: a run
/// that is stopped or killed anywhere leaves everything to be taken up again.
public struct Runner: Sendable {
    /// How many failures in a row make a run leave a workflow.
    public static let failuresInARow = 8
    /// How long a run sleeps at most before it looks at the clock and at `shouldStop` again.
    static let longestSleep = Duration.milliseconds(200)

    private let journal: any Journal
    private let clock: any Clock

    /// Creates a runner of the workflows of a journal, by a clock.
    public init(journal: any Journal, clock: any Clock) {
        self.journal = journal
        self.clock = clock
    }

    /// Runs workflows.
    ///
    /// - Parameters:
    ///   - phase: a workflow that has come to this phase is left there.
    ///   - shouldStop: asked before every turn and while waiting.
    ///   - report: called with every turn, and repeatedly while waiting.
    ///   - advance: takes one turn of a workflow.
    public func run<Turn: FinishedTurn>(
        _ ids: [WorkflowID], until phase: String? = nil, shouldStop: () -> Bool, report: (RunProgress<Turn>) -> Void,
        advance: (WorkflowID) async throws -> Turn
    ) async throws -> [RunResult<Turn>] {
        var runs = ids.map { Run<Turn>(id: $0) }
        while runs.contains(where: { $0.ending == nil }) {
            for index in runs.indices {
                while runs[index].ending == nil, runs[index].isDue(at: try await clock.now()), !shouldStop() {
                    do {
                        if let phase, runs[index].last == nil, try await isAlready(in: phase, runs[index].id) {
                            runs[index].ending = .reached
                            continue
                        }
                        let turn = try await advance(runs[index].id)
                        runs[index].take(turn, until: phase)
                        report(.turned(turn))
                    } catch {
                        runs[index].ending = .error(error)
                    }
                }
                if shouldStop() { break }
            }
            let open = runs.indices.filter { runs[$0].ending == nil }
            if shouldStop() {
                open.forEach { runs[$0].ending = .stopped }
            } else {
                try await pause(&runs, open, report)
            }
        }
        return runs.map { RunResult(id: $0.id, ending: $0.ending ?? .stopped, last: $0.last?.turn) }
    }

    /// Sleeps a little if no open workflow is due; ends the run of them all if time stands still.
    private func pause<Turn: FinishedTurn>(
        _ runs: inout [Run<Turn>], _ open: [Int], _ report: (RunProgress<Turn>) -> Void
    ) async throws {
        let now = try await clock.now()
        guard let earliest = open.compactMap({ runs[$0].due }).min(), open.allSatisfy({ !runs[$0].isDue(at: now) })
        else { return }
        guard try await clock.isRunning() else {
            open.forEach { runs[$0].ending = .timeStandsStill }
            return
        }
        report(.waiting(open.compactMap { runs[$0].last?.turn }, until: earliest, now: now))
        try await clock.wait(until: earliest, atMost: Self.longestSleep)
    }

    private func isAlready(in phase: String, _ id: WorkflowID) async throws -> Bool {
        try await journal.workflow(id)?.phase == phase
    }
}

/// One workflow in the course of a run.
private struct Run<Turn: FinishedTurn> {
    /// A turn, apart: of very many workflows most have had none yet, and should take no room for one.
    final class Last {
        let turn: Turn

        init(_ turn: Turn) {
            self.turn = turn
        }
    }

    let id: WorkflowID
    var ending: RunResult<Turn>.Ending?
    var last: Last?
    /// When its next turn is due; `nil` before the first.
    var due: Timestamp?
    var failures = 0

    init(id: WorkflowID) {
        self.id = id
    }

    func isDue(at now: Timestamp) -> Bool { due.map { $0 <= now } ?? true }

    mutating func take(_ turn: Turn, until phase: String?) {
        last = Last(turn)
        failures = turn.failure == nil ? 0 : failures + 1
        due = turn.due ?? turn.endedAt
        if turn.due == nil { ending = .settled }
        if let phase, turn.phaseName == phase {
            ending = .reached
        } else if let failure = turn.failure, ending == nil, failures >= Runner.failuresInARow {
            ending = .failing(failure)
        }
    }
}
