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
///
/// It holds nothing of the workflow itself: a run may be of very many.
public struct RunResult: Sendable {
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
    /// What failed in its last turn, if a call did.
    public let lastFailure: (any CallFailure)?
}

/// How far a run has come.
public enum RunProgress<Turn: FinishedTurn>: Sendable {
    /// A turn of a workflow has ended.
    case turned(WorkflowID, Turn)
    /// The run has left a workflow, in a phase if it has had a turn.
    case left(WorkflowID, RunResult.Ending, phase: String?)
    /// Nothing is due; so many workflows wait, the earliest until the time given.
    case waiting(Int, until: Timestamp, now: Timestamp)
}

/// Advances workflows of any kind, waits included, until each is finished, asks, or cannot go on.
///
/// Each is advanced at least once, so that what asks is checked again; one whose next turn is due at once goes on before
/// others begin, so that no more is claimed and under way at a time than need be. Several are advanced at the same time, so
/// that none waits for the calls of another; one that waits for a time costs nothing until then. Nothing is held between
/// turns: a run that is stopped or killed anywhere leaves everything to be taken up again.
public struct Runner: Sendable {
    /// How many failures in a row make a run leave a workflow.
    public static let failuresInARow = 8
    /// How long a run sleeps at most before it looks at the clock and at `shouldStop` again.
    static let longestSleep = Duration.milliseconds(200)

    private let journal: any Journal
    private let clock: any Clock
    private let concurrency: Int

    /// Creates a runner of the workflows of a journal, by a clock.
    ///
    /// - Parameter concurrency: how many workflows are advanced at the same time, at most.
    public init(journal: any Journal, clock: any Clock, concurrency: Int = 1) {
        precondition(concurrency >= 1, "at least one workflow is advanced at a time")
        self.journal = journal
        self.clock = clock
        self.concurrency = concurrency
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
        advance: @escaping @Sendable (WorkflowID) async throws -> Turn
    ) async throws -> [RunResult] {
        var course = Course(ids)
        if min(concurrency, ids.count) > 1 {
            try await runTogether(&course, until: phase, shouldStop, report, advance)
        } else {
            try await runAlone(&course, until: phase, shouldStop, report, advance)
        }
        return course.runs.map { RunResult(id: $0.id, ending: $0.ending ?? .stopped, lastFailure: $0.lastFailure) }
    }

    /// One after the other: in this task, which spares each turn a change of thread.
    private func runAlone<Turn: FinishedTurn>(
        _ course: inout Course, until phase: String?, _ shouldStop: () -> Bool,
        _ report: (RunProgress<Turn>) -> Void, _ advance: @Sendable (WorkflowID) async throws -> Turn
    ) async throws {
        while true {
            if shouldStop() { return course.leave(.stopped) }
            if let index = course.takeDue(at: try await clock.now()) {
                let (id, isFirst) = (course.runs[index].id, !course.runs[index].hasHadTurn)
                settle(await visit(id, at: index, isFirst ? phase : nil, advance), in: &course, until: phase, report)
            } else {
                guard try await pause(&course, report) else { return }
            }
        }
    }

    /// Several at the same time.
    private func runTogether<Turn: FinishedTurn>(
        _ course: inout Course, until phase: String?, _ shouldStop: () -> Bool,
        _ report: (RunProgress<Turn>) -> Void, _ advance: @escaping @Sendable (WorkflowID) async throws -> Turn
    ) async throws {
        try await withThrowingTaskGroup(of: Visit<Turn>.self) { group in
            defer { group.cancelAll() }
            var (underWay, isWatched) = (0, false)
            while true {
                while underWay < concurrency, !shouldStop(), let index = course.takeDue(at: try await clock.now()) {
                    let (id, isFirst) = (course.runs[index].id, !course.runs[index].hasHadTurn)
                    underWay += 1
                    group.addTask { await visit(id, at: index, isFirst ? phase : nil, advance) }
                }
                if underWay == 0 {
                    if shouldStop() { return course.leave(.stopped) }
                    guard try await pause(&course, report) else { return }
                    continue
                }
                // Beside calls that take long, others may become due.
                if underWay < concurrency, !isWatched, !shouldStop(), let earliest = course.earliest {
                    isWatched = true
                    group.addTask {
                        try? await clock.wait(until: earliest, atMost: Self.longestSleep)
                        return .timePassed
                    }
                }
                guard let visit = try await group.next() else { preconditionFailure("what is under way comes back") }
                if case .timePassed = visit { isWatched = false } else { underWay -= 1 }
                settle(visit, in: &course, until: phase, report)
            }
        }
    }

