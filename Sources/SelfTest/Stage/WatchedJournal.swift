import Workflow
import WorkflowEngine

/// The journal as one process sees it: the process may die at every call, and a watch sees every commit.
struct WatchedJournal: Journal {
    let journal: MemoryJournal
    let fate: any Fate
    let watch: Watch

    var storeID: String { journal.storeID }

    func workflow(_ id: WorkflowID) async throws -> StoredWorkflow? { try await journal.workflow(id) }

    func workflow(named name: String) async throws -> StoredWorkflow? { try await journal.workflow(named: name) }

    func ids(beginningWith prefix: String, limit: Int) async throws -> [WorkflowID] {
        try await journal.ids(beginningWith: prefix, limit: limit)
    }

    func workflows(unfinishedOnly: Bool) async throws -> [StoredWorkflow] {
        try await journal.workflows(unfinishedOnly: unfinishedOnly)
    }

    func history(of id: WorkflowID) async throws -> [HistoryEntry] { try await journal.history(of: id) }

    func claims(in cloud: String, exceptOf id: WorkflowID?) async throws -> [HeldClaim] {
        try await fate.decide()
        return try await journal.claims(in: cloud, exceptOf: id)
    }

    func commit(_ commit: Commit) async throws {
        try await fate.decide()
        do {
            try await journal.commit(commit)
        } catch {
            if case JournalError.claimed = error { watch.overtaken(fate.process) }
            throw error
        }
        watch.committed(commit, by: fate.process)
        try await fate.decide()
    }

    func postpone(_ id: WorkflowID, at version: Int, _ postponement: Postponement?) async throws {
        try await fate.decide()
        try await journal.postpone(id, at: version, postponement)
        try await fate.decide()
    }

    func lock(_ id: WorkflowID) async throws -> (any WorkflowLock)? {
        try await fate.decide()
        watch.turnBegan(in: fate.process)
        return try await journal.lock(id)
    }
}
