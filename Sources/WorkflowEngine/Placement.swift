public import Workflow

/// A new workflow that is not written yet: what is placed together is committed together.
public struct Placement<Definition: Workflow>: Sendable {
    /// Its first transition.
    public let commit: Commit
    /// The workflow as it will be.
    public let workflow: LoadedWorkflow<Definition>

    /// Begins a workflow.
    ///
    /// - Throws: the definition's refusal.
    public init(
        of id: WorkflowID, named name: String, on event: Definition.Event, in cloud: String, by actor: Actor,
        at time: Timestamp
    ) throws {
        let state = try Definition.begin(on: event)
        commit = Commit(
            placing: id, named: name, of: Definition.self, event, leadingTo: state, cloud: cloud, by: actor, at: time)
        workflow = LoadedWorkflow(record: commit.workflow, state: state)
    }
}
