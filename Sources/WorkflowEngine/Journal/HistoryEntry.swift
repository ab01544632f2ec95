public import CanonicalJSON
public import Workflow

/// One transition that was written.
public struct HistoryEntry: Equatable, Sendable {
    /// Its place among all transitions of the store, from 1.
    public let position: Int
    /// The workflow.
    public let workflow: WorkflowID
    /// The kind of the workflow.
    public let kind: String
    /// Its place among the workflow's transitions, from 1.
    public let version: Int
    /// The event.
    public let event: String
    /// The phase it left; `nil` for the first transition.
    public let from: String?
    /// The phase it led to.
    public let to: String
    /// The version of the definition that wrote the state.
    public let definitionVersion: Int
    /// The state it led to.
    public let state: WrittenValue
    /// What the event carried.
    public let evidence: WrittenValue
    /// Who brought it about.
    public let actor: Actor
    /// The vendor's id of the request that it rests on.
    public let requestID: String?
    /// When, in the cloud's time; never before the one before it.
    public let at: Timestamp
    /// Whether this is what was written, as far as the journal can tell.
    public let isAsWritten: Bool

    /// Creates the record of a transition.
    public init(
        position: Int, workflow: WorkflowID, kind: String, version: Int, event: String, from: String?, to: String,
        definitionVersion: Int, state: WrittenValue, evidence: WrittenValue, actor: Actor, requestID: String?,
        at: Timestamp, isAsWritten: Bool = true
    ) {
        self.position = position
        self.workflow = workflow
        self.kind = kind
        self.version = version
        self.event = event
        self.from = from
        self.to = to
        self.definitionVersion = definitionVersion
        self.state = state
        self.evidence = evidence
        self.actor = actor
        self.requestID = requestID
        self.at = at
        self.isAsWritten = isAsWritten
    }

    /// The same entry, known to have changed since it was written.
    public var notAsWritten: Self {
        Self(
            position: position, workflow: workflow, kind: kind, version: version, event: event, from: from, to: to,
            definitionVersion: definitionVersion, state: state, evidence: evidence, actor: actor,
            requestID: requestID, at: at, isAsWritten: false)
    }
}
