import Provisioning
import Synchronization
import WorkflowSQLite

/// How many orders are in each phase, counted again only once the store has changed.
final class PhaseCounts: Sendable {
    private let known = Mutex<(mark: String, counts: [PhaseCount])?>(nil)

    func counts(of journal: SQLiteJournal) throws -> [PhaseCount] {
        let mark = try journal.changeMark()
        if let known = known.withLock({ $0?.mark == mark ? $0?.counts : nil }) { return known }
        let counts = try journal.countsByPhase()
        known.withLock { $0 = (mark, counts) }
        return counts
    }

    /// Summed over the kinds, in the order of the walk.
    func counts(in journal: SQLiteJournal, _ registry: Registry) throws -> [(phase: String, count: Int)] {
        let sums = Dictionary(try counts(of: journal).map { ($0.phase, $0.count) }, uniquingKeysWith: +)
        return registry.phases.compactMap { phase in sums[phase].map { (phase, $0) } }
    }
}
