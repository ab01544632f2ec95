import Provisioning
import Synchronization
import WorkflowSQLite

/// How many orders are in each phase, counted again once the store has changed; of a large one not at each change, for all its
/// orders are looked at.
final class PhaseCounts: Sendable {
    /// What has been counted is told for so many times as long as counting took, whatever changes meanwhile.
    private static let patience = 10

    private struct Known {
        let mark: String
        let counts: [PhaseCount]
        let madeAt: ContinuousClock.Instant
        let cost: Duration
    }

    private struct Content {
        var known: Known?
        /// Whether counts have been told that are older than the store.
        var isBehind = false
    }

    private let content = Mutex(Content())

    /// Whether what was told last is older than the store, so that somebody should ask again.
    var isBehind: Bool { content.withLock { $0.isBehind } }

    func counts(of journal: SQLiteJournal) throws -> [PhaseCount] {
        let mark = try journal.changeMark()
        let start = ContinuousClock.now
        let told = content.withLock { content -> [PhaseCount]? in
            guard let known = content.known else { return nil }
            guard known.mark != mark else { return known.counts }
            guard start - known.madeAt < known.cost * Self.patience else { return nil }
            content.isBehind = true
            return known.counts
        }
        if let told { return told }
        let counts = try journal.countsByPhase()
        let end = ContinuousClock.now
        content.withLock {
            $0 = Content(known: Known(mark: mark, counts: counts, madeAt: end, cost: end - start), isBehind: false)
        }
        return counts
    }

    /// Summed over the kinds, in the order of the walk.
    func counts(in journal: SQLiteJournal, _ registry: Registry) throws -> [(phase: String, count: Int)] {
        let sums = Dictionary(try counts(of: journal).map { ($0.phase, $0.count) }, uniquingKeysWith: +)
        return registry.phases.compactMap { phase in sums[phase].map { (phase, $0) } }
    }
}
