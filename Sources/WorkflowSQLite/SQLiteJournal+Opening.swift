import Foundation
import GRDB
import SQLiteMigrations
import WorkflowEngine

extension SQLiteJournal {
    /// What a journal is opened for.
    public enum Access: Sendable {
        /// Looking only: nothing is written, not even a checkpoint, and no lock is taken.
        case reading
        /// Everything.
        case writing
    }

    /// Marks a database as a store of Sluice: "SLUC".
    static let applicationID = 0x534C_5543

    /// Whether there is a file at `path`.
    ///
    /// - Throws: ``JournalError/unusable(_:)`` if that cannot be known: a directory that may not be searched, say.
    public static func exists(at path: String) throws -> Bool {
        do throws(SystemError) {
            return try StorePath(path).exists()
        } catch {
            throw JournalError.unusable(StoreFault(error))
        }
    }

    /// Opens the store at `path`.
    ///
    /// Checks that it is a store of Sluice, that its migrations are the program's own, and that its settings are what
    /// durability needs. Whether every page is sound is asked by ``check()``.
    ///
    /// - Throws: ``JournalError/unusable(_:)`` for a store that is foreign, damaged, newer, older or edited, or whose
    ///   directory cannot be used.
    public static func open(_ path: String, for access: Access) throws -> SQLiteJournal {
        try open(path, for: access, migrations: SQLiteMigrations.all)
    }

    /// Opens the store at `path` for writing, making it first if there is none.
    ///
    /// A store comes to be under another name and is put in place when it is complete and synced, so that there is
    /// never half a store, and never one in the place of another.
    ///
    /// - Parameter key: where the key of a new store's log is to be kept; beside it if not given.
    public static func openOrCreate(_ path: String, key: KeyFile? = nil) throws -> SQLiteJournal {
        if try !exists(at: path) { try create(at: path, migrations: SQLiteMigrations.all, key: key) }
        return try open(path, for: .writing)
    }

    static func open(
        _ spelling: String, for access: Access, migrations: [SQLiteMigrations.Migration]
    ) throws -> SQLiteJournal {
        let path = try resolve(spelling)
        if access == .writing { try removeDraft(of: path) }
        return try mapping(path) {
            guard try path.isRegular() else { throw JournalError.unusable(.notAStore(path.file)) }
            // Looked at before it is opened for writing: to open and close what is not ours may already change it.
            let looking = try connect(path.file, for: .reading)
            let storeID = try looking.read { database in
                try Ledger(of: database, at: path.file).require(migrations)
                try requireWriteAheadLog(in: database, at: path.file)
                try requireWholeness(of: database, at: path)
                return try String.fetchOne(database, sql: "SELECT identity FROM store")
            }
            guard let storeID else { throw JournalError.unusable(.damaged(path.file, .noIdentity)) }
            guard access == .writing else {
                return SQLiteJournal(path: path, storeID: storeID, access: access, database: looking)
            }
            try looking.close()
            let writing = try connect(path.file, for: .writing)
            let journal = SQLiteJournal(
                path: path, storeID: storeID, access: access, database: writing, after: looking)
            try writing.writeWithoutTransaction { try requireDurability(of: $0, at: path.file) }
            return journal
        }
    }

    static func resolve(_ spelling: String) throws -> StorePath {
        do throws(SystemError) {
            return try StorePath(spelling)
        } catch {
            throw JournalError.unusable(StoreFault(error))
        }
    }

    /// What is kept of the file in memory at most, in KiB: the upper pages of every index of a store of 10,000 orders, so that
    /// a commit does not read them again, nor does who looks at many orders.
    private static let cacheKibibytes = 16_384

    static func connect(_ path: String, for access: Access) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = access == .reading
        configuration.busyMode = .timeout(TimeInterval(longestWait.components.seconds))
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            try database.execute(
                sql: "PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; PRAGMA cache_size = -\(cacheKibibytes)")
        }
        let database = try DatabaseQueue(path: path, configuration: configuration)
        if access == .writing {
            // GRDB may reset this while it prepares a connection, so it is set when that is over, and read back.
            try database.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = FULL")
            }
        }
        return database
    }

    private static func requireWriteAheadLog(in database: Database, at path: String) throws {
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? ""
        guard mode == "wal" else {
            throw JournalError.unusable(.setting(path, "journal_mode", is: mode, not: "wal"))
        }
    }

    /// Refuses a file from whose end something is missing: SQLite would read zeros there, and write over the loss.
    ///
    /// Only while no log lies beside it: what is still in a log need not be in the file.
    private static func requireWholeness(of database: Database, at path: StorePath) throws {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        let size = try StorePath.size(of: path.file) ?? 0
        let hasLog = try (StorePath.size(of: path.file + "-wal") ?? 0) > 0
        guard hasLog || size >= pages * pageSize && size % max(1, pageSize) == 0 else {
            throw JournalError.unusable(.damaged(path.file, .endIsMissing))
        }
    }

    private static func requireDurability(of database: Database, at path: String) throws {
        let full = "2"
        for (setting, wanted) in [("synchronous", full), ("foreign_keys", "1"), ("mmap_size", "0")] {
            let found = try String.fetchOne(database, sql: "PRAGMA \(setting)") ?? ""
            guard found == wanted else {
                throw JournalError.unusable(.setting(path, setting, is: found, not: wanted))
            }
        }
    }
}
