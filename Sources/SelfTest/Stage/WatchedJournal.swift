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

    func workflows() async throws -> [StoredWorkflow] { try await journal.workflows() }

    func select(_ query: WorkflowQuery) async throws -> WorkflowSelection { try await journal.select(query) }

    func workflows(of selection: WorkflowSelection, at places: Range<Int>) async throws -> [StoredWorkflow] {
        try await journal.workflows(of: selection, at: places)
    }

    func inFlight(in cloud: String?) async throws -> [WorkflowInFlight] { try await journal.inFlight(in: cloud) }

    func namesInFlight(outside cloud: String) async throws -> [String] {
        try await journal.namesInFlight(outside: cloud)
    }

    func names(limit: Int) async throws -> [String] { try await journal.names(limit: limit) }

    func history(of id: WorkflowID) async throws -> [HistoryEntry] { try await journal.history(of: id) }

    func claims(on resources: [String], in cloud: String, exceptOf id: WorkflowID?) async throws -> [HeldClaim] {
        try await fate.decide(.look)
        return try await journal.claims(on: resources, in: cloud, exceptOf: id)
    }

    func commit(_ commits: [Commit]) async throws {
        try await fate.decide(.change)
        do {
            try await journal.commit(commits)
        } catch {
            if case JournalError.claimed = error { watch.overtaken(fate.process) }
            throw error
        }
        for commit in commits { watch.committed(commit, by: fate.process) }
        try await fate.decide(.change)
    }

    func postpone(_ id: WorkflowID, at version: Int, _ postponement: Postponement?) async throws {
        try await fate.decide(.change)
        try await journal.postpone(id, at: version, postponement)
        try await fate.decide(.change)
    }

    func lock(_ id: WorkflowID) async throws -> (any WorkflowLock)? {
        try await fate.decide(.look)
        watch.turnBegan(in: fate.process)
        return try await journal.lock(id)
    }
}
