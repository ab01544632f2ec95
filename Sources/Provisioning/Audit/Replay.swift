import RealtimeCompute
import Workflow
import WorkflowEngine

/// Replays an order's history, entry by entry, by the machine's own rules.
package struct Replay {
    private(set) var state: OrderState?
    private var last: HistoryEntry?

    /// A replay that has nothing yet.
    package init() {}

    /// A replay that goes on after an entry that was verified before.
    init(after entry: HistoryEntry) throws(JournalError) {
        state = try StateCoding<ExclusiveOrder>.state(
            from: entry.state, of: entry.workflow, version: entry.version, definition: entry.definitionVersion)
        last = entry
    }

    /// Takes the next entry; gives what is wrong with it, if anything is.
    mutating func take(_ entry: HistoryEntry) throws(JournalError) -> Fault? {
        guard entry.version == (last?.version ?? 0) + 1 else { return .versionSkipped(after: last?.version ?? 0) }
        guard entry.from == last?.to, entry.position > last?.position ?? 0,
            entry.definitionVersion >= last?.definitionVersion ?? 1
        else { return .detached }
        guard entry.isAsWritten else { return .altered }
        guard entry.at >= last?.at ?? .earliest else { return .timeGoesBack }
        let event = try StateCoding<ExclusiveOrder>.event(of: entry)
        let reached: OrderState
        do throws(OrderRefusal) {
            reached =
                if let state { try ExclusiveOrder.step(from: state, on: event) } else {
                    try ExclusiveOrder.begin(on: event)
                }
        } catch {
            return .notLawful(event: entry.event, phase: error.phase)
        }
        guard reached != state else { return .nothingNew(event: entry.event) }
        guard Self.isWrittenSo(event, in: entry), try Self.isStored(reached, by: entry),
            entry.to == reached.phase.rawValue, reached.order.id == entry.workflow
        else { return .otherResult(event: entry.event) }
        state = reached
        last = entry
        return nil
    }

    /// Whether no more will follow.
    var isFinished: Bool {
        guard let state, let last else { return false }
        return if case .finished = ExclusiveOrder.next(in: state, at: last.at) { true } else { false }
    }

    /// Whether the evidence of an entry is written as this definition writes it, and so holds no more than the event.
    private static func isWrittenSo(_ event: OrderEvent, in entry: HistoryEntry) -> Bool {
        entry.definitionVersion != ExclusiveOrder.definitionVersion || CanonicalJSON.writes(event, as: entry.evidence)
    }

    /// Whether an entry holds this state: to the byte, if this definition wrote it.
    private static func isStored(_ state: OrderState, by entry: HistoryEntry) throws(JournalError) -> Bool {
        guard entry.definitionVersion != ExclusiveOrder.definitionVersion else {
            return CanonicalJSON.writes(state, as: entry.state)
        }
        return state
            == (try StateCoding<ExclusiveOrder>.state(
                from: entry.state, of: entry.workflow, version: entry.version, definition: entry.definitionVersion))
    }
}
