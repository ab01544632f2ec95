import GRDB

extension SQLiteJournal {
    /// The names of all workflows, oldest first: for completing them.
    package func names() throws -> [String] {
        try read { try String.fetchAll($0, sql: "SELECT name FROM workflow ORDER BY number") }
    }

    /// Whether any workflow is not at an end, whatever cloud it acts on.
    package func isAnythingInFlight() throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM workflow INDEXED BY workflow_in_flight WHERE isFinished = 0)"
        return try read { try Bool.fetchOne($0, sql: sql) ?? false }
    }
}
