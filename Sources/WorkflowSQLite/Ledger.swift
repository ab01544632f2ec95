import GRDB
import SQLiteMigrations
import WorkflowEngine

/// The migrations that a store was brought up with, as the store itself tells.
struct Ledger {
    private let path: String
    let applied: [SQLiteMigrations.Migration]

    /// Reads the ledger; what has none is not a store.
    init(of database: Database, at path: String) throws {
        self.path = path
        let applicationID = try Int.fetchOne(database, sql: "PRAGMA application_id")
        // GRDB's own question would have it read the whole schema.
        let table = try Int.fetchOne(
            database, sql: "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'")
        guard applicationID == SQLiteJournal.applicationID, table != nil else {
            throw JournalError.unusable(.notAStore(path))
        }
        applied = try Row.fetchAll(database, sql: "SELECT name, sql FROM migration ORDER BY name")
            .map { row in
                SQLiteMigrations.Migration(
                    name: try row.decode(forColumn: "name"), sql: try row.decode(forColumn: "sql"))
            }
        guard !applied.isEmpty else { throw JournalError.unusable(.notAStore(path)) }
    }

    /// Refuses a store that was not brought up by exactly the program's own migrations.
    func require(_ known: [SQLiteMigrations.Migration]) throws {
        try requireNoneBeyond(known)
        if let missing = known.dropFirst(applied.count).first {
            throw JournalError.unusable(.older(path, missing: missing.name))
        }
    }

    /// Refuses a store that was brought up by migrations the program does not have, or has otherwise.
    func requireNoneBeyond(_ known: [SQLiteMigrations.Migration]) throws {
        for (index, migration) in applied.enumerated() {
            guard index < known.count else { throw JournalError.unusable(.newer(path, migration: migration.name)) }
            let own = known[index]
            guard own.name == migration.name else {
                throw JournalError.unusable(.edited(path, migration: migration.name, line: 1))
            }
            if let line = Self.firstDifference(own.sql, migration.sql) {
                throw JournalError.unusable(.edited(path, migration: migration.name, line: line))
            }
        }
    }

    /// The first line, from 1, in which two texts differ.
    private static func firstDifference(_ one: String, _ other: String) -> Int? {
        guard one != other else { return nil }
        let lines = [one, other].map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
        let shared = zip(lines[0], lines[1]).prefix { $0.0 == $0.1 }.count
        return shared + 1
    }
}

extension DatabaseMigrator {
    /// The migrator that applies `migrations` and enters each in the ledger, in the migration's own transaction.
    init(applying migrations: [SQLiteMigrations.Migration]) {
        self.init()
        for migration in migrations {
            registerMigration(migration.name) { database in
                try database.execute(sql: migration.sql)
                try database.execute(
                    sql: "INSERT INTO migration (name, sql) VALUES (?, ?)", arguments: [migration.name, migration.sql])
            }
        }
    }
}
