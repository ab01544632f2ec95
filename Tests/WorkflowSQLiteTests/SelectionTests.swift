import GRDB
import Testing
import Workflow
import WorkflowEngine

@testable import WorkflowSQLite

/// Which workflows changed last, among more than a look at each of them would do for.
struct SelectionTests {
    @Test(arguments: [(100, 7), (5400, 400), (13_000, 600), (13_000, .max)])
    func `however many match, those that changed last are found, and counted`(matching: Int, wanted: Int) async throws {
        let store = try TemporaryStore()
        let journal = try SQLiteJournal.openOrCreate(store.path)
        var bits = SeededGenerator(seed: UInt64(matching))
        // Times that are shared by some, and another phase in between.
        let rows = (1...matching * 5 / 4).map { number in
            (number: number, phase: number % 5 == 0 ? "other" : "wanted", time: Int64.random(in: 0..<999, using: &bits))
        }
        try await journal.database.write { database in
            for row in rows {
                let digits = String(row.number)
                let id = String(repeating: "0", count: 26 - digits.count) + digits
                let time = TemporaryStore.time + .seconds(row.time)
                try database.execute(
                    sql: """
                        INSERT INTO workflow
                            (number, id, name, kind, definitionVersion, cloud, phase, isFinished, version, createdAt, updatedAt)
                        VALUES (?, ?, ?, 'sample', 1, 'cloud', ?, 0, 1, ?, ?)
                        """,
                    arguments: [
                        row.number, id, "w\(digits)", row.phase, TemporaryStore.time.description, time.description,
                    ])
            }
            // Their last transitions, in the order of their times.
            for (place, row) in rows.sorted(by: { ($0.time, $0.number) < ($1.time, $1.number) }).enumerated() {
                let digits = String(row.number)
                try database.execute(
                    sql: """
                        INSERT INTO transition (position, workflow, version, "to", at, subtrees, leaf)
                        VALUES (?, ?, 1, ?, ?, zeroblob(32), x'00')
                        """,
                    arguments: [
                        place + 1, String(repeating: "0", count: 26 - digits.count) + digits, row.phase,
                        TemporaryStore.time.description,
                    ])
            }
        }
        let last = rows.filter { $0.phase == "wanted" }.sorted { ($0.time, $0.number) > ($1.time, $1.number) }
            .prefix(wanted).map(\.number)
        let selection = try await journal.select(WorkflowQuery(phases: ["wanted"], limit: wanted))
        #expect(selection.numbers == last.sorted())
        #expect(selection.count + selection.leftOut == matching)
    }
}
