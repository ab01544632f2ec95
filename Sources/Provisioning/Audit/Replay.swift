import RealtimeCompute
import Wording
import Workflow
import WorkflowEngine

/// Replays an order's history, entry by entry, by the machine's own rules.
struct Replay {
    private(set) var state: OrderState?
    private(set) var last: HistoryEntry?
    /// The order itself stays the same from state to state, but for amendments.
    private var series = CanonicalSeries<Order>()

    /// Takes the next entry; gives what is wrong with it, if anything is.
    mutating func take(_ entry: HistoryEntry) throws(JournalError) -> LocalizedText? {
        guard entry.version == (last?.version ?? 0) + 1 else {
            return LocalizedText("it follows version \(last?.version ?? 0)", zh: "前一版本为 \(last?.version ?? 0)")
        }
        guard entry.from == last?.to, entry.position > last?.position ?? 0 else {
            return LocalizedText("it does not follow the one before it", zh: "与上一条不衔接")
        }
        guard entry.isAsWritten else { return LocalizedText("it is not as it was written", zh: "与写入时不同") }
        guard entry.at >= last?.at ?? .earliest else {
            return LocalizedText("it is before the one before it", zh: "早于上一条")
        }
        let event = try StateCoding<ExclusiveOrder>.event(of: entry)
        do throws(OrderRefusal) {
            state =
                if let state { try ExclusiveOrder.step(from: state, on: event) } else {
                    try ExclusiveOrder.begin(on: event)
                }
        } catch {
            return LocalizedText(
                "\(entry.event) is not lawful in \(error.phase)", zh: "\(entry.event) 在 \(error.phase) 阶段不合法")
        }
        guard let state, isWrittenSo(event, in: entry), try isStored(state, by: entry),
            entry.to == state.phase.rawValue, state.order.id == entry.workflow
        else {
            return LocalizedText("\(entry.event) does not lead to what is stored", zh: "\(entry.event) 的结果与所存不符")
        }
        last = entry
        return nil
    }

    /// Whether no more will follow.
    var isFinished: Bool {
        guard let state, let last else { return false }
        return if case .finished = ExclusiveOrder.next(in: state, at: last.at) { true } else { false }
    }

    /// Whether the evidence of an entry is written as this definition writes it, and so holds no more than the event.
    private mutating func isWrittenSo(_ event: OrderEvent, in entry: HistoryEntry) -> Bool {
        entry.definitionVersion != ExclusiveOrder.definitionVersion || series.writes(event, as: entry.evidence)
    }

    /// Whether an entry holds this state: to the byte, if this definition wrote it.
    private mutating func isStored(_ state: OrderState, by entry: HistoryEntry) throws(JournalError) -> Bool {
        guard entry.definitionVersion != ExclusiveOrder.definitionVersion else {
            return series.writes(state, as: entry.state)
        }
        return state
            == (try StateCoding<ExclusiveOrder>.state(
                from: entry.state, of: entry.workflow, version: entry.version, definition: entry.definitionVersion))
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
