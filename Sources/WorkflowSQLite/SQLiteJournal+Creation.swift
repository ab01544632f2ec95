import GRDB
import Glibc
import SQLiteMigrations
import Workflow
import WorkflowEngine

extension SQLiteJournal {
    /// Makes a store at `path`, unless another process does first.
    static func create(at spelling: String, migrations: [SQLiteMigrations.Migration]) throws {
        let wanted = try resolve(spelling)
        try mapping(wanted) { try makeDirectory(wanted.directory) }
        // The directories are there now, and so the path is what it will be.
        let path = try resolve(spelling)
        try withWritersLock(of: path) {
            guard try !path.exists() else { return }
            try removeFile(path.draft)
            do {
                try fill(path.draft, migrations: migrations)
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

    private static func fill(_ draft: String, migrations: [SQLiteMigrations.Migration]) throws {
        try makePrivateFile(at: draft)
        let database = try connect(draft, for: .writing)
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA journal_mode = WAL")
        }
        try DatabaseMigrator(applying: migrations).migrate(database)
        try database.write { database in
            try database.execute(sql: "INSERT INTO store (id, identity) VALUES (1, ?)", arguments: [newIdentity()])
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

    private static func sync(_ path: String) throws(SystemError) {
        let descriptor = try SystemError.check("open", path) { unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC) }
        defer { Glibc.close(descriptor) }
        try SystemError.check("sync", path) { fsync(descriptor) }
    }
}
