package import SimulatedCloud
package import Workflow
import WorkflowEngine

/// Workflows and their world at a moment: all that what happens next can depend on.
package struct Situation: Sendable {
    /// Every workflow of the journal, oldest first.
    package let workflows: [Seen]
    /// The one that is explored.
    package let subject: WorkflowID
    package let cloud: CloudState
    package let now: Timestamp

    /// The workflow that is explored.
    package var explored: Seen {
        guard let seen = workflows.first(where: { $0.record.id == subject }) else {
            preconditionFailure("the workflow that is explored is among those of its situation")
        }
        return seen
    }

    var isFinished: Bool { workflows.allSatisfy { $0.isFinished(at: now) } }

    /// Whether nothing can happen any more.
    var hasEnded: Bool { isFinished && !explored.staged.mayGoOn }

    /// The same for situations from which the same can happen.
    var key: String {
        hasEnded ? workflows.map(\.record.phase).joined(separator: " ") : Equivalence(of: self).text
    }
}
