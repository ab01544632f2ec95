package import Workflow
package import WorkflowEngine

/// A workflow of any kind, as its last commit has left it.
package struct Seen: Sendable {
    /// Whether its phase was led to by the intent of an effect.
    enum Intent: Sendable {
        case none
        /// By its last commit: whoever made that may send the request, and nobody else.
        case last
        /// By an earlier one: nobody may send it any more.
        case earlier
    }

    package let record: StoredWorkflow
    /// The event of its last commit.
    package let event: String
    /// The process that made it.
    let process: Int
    package let claims: [Claim]
    let intent: Intent
    let staged: any StagedState

    /// Its state, if it is one of this definition.
    package func state<Definition: Workflow>(of definition: Definition.Type) -> Definition.State? {
        staged.value as? Definition.State
    }

    /// The same workflow with what a journal has written besides commits.
    func reread(as record: StoredWorkflow) -> Self {
        Self(record: record, event: event, process: process, claims: claims, intent: intent, staged: staged)
    }

    /// The same workflow, last committed to by none of the processes that there are.
    func doneByAnother() -> Self {
        Self(record: record, event: event, process: 0, claims: claims, intent: intent, staged: staged)
    }

    func isFinished(at now: Timestamp) -> Bool { staged.isFinished(at: now) }
}
