import GRDB
import Glibc
import SQLiteMigrations
import TransparencyLog
import Workflow
import WorkflowEngine

extension SQLiteJournal {
    /// Makes a store at `path`, unless another process does first.
    ///
    /// - Parameter key: where its log's key is to be kept; beside it if not given.
    static func create(
        at spelling: String, migrations: [SQLiteMigrations.Migration], key: KeyFile? = nil
    ) throws {
        let wanted = try resolve(spelling)
        try mapping(wanted) { try makeDirectory(wanted.directory) }
        // The directories are there now, and so the path is what it will be.
        let path = try resolve(spelling)
        try withWritersLock(of: path) {
            guard try !path.exists() else { return }
            let wasInterrupted = try StorePath.exists(path.draft)
            try removeFile(path.draft)
            do {
                try makePrivateFile(at: path.draft)
                let key = try signingKey(in: key, of: path, afterInterruption: wasInterrupted)
                try fill(path.draft, migrations: migrations, signedBy: key)
                try putInPlace(path.draft, as: path.file, in: path.directory)
            } catch {
                try removeFile(path.draft)
                throw error
            }
        }
    }

    /// Removes the second name of a store whose maker was killed between giving it the first and taking this one away.
    static func removeDraft(of path: StorePath) throws {
        try mapping(path) {
            guard try StorePath.exists(path.draft) else { return }
            // Whoever is still making the store holds the lock.
            try withWritersLock(of: path) {
                guard try StorePath.areOne(path.draft, path.file) else { return }
                try SystemError.check("remove", path.draft) { unsafe unlink(path.draft) }
            }
        }
    }

    /// Makes the directories that are missing, for their owner alone.
    private static func makeDirectory(_ directory: String) throws(SystemError) {
        guard try !StorePath.exists(directory) else { return }
        let parent = directory.prefix(upTo: directory.lastIndex(of: "/") ?? directory.startIndex)
        if !parent.isEmpty { try makeDirectory(String(parent)) }
        guard unsafe mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            throw SystemError("make directory", directory)
        }
    }

    /// The key that a new store's log is signed with, whose name says which store it is.
    ///
    /// One that lies beside where the store is to be was made for a store that is no longer there, or never came to be:
    /// the new one goes on under its name, so that whoever keeps a checkpoint of the old one learns of its loss. A key
    /// that is kept elsewhere may be another store's; unless the making of this one was interrupted, it is refused.
    private static func signingKey(
        in file: KeyFile?, of path: StorePath, afterInterruption wasInterrupted: Bool
    ) throws -> SigningKey {
        let beside = KeyFile(at: path.file + ".key")
        let file = file ?? beside
        try file.removeDraft()
        guard try StorePath.exists(file.path) else {
            let key = SigningKey(name: LogLine.origin(of: newIdentity()))
            try file.make(key)
            return key
        }
        guard wasInterrupted || file.path == beside.path else {
            throw JournalError.unusable(.keyExists(file.path))
        }
        let key = try file.load()
        guard LogLine.storeID(ofOrigin: key.name) != nil else {
            throw JournalError.unusable(.keyMalformed(file.path))
        }
        return key
    }

    private static func fill(
        _ draft: String, migrations: [SQLiteMigrations.Migration], signedBy key: SigningKey
    ) throws {
        let database = try connect(draft, for: .writing)
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA journal_mode = WAL")
        }
        try DatabaseMigrator(applying: migrations).migrate(database)
        try database.write { database in
            try database.execute(
                sql: "INSERT INTO store (id, identity, verifier) VALUES (1, ?, ?)",
                arguments: [LogLine.storeID(ofOrigin: key.name), key.verifier.description])
        }
        try closeAsOneFile(database)
    }

    /// Closes a database that is about to be moved, with all of it in its own file.
    ///
    /// To close it folds the log into the file too, but says nothing when that fails.
    static func closeAsOneFile(_ database: DatabaseQueue) throws {
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try database.close()
    }

    /// 80 random bits in 16 characters, enough that no two stores share one.
    private static func newIdentity() -> String {
        var generator = SystemRandomNumberGenerator()
        let id = WorkflowID(madeAt: Timestamp(millisecondsSince1970: 0), using: &generator)
        return String(id.rawValue.suffix(16)).lowercased()
    }

    /// Makes an empty file that only its owner may use, where there is none.
    static func makePrivateFile(at path: String) throws(SystemError) {
        let descriptor = try SystemError.check("create", path) {
            unsafe Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        }
        Glibc.close(descriptor)
    }

    /// Gives a complete and closed file its name, replacing nothing, and makes both last.
    static func putInPlace(_ draft: String, as file: String, in directory: String) throws(SystemError) {
        try sync(draft)
        try SystemError.check("put in place", file) { unsafe link(draft, file) }
        // With what SQLite left beside it, if it could not tidy up: all of it is in the file.
        try removeFile(draft)
        try sync(directory)
    }

    /// Removes a database file that was left half made, with what SQLite keeps beside it.
    static func removeFile(_ file: String) throws(SystemError) {
        for leftover in [file, file + "-journal", file + "-wal", file + "-shm"] where try StorePath.exists(leftover) {
            try SystemError.check("remove", leftover) { unsafe unlink(leftover) }
        }
    }

    static func sync(_ path: String) throws(SystemError) {
        let descriptor = try SystemError.check("open", path) { unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC) }
        defer { Glibc.close(descriptor) }
        try SystemError.check("sync", path) { fsync(descriptor) }
    }
}
