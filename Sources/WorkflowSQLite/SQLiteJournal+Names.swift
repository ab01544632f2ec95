import GRDB

extension SQLiteJournal {
    /// The first names that begin with `prefix`, at most `limit` of them: for completing them.
    package func names(beginningWith prefix: String, limit: Int) throws -> [String] {
        try read { database in
            try String.fetchAll(
                database, sql: "SELECT name FROM workflow WHERE name >= ? AND name < ? ORDER BY name LIMIT ?",
                arguments: [prefix, prefix + "\u{10FFFF}", limit])
        }
    }

    /// The regions of the youngest workflows, so many of these, in order: for completing them.
    package func regions(ofYoungest limit: Int) throws -> [String] {
        try read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT region FROM (SELECT region FROM workflow ORDER BY number DESC LIMIT ?)
                    WHERE region IS NOT NULL ORDER BY region
                    """, arguments: [limit])
        }
    }

    /// Whether any workflow is not at an end, whatever cloud it acts on.
    package func isAnythingInFlight() throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM workflow INDEXED BY workflow_in_flight WHERE isFinished = 0)"
        return try read { try Bool.fetchOne($0, sql: sql) ?? false }
    }
}
