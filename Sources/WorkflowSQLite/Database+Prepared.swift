import GRDB

// A commit is made of the same few statements each time: they are prepared once for a connection, triggers and all.
extension Database {
    /// Runs a statement that changes something.
    func run(_ sql: String, arguments: StatementArguments = []) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// The value of the first row, if there is one.
    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ sql: String, arguments: StatementArguments = []
    ) throws -> Value? {
        try Value.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    /// Runs `body` in a transaction that ends with it: committed, or taken back if it throws.
    ///
    /// GRDB's own transactions have SQLite parse their beginnings and ends, and its reads change a setting, upon which
    /// every statement is prepared anew.
    func inPreparedTransaction<Result>(_ kind: TransactionKind, _ body: () throws -> Result) throws -> Result {
        try run("BEGIN \(kind.rawValue) TRANSACTION")
        do {
            let result = try body()
            try run("COMMIT TRANSACTION")
            return result
        } catch {
            // What fails badly SQLite has taken back itself.
            if isInsideTransaction { try run("ROLLBACK TRANSACTION") }
            throw error
        }
    }

    /// Runs `body` in a part of the transaction under way that is taken back alone if it throws.
    func inPreparedSavepoint(_ body: () throws -> Void) throws {
        try run("SAVEPOINT part")
        do {
            try body()
        } catch {
            if isInsideTransaction {
                try run("ROLLBACK TRANSACTION TO SAVEPOINT part")
                try run("RELEASE SAVEPOINT part")
            }
            throw error
        }
        try run("RELEASE SAVEPOINT part")
    }
}
