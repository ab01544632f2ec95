import CanonicalJSON
import Logging
import Tracing
public import Workflow

/// A transition that was committed, by its flat names.
public struct Transition: Equatable, Sendable {
    /// The event.
    public let event: String
    /// The phase it left; `nil` for the first.
    public let from: String?
    /// The phase it led to.
    public let to: String
}

/// One workflow in one pair of hands: loaded, its lock held, open for commits.
///
/// An operator's decision and the engine's own steps are both made in a turn.
public final class Turn<Definition: Workflow> {
    /// The workflow as it stands after the last commit of this turn.
    public private(set) var workflow: LoadedWorkflow<Definition>
    /// The transitions that this turn has committed.
    public private(set) var transitions: [Transition]

    private let journal: any Journal
    private let clock: any Clock
    private let logger: Logger
    /// What its calls and commits are traced under.
    let context: ServiceContext

    /// - Parameter transitions: those that the turn committed before it had to start over.
    init(
        _ workflow: LoadedWorkflow<Definition>, after transitions: [Transition], journal: any Journal, clock: any Clock,
        logger: Logger, in context: ServiceContext
    ) {
        self.workflow = workflow
        self.transitions = transitions
        self.journal = journal
        self.clock = clock
        self.logger = logger
        self.context = context
    }

    /// The state after the last commit of this turn.
    public var state: Definition.State { workflow.state }

    /// What other workflows of the same cloud claim of the resources named.
    public func othersClaims(on resources: [String]) async throws -> [HeldClaim] {
        try await journal.claims(on: resources, in: workflow.record.cloud, exceptOf: workflow.record.id)
    }

    /// Commits what an event makes of the state; does nothing if that is the same state.
    ///
    /// When this returns, the transition is durable. The time of the transition is now, or that of the one before it if
    /// the clock has gone back.
    ///
    /// - Returns: whether there was a transition.
    /// - Throws: the definition's refusal, with nothing changed; or ``JournalError``.
    @discardableResult
    public func commit(
        _ event: Definition.Event, by actor: Actor, under requestID: String? = nil, name: String? = nil,
        postponing postponement: Postponement? = nil
    ) async throws -> Bool {
        let state = try Definition.step(from: workflow.state, on: event)
        guard state != workflow.state else { return false }
        let now = try await clock.now()
        let commit = Commit(
            of: Definition.self, event, leadingTo: state, from: workflow.record, name: name ?? workflow.record.name,
            by: actor, under: requestID, at: max(now, workflow.record.updatedAt), postponing: postponement)
        try await Telemetry.commit(of: commit.event, in: context) { try await journal.commit(commit) }
        workflow = LoadedWorkflow(record: commit.workflow, state: state)
        transitions.append(Transition(event: commit.event, from: commit.from, to: commit.workflow.phase))
        logger.info(
            "moved on",
            metadata: [
                "workflow": "\(commit.workflow.name)", "version": .stringConvertible(commit.workflow.version),
                "event": "\(commit.event)", "to": "\(commit.workflow.phase)", "actor": "\(actor.id)",
            ])
        return true
    }

    /// Writes why and until when the workflow stays where it is.
    func postpone(_ postponement: Postponement?) async throws {
        guard postponement != workflow.record.postponement else { return }
        try await journal.postpone(workflow.record.id, at: workflow.record.version, postponement)
        workflow = LoadedWorkflow(record: workflow.record.postponed(postponement), state: workflow.state)
    }
}

extension Commit {
    /// The transition that `event` makes of a workflow.
    init<Definition: Workflow>(
        of definition: Definition.Type, _ event: Definition.Event, leadingTo state: Definition.State,
        from record: StoredWorkflow, name: String, by actor: Actor, under requestID: String?, at time: Timestamp,
        postponing postponement: Postponement?
    ) {
        let next = Definition.next(in: state, at: time)
        self.init(
            StoredWorkflow(
                id: record.id, name: name, kind: record.kind, definitionVersion: Definition.definitionVersion,
                cloud: record.cloud, region: Definition.region(of: state), phase: Definition.phase(of: state).rawValue,
                isFinished: next.isFinished, isAsking: next.isAsking,
                state: CanonicalJSON.text { Definition.write(state, to: &$0) }, version: record.version + 1,
                postponement: postponement,
                createdAt: record.createdAt, updatedAt: time
            ),
            event: event.name.rawValue, evidence: CanonicalJSON.text(event.write), from: record.phase, actor: actor,
            requestID: requestID, claims: Definition.claims(of: state)
        )
    }

    /// The first transition of a new workflow.
    init<Definition: Workflow>(
        placing id: WorkflowID, named name: String, of definition: Definition.Type, _ event: Definition.Event,
        leadingTo state: Definition.State, cloud: String, by actor: Actor, at time: Timestamp
    ) {
        let next = Definition.next(in: state, at: time)
        self.init(
            StoredWorkflow(
                id: id, name: name, kind: Definition.kind, definitionVersion: Definition.definitionVersion,
                cloud: cloud, region: Definition.region(of: state), phase: Definition.phase(of: state).rawValue,
                isFinished: next.isFinished, isAsking: next.isAsking,
                state: CanonicalJSON.text { Definition.write(state, to: &$0) }, version: 1, postponement: nil,
                createdAt: time,
                updatedAt: time
            ),
            event: event.name.rawValue, evidence: CanonicalJSON.text(event.write), from: nil, actor: actor,
            requestID: nil, claims: Definition.claims(of: state)
        )
    }
}

extension StoredWorkflow {
    /// With something else postponed, or nothing.
    package func postponed(_ postponement: Postponement?) -> Self {
        Self(
            id: id, name: name, kind: kind, definitionVersion: definitionVersion, cloud: cloud, region: region,
            phase: phase, isFinished: isFinished, isAsking: isAsking, state: state, version: version,
            postponement: postponement, createdAt: createdAt, updatedAt: updatedAt)
    }
}
