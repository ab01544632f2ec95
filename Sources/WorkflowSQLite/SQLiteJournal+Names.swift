import GRDB

extension SQLiteJournal {
    /// The names of all workflows, oldest first: for completing them.
    package func names() throws -> [String] {
        try read { try String.fetchAll($0, sql: "SELECT name FROM workflow ORDER BY number") }
    }
}
