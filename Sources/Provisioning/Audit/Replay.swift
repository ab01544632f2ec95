import RealtimeCompute
package import Wording
import Workflow
import WorkflowEngine

/// Replays an order's history, entry by entry, by the machine's own rules.
package struct Replay {
    /// Why an entry does not follow from those before it.
    package enum Fault: Equatable, Sendable {
        case versionSkipped(after: Int)
        case detached
        case altered
        case timeGoesBack
        case notLawful(event: String, phase: String)
        /// It leads to what was known already, which is no transition.
        case nothingNew(event: String)
        case otherResult(event: String)
    }

    private(set) var state: OrderState?
    private var last: HistoryEntry?

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

extension Replay.Fault {
    /// What it is, for people.
    package var words: LocalizedText {
        switch self {
        case .versionSkipped(let version):
            LocalizedText("it follows version \(version)", zh: "前一版本为 \(version)")
        case .detached:
            LocalizedText("it does not follow the one before it", zh: "与上一条不衔接")
        case .altered:
            LocalizedText("it is not as it was written", zh: "与写入时不同")
        case .timeGoesBack:
            LocalizedText("it is before the one before it", zh: "早于上一条")
        case .notLawful(let event, let phase):
            LocalizedText("\(event) is not lawful in \(phase)", zh: "\(event) 在 \(phase) 阶段不合法")
        case .nothingNew(let event):
            LocalizedText("\(event) changes nothing there", zh: "\(event) 在此不改变任何内容")
        case .otherResult(let event):
            LocalizedText("\(event) does not lead to what is stored", zh: "\(event) 的结果与所存不符")
        }
    }
}

extension HistoryEntry {
    /// The name that the order had after this transition; `nil` if its state cannot be read.
    package var orderName: String? {
        do {
            return try StateCoding<ExclusiveOrder>.state(
                from: state, of: workflow, version: version, definition: definitionVersion
            ).order.specification.name.rawValue
        } catch {
            // Whoever needs the state itself says what is wrong with it.
            return nil
        }
    }
}
