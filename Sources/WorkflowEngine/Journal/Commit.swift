public import Workflow

/// One transition to be written.
public struct Commit: Equatable, Sendable {
    /// The workflow as it will be.
    public let workflow: StoredWorkflow
    /// The event.
    public let event: String
    /// What the event carries, as JSON.
    public let evidence: String
    /// The phase it leaves; `nil` for the first transition.
    public let from: String?
    /// Who brought it about.
    public let actor: Actor
    /// The vendor's id of the request that it rests on.
    public let requestID: String?
    /// What the workflow claims from now on, in place of what it claimed.
    public let claims: [Claim]

    /// The version that the workflow must stand at: one less than the one written.
    public var expectedVersion: Int { workflow.version - 1 }

    /// Creates a commit.
    public init(
        _ workflow: StoredWorkflow, event: String, evidence: String, from: String?, actor: Actor, requestID: String?,
        claims: [Claim]
    ) {
        self.workflow = workflow
        self.event = event
        self.evidence = evidence
        self.from = from
        self.actor = actor
        self.requestID = requestID
        self.claims = claims
    }
}
