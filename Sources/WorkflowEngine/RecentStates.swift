import Synchronization
import Workflow

/// States that a run has come by lately, so that a workflow which goes on at once is not read from its text again.
///
/// Only an aid: what it knows is used as long as the journal has the workflow at the same version, in the same words.
public final class RecentStates: Sendable {
    private struct Known {
        let version: Int
        let text: String
        let state: any Sendable
    }

    /// So many that what they take stays small.
    private static let most = 512

    private let known = Mutex<[WorkflowID: Known]>([:])

    /// Creates it knowing nothing.
    public init() {}

    /// The workflow of a record: its state as it is known, if that is the record's; else read.
    func load<Definition: Workflow>(_ record: StoredWorkflow) throws -> LoadedWorkflow<Definition> {
        let known = known.withLock { $0[record.id] }
        if let known, known.version == record.version, known.text == record.state,
            let state = known.state as? Definition.State
        {
            return LoadedWorkflow(record: record, state: state)
        }
        return try LoadedWorkflow(record)
    }

    /// Keeps the state of a workflow as a turn has left it.
    func note<Definition: Workflow>(_ workflow: LoadedWorkflow<Definition>) {
        let record = workflow.record
        known.withLock { known in
            if known.count == Self.most { known.removeAll(keepingCapacity: true) }
            known[record.id] = Known(version: record.version, text: record.state, state: workflow.state)
        }
    }
}
