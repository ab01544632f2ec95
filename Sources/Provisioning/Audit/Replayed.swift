import CanonicalJSON
import Synchronization
import Workflow
import WorkflowEngine

/// The replay of an order whose lines may go on.
///
/// It goes on in place: to copy it with every line would cost as much as the step.
final class UnderWay: Sendable {
    let replay: Mutex<any HistoryReplay>
    /// The phases that nothing leads out of.
    let finalPhases: [String]

    init(_ replay: any HistoryReplay, finalPhases: [String]) {
        self.replay = Mutex(replay)
        self.finalPhases = finalPhases
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

    init(order: WorkflowID, underWay: UnderWay?, hasEnded: Bool) {
        self.order = order
        self.underWay = underWay
        self.hasEnded = hasEnded
    }

    /// Takes the next transition, unless one before it was at fault; the first of a workflow begins the replay.
    mutating func take(
        _ transition: ReadLeaves.Transition, _ registry: Registry, _ finalPhases: [String: [String]]
    ) {
        guard problem == nil else { return }
        if unknown == nil { replay(transition, registry, finalPhases) }
        // What was replayed has the state that it must have. Any other was not looked at yet.
        if problem != nil || unknown != nil, !transition.logged.entry.state.isCanonical {
            problem = LogAudit.Problem(position: transition.logged.entry.position, fault: .notALine)
        }
    }

    private mutating func replay(
        _ transition: ReadLeaves.Transition, _ registry: Registry, _ finalPhases: [String: [String]]
    ) {
        guard !hasEnded else {
            problem = LogAudit.Problem(position: transition.logged.entry.position, fault: .afterTheEnd(order))
            return
        }
        do throws(UnknownKind) {
            let current =
                if let underWay { underWay } else {
                    try Self.begin(transition.logged.entry.kind, registry, finalPhases)
                }
            problem = current.replay.withLock { Self.replay(transition, in: &$0) }
            underWay = current
            hasEnded = problem == nil && current.finalPhases.contains(transition.logged.entry.to)
        } catch {
            unknown = error
        }
    }

    private static func begin(
        _ kind: String, _ registry: Registry, _ finalPhases: [String: [String]]
    ) throws(UnknownKind) -> UnderWay {
        UnderWay(try registry.replay(ofKind: kind), finalPhases: finalPhases[kind] ?? [])
    }

    private static func replay(
        _ transition: ReadLeaves.Transition, in replay: inout any HistoryReplay
    ) -> LogAudit.Problem? {
        let position = transition.logged.entry.position
        do {
            guard let fault = try replay.take(transition.logged.entry) else { return nil }
            let (workflow, version) = (transition.logged.entry.workflow, transition.logged.entry.version)
            return LogAudit.Problem(position: position, fault: .unlawful(workflow, version: version, fault))
        } catch {
            return LogAudit.Problem(position: position, fault: .unreadable(error.message))
        }
    }
}
