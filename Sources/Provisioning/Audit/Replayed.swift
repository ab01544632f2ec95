import Synchronization
import Workflow
import WorkflowEngine

/// The replay of an order whose lines may go on.
///
/// It goes on in place: to copy it with every line would cost as much as the step.
final class UnderWay: Sendable {
    let replay: Mutex<any HistoryReplay>

    init(_ replay: any HistoryReplay) {
        self.replay = Mutex(replay)
    }
}

/// What came of replaying some lines of an order.
struct Replayed: Sendable {
    let order: WorkflowID
    var underWay: UnderWay?
    /// Whether it has come to a phase that nothing leads out of.
    var hasEnded: Bool
    var problem: LogAudit.Problem?
    var unknown: UnknownKind?

    var isGoingOn: Bool { problem == nil && unknown == nil }

    init(order: WorkflowID, underWay: UnderWay?, hasEnded: Bool) {
        self.order = order
        self.underWay = underWay
        self.hasEnded = hasEnded
    }

    /// Replays an entry; the first of a workflow begins the replay.
    mutating func take(_ entry: HistoryEntry, _ registry: Registry, _ finalPhases: [String: Set<String>]) {
        guard !hasEnded else {
            problem = LogAudit.Problem(position: entry.position, fault: .afterTheEnd(order))
            return
        }
        do throws(UnknownKind) {
            let current = if let underWay { underWay } else { UnderWay(try registry.replay(ofKind: entry.kind)) }
            problem = current.replay.withLock { Self.replay(entry, in: &$0) }
            underWay = current
        } catch {
            unknown = error
            return
        }
        hasEnded = problem == nil && finalPhases[entry.kind]?.contains(entry.to) ?? false
    }

    private static func replay(_ entry: HistoryEntry, in replay: inout any HistoryReplay) -> LogAudit.Problem? {
        do {
            return try replay.take(entry).map {
                LogAudit.Problem(
                    position: entry.position, fault: .unlawful(entry.workflow, version: entry.version, $0))
            }
        } catch {
            return LogAudit.Problem(position: entry.position, fault: .unreadable(error.message))
        }
    }
}
