import Provisioning
import Workflow
import WorkflowEngine

/// Goes on after a crash as an operator would, and judges where that leads.
struct Recovery {
    let walk: Walk
    /// The step in which the crash came.
    let from: Int
    /// What the store had held before that step: all of it had been reported as done.
    let history: [HistoryEntry]
    /// What must be true in the end.
    let end: String

    /// How often an operator comes back to each workflow before it counts as lost.
    private static let visits = 12

    init(walk: Walk, from: Int, history: [HistoryEntry], end: String) {
        self.walk = walk
        self.from = from
        self.history = history
        self.end = end
    }

    /// Takes the workflow to its end in a workplace that holds what the crash has left.
    ///
    /// - Parameter place: where a violation is to be seen again.
    func judge(
        in workplace: Workplace, at place: String
    ) async throws -> (violations: [Violation], slowestResume: Duration) {
        var violations: [Violation] = []
        var slowest = Duration.zero
        func note(_ rule: Rule, _ detail: String) {
            violations.append(Violation(of: rule, detail, at: place))
        }
        do {
            let found = try await workplace.history()
            if Array(found.prefix(history.count)) != history {
                note(.doneStaysDone, "\(history.count) entries had been reported, \(found.count) are left")
            }
            slowest = try await resume(in: workplace)
            let outcome = try await workplace.outcome()
            for problem in outcome.problems { note(.everyChangeIsHistory, problem) }
            if outcome.purchasesByKey.contains(where: { $0.value > 1 }) {
                note(.oneRequestPerEpoch, "\(outcome.purchases) purchases")
            }
            if outcome.end != end { note(.sameEnd, outcome.end) }
            if let left = try workplace.image().keys.first(where: { !Self.known.contains($0) }) {
                note(.soundStore, "\(left) was left behind")
            }
        } catch {
            note(.soundStore, "what was left cannot be read: \(error)")
        }
        return (violations, slowest)
    }

    /// The files that may be there, beside those that SQLite removes when it is asked for the next time.
    private static let known: Set<String> = [
        "sluice.db", "sluice.db-wal", "sluice.db-shm", "sluice.db.lock", "sluice.db.key", "cloud.db",
        "cloud.db-journal",
    ]

    /// Comes back to the workflow until it is finished; gives the time of the longest visit.
    private func resume(in workplace: Workplace) async throws -> Duration {
        // What was still to be done to the world is done now; of its time there is as much as it takes.
        for step in walk.steps.dropFirst(from) where step.part == .world && step.arguments[1] != "clock" {
            _ = try await workplace.run(step.arguments)
        }
        var slowest = Duration.zero
        for _ in 0..<Self.visits * (1 + walk.others.count) {
            guard let report = try await workplace.subject() else {
                // The first that is attacked is what places it.
                if let placing = walk.steps.first(where: { $0.part == .attacked }) {
                    _ = try await workplace.run(placing.arguments)
                }
                continue
            }
            guard !report.isFinished else { return slowest }
            if report.isAsking, let answer = walk.answer(to: report.next.what, of: report.name) {
                _ = try await workplace.run(answer)
                continue
            }
            let visit = try await workplace.run(["resume"])
            slowest = max(slowest, visit.duration)
            let isAnswered =
                try await workplace.subject().map { walk.answer(to: $0.next.what, of: $0.name) != nil } ?? false
            if visit.status != 0, !isAnswered { try workplace.letPass(.seconds(36 * 60)) }
        }
        return slowest
    }
}
