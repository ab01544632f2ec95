public import Workflow

/// A workflow whose state has been read.
public struct LoadedWorkflow<Definition: Workflow>: Sendable {
    /// The record as it is kept.
    public let record: StoredWorkflow
    /// The state.
    public let state: Definition.State

    /// Reads the state of a record.
    ///
    /// - Throws: ``JournalError/unusable(_:)`` if the state was written by a newer definition, or cannot be read.
    public init(_ record: StoredWorkflow) throws {
        self.record = record
        state = try StateCoding<Definition>.state(
            from: record.state, of: record.id, version: record.version, definition: record.definitionVersion)
    }

    init(record: StoredWorkflow, state: Definition.State) {
        self.record = record
        self.state = state
    }

    /// What comes next, with what is postponed: an effect that is not due yet is waited for.
    public func next(at now: Timestamp) -> Next<Definition.Effect, Definition.Event, Definition.Question> {
        let next = Definition.next(in: state, at: now)
        guard let due = record.postponement?.dueAt, due > now else { return next }
        switch next {
        case .perform(let effect, _): return .wait(effect, until: due)
        case .wait(let effect, let until): return .wait(effect, until: max(until, due))
        case .ask, .finished: return next
        }
    }
}
