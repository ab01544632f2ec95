import Foundation
import GRDB
import Glibc
import Synchronization

/// A simulated cloud in a file of SQLite, shared by any number of processes: a table for every kind of thing, a
/// transaction for every call, which reads the rows that the call looks up and writes those that it changes.
///
/// A real cloud forgets nothing when the power fails at its customer's, so that every change is synced before it is
/// answered. The rollback journal is truncated rather than deleted, which makes it last without syncing the directory.
final class CloudFile: CloudStorage {
    /// Marks a database as a simulated cloud: "SLUX".
    static let applicationID = 0x534C_5558

    /// How long a call waits for other processes that hold the file.
    static let longestWait = Duration.seconds(30)

    private let path: String
    private let database: DatabaseQueue
    /// The settings as last read or written, with the revision they had: read again only when another process has
    /// changed them.
    private let known = Mutex<(revision: Int, settings: CloudSettings)?>(nil)

    init(at path: String) throws {
        self.path = path
        database = try Self.mapping(path) {
            guard try Self.isCloud(path) else { throw UnusableCloud(path: path, reason: .foreign) }
            return try Self.connect(path)
        }
    }

    /// Whether the file at `path` is a simulated cloud.
    ///
    /// Read from the file's own header, because to open a database of another kind may already change it.
    static func isCloud(_ path: String) throws -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw UnusableCloud(path: path, errno: errno) }
        // To open a pipe would be to wait for whoever writes to it.
        guard status.st_mode & S_IFMT == S_IFREG else { return false }
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw UnusableCloud(path: path, errno: errno) }
        defer { close(file) }
        var header = [UInt8](repeating: 0, count: headerSize)
        let count = unsafe header.withUnsafeMutableBytes { unsafe pread(file, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { throw UnusableCloud(path: path, errno: errno) }
        return count == headerSize && header.starts(with: "SQLite format 3\0".utf8)
            && header.suffix(4).elementsEqual(mark)
    }

    /// How much of a database's header is looked at: up to the application id, which lies at offset 68.
    ///
    /// Source: "The Database File Format" of the SQLite documentation.
    private static let headerSize = 72

    /// The application id as it lies in the header.
    private static var mark: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: applicationID >> (24 - 8 * $0)) } }

    /// Makes the file of a new cloud at `path`, where there must be none.
    static func make(at path: String, holding state: CloudState) throws {
        // Of the file that is being made nothing shall remain but the file itself: no truncated journal beside it.
        let database = try DatabaseQueue(path: path)
        try database.write { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try CloudSchema.create(in: database, holding: state)
        }
        try database.close()
    }

    private static func connect(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(TimeInterval(longestWait.components.seconds))
        let database = try DatabaseQueue(path: path, configuration: configuration)
        try database.writeWithoutTransaction { database in
            try database.execute(
                sql: "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384")
            try bringUpToDate(database, at: path)
        }
        return database
    }

    /// Lays a cloud of release 0.1, or of an earlier layout, out in the tables of this one; refuses one of a later release.
    private static func bringUpToDate(_ database: Database, at path: String) throws {
        guard try version(of: database) < CloudSchema.version else {
            guard try version(of: database) == CloudSchema.version else {
                throw UnusableCloud(path: path, reason: .other("it was made by a later release of sluice"))
            }
            return
        }
        try database.inTransaction(.immediate) {
            // Another process may have done it meanwhile.
            let version = try version(of: database)
            guard version < CloudSchema.version else { return .rollback }
            guard version == 0 else {
                try CloudSchema.layOutAnew(in: database)
                return .commit
            }
            guard let text = try String.fetchOne(database, sql: "SELECT state FROM cloud") else {
                throw UnusableCloud(path: path, reason: .foreign)
            }
            let state = try JSONDecoder().decode(Release01Cloud.self, from: Data(text.utf8)).state
            try database.execute(sql: "DROP TABLE cloud")
            try CloudSchema.create(in: database, holding: state)
            return .commit
        }
    }

    private static func version(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    /// Runs `body`, and makes of every failure of the file an error that says which file.
    private static func mapping<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_ERROR: throw UnusableCloud(path: path, reason: .foreign)
            default: throw UnusableCloud(path: path, error)
            }
        } catch is DecodingError {
            throw UnusableCloud(path: path, reason: .foreign)
        } catch let error as CocoaError {
            throw UnusableCloud(path: path, error)
        }
    }

    // MARK: - Transactions

    func settings() throws -> CloudSettings {
        try Self.mapping(path) { try transaction(.deferred) { try current($0).settings } }
    }

    func clock() throws -> CloudClock { try settings().clock }

    func look<Result>(_ body: (inout CloudState) throws -> Result) throws -> Result {
        try Self.mapping(path) {
            try transaction(.deferred) { try looking(into: $0) { state, _ in try body(&state) } }
        }
    }

    func everything() throws -> CloudState {
        try look { CloudState(settings: $0.settings, tables: try CloudSchema.read($0.tables)) }
    }

    func update<Result, Failure: Error>(_ body: (inout CloudState) throws(Failure) -> Result) throws -> Result {
        try Self.mapping(path) { try write(body) }
    }

    /// Lets `body` look into the file in the transaction under way.
    private func looking<Result>(
        into database: Database, _ body: (inout CloudState, _ revision: Int) throws -> Result
    ) throws -> Result {
        let (revision, settings) = try current(database)
        let unit = UnitOfWork(on: self.database)
        var state = CloudState(settings: settings, tables: try CloudSchema.tables(in: unit))
        do {
            let result = try body(&state, revision)
            try unit.expectNoFailure()
            return result
        } catch {
            // What a lookup that failed has led to is no reason.
            try unit.expectNoFailure()
            throw error
        }
    }

    private func write<Result>(_ body: (inout CloudState) throws -> Result) throws -> Result {
        let (result, written) = try transaction(.immediate) { database in
            let (result, state, before) = try looking(into: database) { state, revision in
                let before = (revision: revision, settings: state.settings)
                return (try body(&state), state, before)
            }
            try CloudSchema.write(state.tables, in: database)
            guard state.settings != before.settings else { return (result, before) }
            let statement = try database.cachedStatement(sql: "UPDATE cloud SET revision = ?, settings = ?")
            try statement.execute(arguments: [before.revision + 1, try Self.json(state.settings)])
            return (result, (before.revision + 1, state.settings))
        }
        known.withLock { $0 = written }
        return result
    }

    /// Runs `body` in a transaction; what it writes lasts when this returns, and is taken back if it throws.
    ///
    /// Not by GRDB's reads: each of those changes a setting, upon which SQLite prepares every statement anew.
    private func transaction<Result>(
        _ kind: Database.TransactionKind, _ body: (Database) throws -> Result
    ) throws -> Result {
        try database.writeWithoutTransaction { database in
            try database.cachedStatement(sql: "BEGIN \(kind.rawValue) TRANSACTION").execute()
            do {
                let result = try body(database)
                try database.cachedStatement(sql: "COMMIT TRANSACTION").execute()
                return result
            } catch {
                // What fails badly SQLite has taken back itself.
                if database.isInsideTransaction {
                    try database.cachedStatement(sql: "ROLLBACK TRANSACTION").execute()
                }
                throw error
            }
        }
    }

    private func current(_ database: Database) throws -> (revision: Int, settings: CloudSettings) {
        let revision = try Int.fetchOne(database.cachedStatement(sql: "SELECT revision FROM cloud"))
        if let known = known.withLock({ $0 }), known.revision == revision { return known }
        guard let revision, let text = try Data.fetchOne(database, sql: "SELECT settings FROM cloud") else {
            throw UnusableCloud(path: path, reason: .foreign)
        }
        let settings = try JSONDecoder().decode(CloudSettings.self, from: text)
        known.withLock { $0 = (revision, settings) }
        return (revision, settings)
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
