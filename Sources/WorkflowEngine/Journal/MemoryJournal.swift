import CanonicalJSON
import Synchronization
public import Workflow

/// A journal that lives as long as its process: for simulations and rehearsals.
public final class MemoryJournal: Journal {
    public let storeID: String
    private let contents = Mutex(Contents())

    private struct Contents {
        var workflows: [StoredWorkflow] = []
        var history: [HistoryEntry] = []
        var claims: [WorkflowID: [Claim]] = [:]
        var locked: Set<WorkflowID> = []

        func index(of id: WorkflowID) -> Int? { workflows.firstIndex { $0.id == id } }

        func held(in cloud: String, exceptOf id: WorkflowID?) -> [HeldClaim] {
            workflows.filter { $0.cloud == cloud && $0.id != id }.flatMap { workflow in
                (claims[workflow.id] ?? []).map { HeldClaim($0, holder: workflow.id, named: workflow.name) }
            }
        }

        mutating func put(_ commit: Commit) throws(JournalError) {
            let workflow = commit.workflow
            let index = index(of: workflow.id)
            guard (index.map { workflows[$0].version } ?? 0) == commit.expectedVersion else {
                throw JournalError.overtaken(workflow.id)
            }
            guard !workflows.contains(where: { $0.name == workflow.name && $0.id != workflow.id }) else {
                throw JournalError.nameTaken(workflow.name)
            }
            let others = held(in: workflow.cloud, exceptOf: workflow.id)
            let own = claims[workflow.id] ?? []
            for claim in commit.claims where !own.contains(claim) {
                let held = others.filter { $0.claim.resource == claim.resource }.reduce(0) { $0 + $1.claim.amount }
                guard held + claim.amount <= claim.limit else { throw JournalError.claimed(resource: claim.resource) }
            }
            history.append(
                HistoryEntry(
                    position: history.count + 1, workflow: workflow.id, kind: workflow.kind, version: workflow.version,
                    event: commit.event, from: commit.from, to: workflow.phase,
                    definitionVersion: workflow.definitionVersion, state: WrittenValue(workflow.state),
                    evidence: WrittenValue(commit.evidence), actor: commit.actor, requestID: commit.requestID,
                    at: workflow.updatedAt))
            claims[workflow.id] = commit.claims
            if let index {
                workflows[index] = workflow
            } else {
                workflows.append(workflow)
            }
        }
    }

    /// Creates an empty journal.
    public init(storeID: String) {
        self.storeID = storeID
    }

    /// Creates a journal that holds workflows as they stand, without the histories that led there, oldest first.
    public init(storeID: String, holding workflows: [(workflow: StoredWorkflow, claims: [Claim])]) {
        self.storeID = storeID
        contents.withLock { contents in
            contents.workflows = workflows.map(\.workflow)
            for (workflow, claims) in workflows { contents.claims[workflow.id] = claims }
        }
    }

    public func workflow(_ id: WorkflowID) async throws -> StoredWorkflow? {
        contents.withLock { contents in contents.workflows.first { $0.id == id } }
    }

    public func workflow(named name: String) async throws -> StoredWorkflow? {
        contents.withLock { contents in contents.workflows.first { $0.name == name } }
    }

    public func ids(beginningWith prefix: String, limit: Int) async throws -> [WorkflowID] {
        contents.withLock { contents in
            Array(contents.workflows.map(\.id).filter { $0.rawValue.hasPrefix(prefix) }.prefix(limit))
        }
    }

    public func workflows() async throws -> [StoredWorkflow] { contents.withLock { $0.workflows } }

