import GRDB
package import Workflow

/// How many workflows of a kind are in a phase.
package struct PhaseCount: Equatable, Sendable {
    package let kind: String
    package let phase: String
    package let count: Int
}

extension SQLiteJournal {
    /// A text that is another whenever anything was written to the store since, by whichever process.
    ///
    /// Asks SQLite for its own counts of what this connection and others have written: no table is read.
    package func changeMark() throws -> String {
        try Self.mapping(path) {
            try database.writeWithoutTransaction { database in
                let others: Int64? = try database.value("PRAGMA data_version")
                return "\(others ?? 0).\(database.totalChangesCount)"
            }
        }
    }

    /// How many workflows ask somebody, and since when the one does that has for longest.
    package func asking() throws -> (count: Int, since: Timestamp?) {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*), min(updatedAt) FROM workflow INDEXED BY workflow_asking WHERE isAsking = 1
                    """)
            guard let row else { return (0, nil) }
            return (try row.decode(atIndex: 0), try row.decode(String?.self, atIndex: 1).flatMap(Timestamp.init))
        }
    }

    /// How many unfinished workflows have had their last call fail, by the code of the failure.
    package func failuresByCode() throws -> [(code: String, count: Int)] {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT json_extract(reason, '$.code'), count(*) FROM workflow INDEXED BY workflow_in_flight
                    WHERE isFinished = 0 AND attempt > 0 GROUP BY 1 ORDER BY 1
                    """)
            var counts: [(String, Int)] = []
            while let row = try rows.next() { counts.append((try row.decode(atIndex: 0), try row.decode(atIndex: 1))) }
            return counts
        }
    }

    /// How many workflows are in each phase: looks at every workflow.
    package func countsByPhase() throws -> [PhaseCount] {
        try read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT kind, phase, count(*) FROM workflow GROUP BY kind, phase ORDER BY kind, phase")
            var counts: [PhaseCount] = []
            while let row = try rows.next() {
                counts.append(
                    PhaseCount(
                        kind: try row.decode(atIndex: 0), phase: try row.decode(atIndex: 1),
                        count: try row.decode(atIndex: 2)))
            }
            return counts
        }
    }
}
