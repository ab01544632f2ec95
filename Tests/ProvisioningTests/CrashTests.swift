import Provisioning
import RealtimeCompute
import SimulatedCloud
import Synchronization
import Testing
import Workflow
import WorkflowEngine

/// Walks that die at every commit in turn, before it or after it, and are taken up again.
struct CrashTests {
    enum CommitSide: String, CaseIterable {
        /// The process dies, and the commit never happens.
        case before
        /// The commit happens, and the process dies before it knows.
        case after
    }

    @Test(
        arguments: CommitSide.allCases,
        [nil, "purchase:timeout-after", "create-cluster:timeout-after", "create-project:late=5m"])
    func `killed at any commit and taken up again, an order ends the same`(side: CommitSide, fault: String?)
        async throws
    {
        var point = 1
        while true {
            let rehearsal = try Rehearsal()
            let id = try await rehearsal.confirmed()
            if let fault { try rehearsal.fault(fault) }
            let doomed = try Rehearsal(
                journal: DoomedJournal(rehearsal.journal, diesAt: point, side: side), sharing: rehearsal)
            let report = try await doomed.run(id)
            guard case .error(let error) = report.ending else {
                // Untouched: every commit of the walk has been died at.
                #expect(point > 8)
                try await rehearsal.expectProvisioned(id)
                return
            }
            #expect(error is ProcessKilled)

            try await rehearsal.run(id)
            if try await rehearsal.report(id).next.question == .accountForPurchase {
                // Only this: the intent was committed, and the request never left.
                #expect(try rehearsal.purchaseCount == 0)
                _ = try await rehearsal.provisioner.repurchase(id, because: "it never left")
                try await rehearsal.run(id)
            }
            try await rehearsal.expectProvisioned(id)
            // Over the wire each costs much more: there one of three is died at.
            point += Rehearsal.isInProcess ? 1 : 3
        }
    }
}

/// The end of a process, as far as a test can tell.
struct ProcessKilled: Error {}

/// A journal whose process dies at one of its commits.
final class DoomedJournal: Journal {
    private let journal: any Journal
    private let commitsLeft: Mutex<Int>
    private let side: CrashTests.CommitSide

    var storeID: String { journal.storeID }

    init(_ journal: any Journal, diesAt point: Int, side: CrashTests.CommitSide) {
        self.journal = journal
        commitsLeft = Mutex(point)
        self.side = side
    }

    private func write(_ body: () async throws -> Void) async throws {
        let left = commitsLeft.withLock { left in
            left -= 1
            return left
        }
        guard left > 0 else {
            if left == 0, side == .after { try await body() }
            throw ProcessKilled()
        }
        try await body()
    }

    func commit(_ commits: [Commit]) async throws {
        try await write { try await journal.commit(commits) }
    }

    func postpone(_ id: WorkflowID, at version: Int, _ postponement: Postponement?) async throws {
        try await write { try await journal.postpone(id, at: version, postponement) }
    }

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
        try await journal.claims(on: resources, in: cloud, exceptOf: id)
    }
    func lock(_ id: WorkflowID) async throws -> (any WorkflowLock)? { try await journal.lock(id) }
}