    private func settle<Turn: FinishedTurn>(
        _ visit: Visit<Turn>, in course: inout Course, until phase: String?,
        _ report: (RunProgress<Turn>) -> Void
    ) {
        switch visit {
        case .turned(let index, let turn):
            course.take(turn, of: index, until: phase)
            let run = course.runs[index]
            report(.turned(run.id, turn))
            if let ending = run.ending { report(.left(run.id, ending, phase: turn.phaseName)) }
        case .ended(let index, let ending):
            course.runs[index].ending = ending
            report(.left(course.runs[index].id, ending, phase: nil))
        case .timePassed: break
        }
    }

    /// What comes back from a workflow.
    private enum Visit<Turn: FinishedTurn>: Sendable {
        case turned(Int, Turn)
        case ended(Int, RunResult.Ending)
        /// Nothing came back: it may be time for another.
        case timePassed
    }

    /// - Parameter phase: where it is left if it is there already.
    private func visit<Turn: FinishedTurn>(
        _ id: WorkflowID, at index: Int, _ phase: String?, _ advance: (WorkflowID) async throws -> Turn
    ) async -> Visit<Turn> {
        do {
            if let phase, try await journal.workflow(id)?.phase == phase { return .ended(index, .reached) }
            return .turned(index, try await advance(id))
        } catch {
            return .ended(index, .error(error))
        }
    }

    /// Sleeps a little if something waits; ends the run of them all if time stands still.
    ///
    /// - Returns: whether the run goes on.
    private func pause<Turn: FinishedTurn>(
        _ course: inout Course, _ report: (RunProgress<Turn>) -> Void
    ) async throws -> Bool {
        let now = try await clock.now()
        guard let earliest = course.earliest else { return false }
        guard earliest > now else { return true }
        guard try await clock.isRunning() else {
            course.leave(.timeStandsStill)
            return false
        }
        report(.waiting(course.waiting, until: earliest, now: now))
        try await clock.wait(until: earliest, atMost: Self.longestSleep)
        return true
    }
}

/// How far a run is with its workflows.
private struct Course {
    var runs: [Run]
    /// Those that have not had a turn yet, from here on.
    private var unvisited = 0
    /// One whose next turn is due at once: it goes on before others begin.
    private var next: [Int] = []
    private var queue = DueQueue()

    init(_ ids: [WorkflowID]) {
        runs = ids.map { Run(id: $0) }
    }

    /// When the next turn is due, if any is to come.
    var earliest: Timestamp? { unvisited < runs.count || !next.isEmpty ? .earliest : queue.earliest }

    /// How many wait.
    var waiting: Int { queue.count }

    mutating func takeDue(at now: Timestamp) -> Int? {
        if let index = next.popLast() { return index }
        if let index = queue.takeDue(at: now) { return index }
        guard unvisited < runs.count else { return nil }
        defer { unvisited += 1 }
        return unvisited
    }

    mutating func take(_ turn: some FinishedTurn, of index: Int, until phase: String?) {
        runs[index].take(turn, until: phase)
        guard runs[index].ending == nil, let due = runs[index].due else { return }
        if due <= turn.endedAt { next.insert(index, at: 0) } else { queue.add(index, due: due) }
    }

    mutating func leave(_ ending: RunResult.Ending) {
        for index in runs.indices where runs[index].ending == nil { runs[index].ending = ending }
    }
}

/// One workflow in the course of a run.
private struct Run {
    let id: WorkflowID
    var ending: RunResult.Ending?
    var hasHadTurn = false
    /// When its next turn is due; `nil` before the first.
    var due: Timestamp?
    var lastFailure: (any CallFailure)?
    var failures = 0

    init(id: WorkflowID) {
        self.id = id
    }

    mutating func take(_ turn: some FinishedTurn, until phase: String?) {
        hasHadTurn = true
        lastFailure = turn.failure
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
