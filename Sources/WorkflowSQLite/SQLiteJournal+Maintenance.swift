import GRDB
import SQLiteMigrations
public import Wording
import WorkflowEngine

/// What bringing a store up to date has done.
public struct MigrationReport: Equatable, Sendable {
    /// The migrations that were applied.
    public let applied: [String]
    /// The copy that was made before, if anything was applied.
    public let backup: String?
}

extension SQLiteJournal {
    /// What is wrong with the store: pages, references and schema.
    ///
    /// Empty if it is sound. Whether histories lead where the orders stand is for those to say who know what the events
    /// mean.
    public func check() throws -> [LocalizedText] {
        try read { database in
            var problems = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
                .map { LocalizedText(verbatim: $0) }
            if try database.foreignKeyViolations().next() != nil { problems.append(.danglingReference) }
            let expected = try Self.schema(of: SQLiteMigrations.all)
            let found = try Self.schema(of: database)
            problems += expected.filter { found[$0.key] != $0.value }.keys.sorted().map { .notAsMade($0) }
            problems += found.keys.filter { expected[$0] == nil }.sorted().map { .doesNotBelong($0) }
            return problems
        }
    }

    /// Copies the store as it is now to a file of its own, while others go on using it.
    ///
    /// - Throws: ``JournalError/unusable(_:)``, among others if there is a file at `target`.
    public func backUp(to target: String) throws {
        let copyPath = try Self.resolve(target)
        try Self.mapping(copyPath) {
            guard try !copyPath.exists() else { throw JournalError.unusable(.fileExists(target)) }
            // Of a copy that was killed half way.
            try Self.removeFile(copyPath.draft)
            try Self.makePrivateFile(at: copyPath.draft)
            do {
                let copy = try Self.connect(copyPath.draft, for: .writing)
                try database.backup(to: copy)
                try Self.closeAsOneFile(copy)
                try Self.putInPlace(copyPath.draft, as: copyPath.file, in: copyPath.directory)
            } catch {
                try Self.removeFile(copyPath.draft)
                throw error
            }
        }
    }

    /// Brings the store at `path` up to date, after making a copy of it.
    public static func migrate(_ path: String) throws -> MigrationReport {
        try migrate(path, by: SQLiteMigrations.all)
    }

    static func migrate(_ spelling: String, by migrations: [SQLiteMigrations.Migration]) throws -> MigrationReport {
        let path = try resolve(spelling)
        return try withWritersLock(of: path) {
            let looking = try connect(path.file, for: .reading)
            let ledger = try looking.read { try Ledger(of: $0, at: path.file) }
            try ledger.requireNoneBeyond(migrations)
            let missing = migrations.dropFirst(ledger.applied.count)
            guard let first = missing.first else {
                try looking.close()
                return MigrationReport(applied: [], backup: nil)
            }
            let backup = try freeName(for: "\(path.file).before-\(first.name)")
            try SQLiteJournal(path: path, storeID: "", access: .reading, database: looking).backUp(to: backup)
            let database = try connect(path.file, for: .writing)
            try DatabaseMigrator(applying: migrations).migrate(database)
            try database.close()
            return MigrationReport(applied: missing.map(\.name), backup: backup)
        }
    }

    /// `name`, or the first of `name-2`, `name-3`, … that is not taken.
    private static func freeName(for name: String) throws(SystemError) -> String {
        var candidate = name
        var number = 1
        while try StorePath.exists(candidate) {
            number += 1
            candidate = "\(name)-\(number)"
        }
        return candidate
    }

    /// What migrations make of an empty database: the text of every table, index and trigger by its name.
    private static func schema(of migrations: [SQLiteMigrations.Migration]) throws -> [String: String] {
        let model = try DatabaseQueue()
        try DatabaseMigrator(applying: migrations).migrate(model)
        return try model.read { try schema(of: $0) }
    }

    private static func schema(of database: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(database, sql: "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return try rows.reduce(into: [:]) { schema, row in
            let type = try row.decode(String.self, forColumn: "type")
            let name = try row.decode(String.self, forColumn: "name")
            schema["\(type) \(name)"] = try row.decode(String.self, forColumn: "sql")
        }
    }
}
