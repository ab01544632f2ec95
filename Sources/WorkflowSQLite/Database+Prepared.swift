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
}
