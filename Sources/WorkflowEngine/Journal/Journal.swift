public import Workflow

/// Where workflows are kept: their states, their histories, and who is at work on which.
///
/// Every adapter keeps the same promises, which `JournalContract` in the test kit holds it to:
/// - A commit writes the state, the history entry, the claims and the postponement together, or nothing.
/// - A commit that has returned survives the end of the process and, for a journal on disk, the loss of power.
/// - A commit is refused unless the workflow stands at the version it leaves.
/// - Histories only grow, without a gap.
/// - A lock is gone when its holder is, however it went.
public protocol Journal: Sendable {
    /// The identity of this store, made with it.
    var storeID: String { get }

    /// The workflow of this id.
    func workflow(_ id: WorkflowID) async throws -> StoredWorkflow?

    /// The workflow of this name.
    func workflow(named name: String) async throws -> StoredWorkflow?

    /// The ids that begin with `prefix`, at most `limit` of them, oldest first.
    func ids(beginningWith prefix: String, limit: Int) async throws -> [WorkflowID]

    /// Every workflow, oldest first: all of them in memory, which is for stores that are known to be small.
    func workflows() async throws -> [StoredWorkflow]

    /// Which workflows a query asks for, as things stand now.
    ///
    /// Holds a number for each, and no state.
    func select(_ query: WorkflowQuery) async throws -> WorkflowSelection

    /// Those workflows of a selection that stand at these places of it, as they are now.
    func workflows(of selection: WorkflowSelection, at places: Range<Int>) async throws -> [StoredWorkflow]

    /// The workflows that act on a cloud, or on any, and are not at an end, oldest first.
    ///
    /// Costs nothing for those that are.
    func inFlight(in cloud: String?) async throws -> [WorkflowInFlight]

    /// The names of the workflows that act on other clouds and are not at an end, oldest first.
    func namesInFlight(outside cloud: String) async throws -> [String]

    /// The names of the youngest workflows, at most `limit` of them.
    func names(limit: Int) async throws -> [String]

    /// The transitions of a workflow, oldest first.
    func history(of id: WorkflowID) async throws -> [HistoryEntry]

    /// What workflows of a cloud claim of some resources, but for one of them, oldest first.
    func claims(on resources: [String], in cloud: String, exceptOf id: WorkflowID?) async throws -> [HeldClaim]

    /// Writes transitions, all of them or none. One with an expected version of 0 is the first of a new workflow.
    ///
    /// - Throws: ``JournalError``. ``JournalError/overtaken(_:)`` if the workflow stands at another version,
    ///   ``JournalError/claimed(resource:)`` if claims would pass a limit, ``JournalError/nameTaken(_:)``.
    ///   After any other error it is not known whether they were written: stop, and load afresh.
    func commit(_ commits: [Commit]) async throws

    /// Writes when the next attempt is due and why, or that nothing is postponed. Not history.
    func postpone(_ id: WorkflowID, at version: Int, _ postponement: Postponement?) async throws

    /// Takes the workflow's lock, without waiting; `nil` if there is no such workflow.
    ///
    /// - Throws: ``JournalError/busy(_:)`` if another holds it, in this process or another.
    func lock(_ id: WorkflowID) async throws -> (any WorkflowLock)?
}

extension Journal {
    /// Writes one transition.
    public func commit(_ commit: Commit) async throws { try await self.commit([commit]) }
}

/// The right to advance one workflow.
///
/// It ends when it is released, with its last reference, or with the process.
public protocol WorkflowLock: AnyObject, Sendable {
    /// Gives the right back.
    func release()
}
