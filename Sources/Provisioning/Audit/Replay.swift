import CanonicalJSON
import Workflow
import WorkflowEngine

/// Replays a workflow's history, entry by entry, by the machine's own rules, whatever its kind.
protocol HistoryReplay: Sendable {
    /// Takes the next entry; gives what is wrong with it, if anything is.
    mutating func take(_ entry: HistoryEntry) throws(JournalError) -> ReplayFault?
    /// Whether the history, as far as it was taken from its beginning, ends where a workflow stands.
    func ends(where record: StoredWorkflow) throws -> Bool
}

/// Replays the history of a workflow of one kind.
struct Replay<K: Kind>: HistoryReplay {
    private typealias Definition = K.Definition

    private let kind: K
    private var state: K.Definition.State?
    private var begunAt: Timestamp?
    private var last: Place?

    init(of kind: K) {
        self.kind = kind
    }

    /// A replay that goes on after an entry that was verified before.
    init(of kind: K, after entry: HistoryEntry) throws(JournalError) {
        self.kind = kind
        state = try StateCoding<Definition>.state(
            from: entry.state.text, of: entry.workflow, version: entry.version, definition: entry.definitionVersion)
        last = Place(entry)
    }

    mutating func take(_ entry: HistoryEntry) throws(JournalError) -> ReplayFault? {
        guard entry.version == (last?.version ?? 0) + 1 else { return .versionSkipped(after: last?.version ?? 0) }
        guard entry.from == last?.phase, entry.position > last?.position ?? 0, entry.kind == kind.name,
            entry.definitionVersion >= last?.definitionVersion ?? 1
        else { return .detached }
        guard entry.isAsWritten else { return .altered }
        guard entry.at >= last?.at ?? .earliest else { return .timeGoesBack }
        if entry.definitionVersion != Definition.definitionVersion
            || !Definition.follow(entry.event, entry.evidence, from: &state, to: entry.state)
        {
            if let fault = try takeByParts(entry) { return fault }
        }
        guard let state, entry.to == Definition.phase(of: state).rawValue,
            kind.identity(of: state).id == entry.workflow
        else { return .otherResult(event: entry.event) }
        begunAt = begunAt ?? entry.at
        last = Place(entry)
        return nil
    }

    /// Takes an entry that is not written as this definition writes it at once, or is at fault.
    private mutating func takeByParts(_ entry: HistoryEntry) throws(JournalError) -> ReplayFault? {
        let event = try StateCoding<Definition>.event(of: entry)
        let reached: Definition.State
        do throws(Refusal<Definition.RefusalGround>) {
            reached =
                if let state { try Definition.step(from: state, on: event) } else { try Definition.begin(on: event) }
        } catch {
            return .notLawful(event: entry.event, phase: error.phase)
        }
        if let state, reached == state { return .nothingNew(event: entry.event) }
        guard Self.isWrittenSo(event, in: entry), try Self.isStored(reached, by: entry) else {
            return .otherResult(event: entry.event)
        }
        state = reached
        return nil
    }

    func ends(where record: StoredWorkflow) throws -> Bool {
        let loaded = try LoadedWorkflow<Definition>(record)
        return state == loaded.state && kind.agrees(loaded, placedAt: begunAt ?? record.createdAt)
    }

    /// Whether the evidence of an entry is written as this definition writes it, and so holds no more than the event.
    private static func isWrittenSo(_ event: Definition.Event, in entry: HistoryEntry) -> Bool {
        entry.definitionVersion != Definition.definitionVersion
            || entry.evidence.isWritten(by: event.write)
    }

    /// Whether an entry holds this state: to the byte, if this definition wrote it.
    private static func isStored(
        _ state: Definition.State, by entry: HistoryEntry
    ) throws(JournalError) -> Bool {
        guard entry.definitionVersion == Definition.definitionVersion else {
            return state
                == (try StateCoding<Definition>.state(
                    from: entry.state.text, of: entry.workflow, version: entry.version,
                    definition: entry.definitionVersion))
        }
        return entry.state.isWritten { Definition.write(state, to: &$0) }
    }
}

/// What the next entry of a history has to follow.
private struct Place {
    let version: Int
    let phase: String
    let position: Int
    let definitionVersion: Int
    let at: Timestamp

    init(_ entry: HistoryEntry) {
        version = entry.version
        phase = entry.to
        position = entry.position
        definitionVersion = entry.definitionVersion
        at = entry.at
    }
}