    public func select(_ query: WorkflowQuery) async throws -> WorkflowSelection {
        let contents = contents.withLock { $0 }
        let workflows = contents.workflows
        let matching = workflows.indices.filter { query.admits(workflows[$0]) }
        let last = Dictionary(contents.history.map { ($0.workflow, $0.position) }, uniquingKeysWith: { $1 })
        let youngest = { (indices: [Int], limit: Int) in
            indices.sorted { last[workflows[$0].id] ?? 0 > last[workflows[$1].id] ?? 0 }.prefix(limit)
        }
        var wanted = matching
        if case .youngest(let limit) = query.finished {
            wanted = matching.filter { !workflows[$0].isFinished }
            wanted += youngest(matching.filter { workflows[$0].isFinished }, limit)
        }
        if let limit = query.limit { wanted = Array(youngest(wanted, limit)) }
        let sorted = wanted.sorted { one, other in
            switch query.sort {
            case .created: one < other
            case .updated: (workflows[one].updatedAt, one) < (workflows[other].updatedAt, other)
            case .name: (workflows[one].name, one) < (workflows[other].name, other)
            case .phase: (workflows[one].phase, one) < (workflows[other].phase, other)
            }
        }
        let ordered = query.isDescending ? sorted.reversed() : sorted
        let found = query.places.map { Array(ordered[$0.clamped(to: 0..<ordered.count)]) } ?? ordered
        return WorkflowSelection(numbers: found, leftOut: query.isCounting ? matching.count - found.count : 0)
    }

    public func workflows(of selection: WorkflowSelection, at places: Range<Int>) async throws -> [StoredWorkflow] {
        contents.withLock { contents in selection.numbers[places].map { contents.workflows[$0] } }
    }

    public func inFlight(in cloud: String?) async throws -> [WorkflowInFlight] {
        contents.withLock { $0.workflows }.filter { !$0.isFinished && (cloud == nil || $0.cloud == cloud) }
            .map { WorkflowInFlight(id: $0.id, phase: $0.phase) }
    }

    public func namesInFlight(outside cloud: String) async throws -> [String] {
        contents.withLock { $0.workflows }.filter { !$0.isFinished && $0.cloud != cloud }.map(\.name)
    }

    public func names(limit: Int) async throws -> [String] {
        contents.withLock { contents in contents.workflows.reversed().prefix(limit).map(\.name) }
    }

    public func history(of id: WorkflowID) async throws -> [HistoryEntry] {
        contents.withLock { contents in contents.history.filter { $0.workflow == id } }
    }

    public func claims(
        on resources: [String], in cloud: String, exceptOf id: WorkflowID?
    ) async throws -> [HeldClaim] {
        contents.withLock { contents in
            contents.held(in: cloud, exceptOf: id).filter { resources.contains($0.claim.resource) }
        }
    }

    public func commit(_ commits: [Commit]) async throws {
        try contents.withLock { contents in
            // All of them, or none.
            var changed = contents
            for commit in commits { try changed.put(commit) }
            contents = changed
        }
    }

    public func postpone(_ id: WorkflowID, at version: Int, _ postponement: Postponement?) async throws {
        try contents.withLock { contents in
            guard let index = contents.index(of: id), contents.workflows[index].version == version else {
                throw JournalError.overtaken(id)
            }
            contents.workflows[index] = contents.workflows[index].postponed(postponement)
        }
    }

    public func lock(_ id: WorkflowID) async throws -> (any WorkflowLock)? {
        try contents.withLock { contents in
            guard contents.index(of: id) != nil else { return nil }
            guard contents.locked.insert(id).inserted else { throw JournalError.busy(id) }
            return Lock(on: id, of: self)
        }
    }

    private func unlock(_ id: WorkflowID) {
        contents.withLock { contents in _ = contents.locked.remove(id) }
    }

    private final class Lock: WorkflowLock {
        private let id: WorkflowID
        private let journal: MemoryJournal
        private let isHeld = Atomic(true)

        init(on id: WorkflowID, of journal: MemoryJournal) {
            self.id = id
            self.journal = journal
        }

        func release() {
            if isHeld.exchange(false, ordering: .acquiringAndReleasing) { journal.unlock(id) }
        }

        deinit { release() }
    }
}
