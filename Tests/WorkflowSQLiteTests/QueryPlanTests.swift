import Foundation
import GRDB
import Synchronization
import Testing
import Workflow
import WorkflowEngine
import WorkflowTestKit

@testable import WorkflowSQLite

/// That no statement of the journal looks at more rows than it must, however many there are.
struct QueryPlanTests {
    /// What may go through a whole table, because it is asked about all of it.
    private static let ofEverything = [
        // Every workflow, and how many there are of a kind or in a phase.
        "WHERE TRUE", "SELECT count(*) FROM workflow", "GROUP BY kind, phase", "workflow.phase IN", "workflow.kind IN",
        "workflow.region IN", "workflow.name GLOB",
        // The youngest workflows, so many: SQLite calls that a scan too.
        "ORDER BY number DESC LIMIT",
        // Every workflow in flight.
        "attempt > 0",
    ]

    @Test func `every statement finds its rows by an index, unless all are asked for`() async throws {
        let store = try TemporaryStore()
        var statements: Set<String> = []
        for (index, promise) in JournalContract.promises.enumerated() {
            let journal = try SQLiteJournal.openOrCreate(store.directory.appendingPathComponent("\(index).db").path)
            statements.formUnion(try await Self.statements(of: journal) { try await promise.hold(for: journal) })
        }
        let journal = try SQLiteJournal.openOrCreate(store.path)
        statements.formUnion(try await Self.statements(of: journal) { try await askForTheRest(of: journal) })

        #expect(statements.count > 30, "\(statements.count)")
        for statement in statements.sorted() {
            let scans = try scans(of: statement, in: journal)
            let isOfEverything = Self.ofEverything.contains { statement.contains($0) }
            #expect(scans.isEmpty || isOfEverything, "\(statement): \(scans)")
        }
    }

    /// The statements that a journal runs, but for those that begin and end transactions and ask for settings.
    private static func statements(of journal: SQLiteJournal, _ body: () async throws -> Void) async throws -> Set<
        String
    > {
        let seen = Mutex<Set<String>>([])
        try await journal.database.writeWithoutTransaction { database in
            database.trace(options: .statement) { event in
                guard case .statement(let statement) = event else { return }
                seen.withLock { _ = $0.insert(statement.sql) }
            }
        }
        try await body()
        let others = ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "--"]
        return seen.withLock { $0.filter { sql in !others.contains { sql.hasPrefix($0) } } }
    }

    /// What is asked of a store beyond what every journal answers.
    private func askForTheRest(of journal: SQLiteJournal) async throws {
        let placed = TemporaryStore.placing("a")
        try await journal.commit(placed)
        _ = try journal.names(beginningWith: "a", limit: 3)
        _ = try journal.regions(ofYoungest: 10)
        _ = try journal.failuresByCode()
        _ = try await journal.select(WorkflowQuery(kinds: ["sample"], limit: 1))
        _ = try journal.isAnythingInFlight()
        let size = try journal.size
        _ = try journal.subtree(atLevel: 0, 0)
        try journal.forEachLeaf(in: 0..<size) { _, _ in }
        _ = try journal.leaf(at: 1)
        _ = try journal.lastLeaf(of: placed.workflow.id.rawValue, inFirst: size)
        _ = try journal.leavesWithoutSubject(inFirst: size)
        _ = try journal.verifier()
        _ = try journal.countsByPhase()
        _ = try journal.position(ofReceiver: "who")
        try journal.note(toldReceiver: "who", upTo: size)
        _ = try journal.subjects(toldTo: "who")
        try journal.note(toldReceiver: "who", of: "what")
        _ = try journal.changeKey(in: KeyFile(at: journal.file + ".key"), by: Actor(.operator, id: "op"))
    }

    /// Where a statement goes through a whole table or index, with no bound that ends it early.
    private func scans(of statement: String, in journal: SQLiteJournal) throws -> [String] {
        let details = try journal.database.read { database in
            // The plan does not depend on the arguments.
            let plan = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + statement)
            plan.setUncheckedArguments([])
            return try Row.fetchAll(plan).map { $0["detail"] as String }
        }
        // Rows that are read in the order of an index end with the limit.
        let isBounded =
            statement.contains("LIMIT") && !details.contains { $0.hasPrefix("USE TEMP B-TREE FOR ORDER BY") }
        return details.filter { detail in
            detail.hasPrefix("SCAN") && !isBounded && !detail.contains("workflow_in_flight")
                && !detail.contains("json_each") && !detail.contains("CONSTANT ROW") && detail != "SCAN store"
        }
    }
}
