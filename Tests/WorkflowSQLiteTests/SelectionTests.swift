import Testing
import Workflow
import WorkflowEngine

@testable import WorkflowSQLite

/// Which workflows changed last, among more than a look at each of them would do for.
struct SelectionTests {
    /// So many that not all of those that match are looked at, and so many transitions that not all are near the end.
    private static let (workflows, transitions) = (5400, 1200)

    @Test func `the ones that changed last are found near the end of the log, and far from it`() async throws {
        let store = try TemporaryStore()
        let journal = try SQLiteJournal.openOrCreate(store.path)
        let placed = (1...Self.workflows).map { TemporaryStore.placing("w\($0)", number: $0) }
        try await journal.commit(placed)
        // Of those in their first phase, the last that were placed.
        try await journal.commit(stride(from: 1, to: Self.workflows, by: 15).map { TemporaryStore.moving(placed[$0]) })
        let first = WorkflowQuery(phases: ["first"], limit: 40)
        let expected = (0..<Self.workflows).filter { $0 % 15 != 1 }.map { "w\($0 + 1)" }.suffix(40)
        try await expect(Array(expected), of: first, in: journal)
        // All that moved, which are few.
        let moved = stride(from: 1, to: Self.workflows, by: 15).map { "w\($0 + 1)" }
        try await expect(moved.suffix(7), of: WorkflowQuery(phases: ["next"], limit: 7), in: journal)

        // Others get on, until what was found near the end is far from it.
        var busy = TemporaryStore.placing("busy", number: 9999)
        try await journal.commit(busy)
        for _ in 0..<Self.transitions / 400 {
            var commits: [Commit] = []
            for _ in 0..<400 {
                busy = TemporaryStore.moving(busy)
                commits.append(busy)
            }
            try await journal.commit(commits)
        }
        try await expect(Array(expected), of: first, in: journal)
        try await expect(moved.suffix(6) + ["busy"], of: WorkflowQuery(phases: ["next"], limit: 7), in: journal)
    }

    /// Expects these, oldest first, of a query.
    private func expect(
        _ names: [String], of query: WorkflowQuery, in journal: SQLiteJournal,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let selection = try await journal.select(query)
        let found = try await journal.workflows(of: selection, at: 0..<selection.count).map(\.name)
        #expect(found == names, sourceLocation: location)
    }
}
