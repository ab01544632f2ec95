import GRDB
import RealtimeCompute

/// The tables of a cloud's file, and what is done with all of them alike.
enum CloudSchema {
    /// The layout that this release writes, kept as the file's `user_version`.
    ///
    /// Release 0.1 left it 0. It is raised whenever tables or indexes are added; a file of an earlier layout is laid out
    /// anew from its records when it is opened.
    static let version = 5

    /// Makes the tables, and puts `state` into them.
    static func create(in database: Database, holding state: CloudState) throws {
        try database.execute(
            sql: """
                CREATE TABLE cloud (
                    id INTEGER NOT NULL PRIMARY KEY CONSTRAINT cloud_is_one CHECK (id = 1),
                    revision INTEGER NOT NULL,
                    settings TEXT NOT NULL CONSTRAINT settings_are_json CHECK (json_valid(settings))
                ) STRICT
                """)
        try database.execute(
            sql: "INSERT INTO cloud (id, revision, settings) VALUES (1, 1, ?)",
            arguments: [try CloudFile.json(state.settings)])
        var tables = state.tables
        try tables.visit(with: Creator(database: database))
        try write(tables, in: database)
        try database.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// Gives a file of an earlier layout the tables and indexes of this one.
    static func layOutAnew(in database: Database) throws {
        var tables = CloudTables()
        try tables.visit(with: Mover(database: database))
        try database.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// Writes what has changed.
    static func write(_ tables: CloudTables, in database: Database) throws {
        var tables = tables
        try tables.visit(with: Writer(database: database))
    }

    /// The tables of the file, to be looked into and changed in the transaction under way.
    static func tables(in unit: UnitOfWork) throws -> CloudTables {
        var tables = CloudTables()
        try tables.visit(with: Opener(unit: unit))
        return tables
    }

    /// Everything, read into memory.
    static func read(_ tables: CloudTables) throws -> CloudTables {
        var tables = tables
        try tables.visit(with: Reader())
        return tables
    }

    private struct Creator: TableVisitor {
        let database: Database

        func visit<Record>(_: inout Table<Record>) throws { try StoredTable<Record>.create(in: database) }
    }

    private struct Mover: TableVisitor {
        let database: Database

        func visit<Record>(_: inout Table<Record>) throws { try StoredTable<Record>.layOutAnew(in: database) }
    }

    private struct Writer: TableVisitor {
        let database: Database

        func visit<Record>(_ table: inout Table<Record>) throws {
            guard let changes = table.changes else { return }
            for row in changes.put { try StoredTable<Record>.put(row, in: database) }
            for position in changes.remove { try StoredTable<Record>.remove(at: position, in: database) }
        }
    }

    private struct Opener: TableVisitor {
        let unit: UnitOfWork

        func visit<Record>(_ table: inout Table<Record>) throws { table = Table(StoredTable(in: unit)) }
    }

    private struct Reader: TableVisitor {
        func visit<Record>(_ table: inout Table<Record>) throws { table = table.inMemory }
    }
}
