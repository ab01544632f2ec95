import GRDB
import Synchronization
import Workflow
public import WorkflowEngine

/// The journal in one file of SQLite, shared by any number of processes.
///
/// A commit is one transaction and one sync of the write-ahead log (`synchronous = FULL`), which it shares with whatever
/// comes at the same time (``GroupCommit``): when it has returned, the transition survives the loss of power. Writers of
/// all processes take turns by a lock on byte 0 of `<store>.lock`; whoever advances a workflow holds the lock on byte 1 + the
/// workflow's number. The kernel frees both when their holder dies.
///
/// SQLite before 3.51.3 can corrupt a WAL database when two connections write and checkpoint at the same instant. So a
/// process has one connection, and whatever may write or checkpoint (the commits, the setting up, the close of a writing
/// connection) holds the writers' lock.
public final class SQLiteJournal: Journal {
    /// How long a writer waits for the others.
    public static let longestWait = Duration.seconds(30)

    public let storeID: String
    /// The real path of the store's file.
    public var file: String { path.file }
    let log: LogWriter
    let path: StorePath
    /// What the store was opened for.
    public let access: Access
    let connection: SharedConnection
    /// The same, for those who may hold a thread while they wait.
    var database: DatabaseQueue { connection.database }
    /// The connection by which the store was looked at first, closed: to free it would start threads, which cost a command
    /// more than its reads do.
    private let looked: DatabaseQueue?
    private let locks: LockFile
    private nonisolated(unsafe) let recentCommits = RecentCommits()
    /// Used on the connection's queue alone.
    private var recent: RecentCommits { unsafe recentCommits }
    let group = GroupCommit()
    /// The numbers of workflows that have been locked, as far as they are known.
    let numbers = Mutex<[WorkflowID: Int64]>([:])
    /// So many that what they take stays small.
    static let mostNumbers = 65_536
    private let isOpen = Atomic(true)

    init(path: StorePath, storeID: String, access: Access, database: DatabaseQueue, after looked: DatabaseQueue? = nil)
    {
        self.path = path
        self.storeID = storeID
        log = LogWriter(storeID: storeID, realNow: Timestamp.ofThisMachine)
        self.access = access
        connection = SharedConnection(database)
        self.looked = looked
        locks = LockFile(path.lock)
    }

    /// Runs `body` while no other process writes to the store at `path`.
    static func withWritersLock<Result>(
        of path: StorePath, by locks: LockFile? = nil, _ body: () throws -> Result
    ) throws -> Result {
        try mapping(path) {
            guard let lock = try (locks ?? LockFile(path.lock)).take(byte: 0, waiting: longestWait) else {
                throw JournalError.storeBusy(waited: longestWait)
            }
            defer { lock.release() }
            return try body()
        }
    }

    /// Runs `body`, and makes of every failure of the system, the database or its contents an error of the journal.
    static func mapping<Result>(_ path: StorePath, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SystemError {
            throw JournalError.unusable(StoreFault(error))
        } catch let error as DatabaseError {
            throw JournalError(error, path: path.file)
        } catch is RowDecodingError {
            throw JournalError.unusable(.damaged(path.file, .unreadableRow))
        } catch let error as DamagedLog {
            throw JournalError.unusable(.damaged(path.file, .hashIsMissing(at: error.position)))
        }
    }

    /// Runs `body` in a transaction that either is committed and synced, or has changed nothing.
    ///
    /// Whatever it writes, what is recent is told of it, or forgets.
    func write<Result>(_ body: (Database, RecentCommits) throws -> Result) throws -> Result {
        try database.writeWithoutTransaction { database in try write(on: database) { try body(database, $0) } }
    }

    /// The same, where the connection is used already.
    func write<Result>(on database: Database, _ body: (RecentCommits) throws -> Result) throws -> Result {
        try Self.mapping(path) {
            try Self.withWritersLock(of: path, by: locks) {
                do {
                    return try database.inPreparedTransaction(.immediate) {
                        try recent.refresh(database)
                        return try body(recent)
                    }
                } catch {
                    recent.forget()
                    throw error
                }
            }
        }
    }

    /// Runs `body`, which reads more than once, on the store as it is at one moment.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try Self.mapping(path) {
            try database.writeWithoutTransaction { database in
                try database.inPreparedTransaction(.deferred) { try body(database) }
            }
        }
    }

    /// Runs `body`, which reads once: one statement needs no transaction.
    func look<Result: Sendable>(
        _ body: @escaping @Sendable (Database, RecentCommits) throws -> Result
    ) async throws -> Result {
        try await connection.use { [self] database in try Self.mapping(path) { try body(database, recent) } }
    }

    /// Takes the lock on a workflow's byte; `nil` if another holds it.
    func takeLock(ofWorkflow number: Int64) throws -> FileLock? {
        try Self.mapping(path) { try locks.take(byte: 1 + number) }
    }

    /// Closes the store.
    ///
    /// The last writer to close it leaves one file behind. Not needed for safety: a process may end at any time.
    /// Closing a writing connection may checkpoint, so it is done only while no other process writes; if one keeps the
    /// store for long, the connection is left to the end of the process.
    public func close() throws {
        guard isOpen.exchange(false, ordering: .acquiringAndReleasing) else { return }
        try Self.mapping(path) {
            switch access {
            case .reading:
                try database.close()
            case .writing:
                guard let lock = try locks.take(byte: 0, waiting: .milliseconds(100)) else {
                    _ = unsafe Unmanaged.passRetained(database)
                    return
                }
                defer { lock.release() }
                try database.close()
            }
        }
    }

    deinit {
        do {
            try close()
        } catch {
            // What was committed is safe, and there is nobody to tell.
            _ = unsafe Unmanaged.passRetained(database)
        }
    }
}
