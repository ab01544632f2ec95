import Foundation
import GRDB
import Synchronization

/// The state of a simulated cloud in a file of SQLite, shared by any number of processes.
///
/// A real cloud forgets nothing when the power fails at its customer's, so that every change is synced before it is
/// answered. The rollback journal is truncated rather than deleted, which makes it last without syncing the directory.
final class CloudFile: CloudStorage {
    /// Marks a database as a simulated cloud: "SLUX".
    static let applicationID = 0x534C_5558

    private let path: String
    private let database: DatabaseQueue
    /// The state as last read or written, with the revision it had: read again only when another process has changed
    /// it.
    private let known = Mutex<(revision: Int, state: CloudState)?>(nil)

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
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        // To open a pipe would be to wait for whoever writes to it.
        let kind = try FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
        guard kind == .typeRegular else { return false }
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        let header = try file.read(upToCount: 72) ?? Data()
        try file.close()
        return header.count == 72 && header.starts(with: Data("SQLite format 3\0".utf8)) && header.suffix(4) == mark
    }

    /// The application id as it lies in the header of a database, at offset 68.
    ///
    /// Source: "The Database File Format" of the SQLite documentation.
    private static var mark: Data {
        Data((0..<4).map { UInt8(truncatingIfNeeded: applicationID >> (24 - 8 * $0)) })
    }

    /// Makes the file of a new cloud at `path`, where there must be none.
    static func make(at path: String, holding state: CloudState) throws {
        // Of the file that is being made nothing shall remain but the file itself: no truncated journal beside it.
        let database = try DatabaseQueue(path: path)
        try database.write { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(
                sql: """
                    CREATE TABLE cloud (
                        id INTEGER NOT NULL PRIMARY KEY CONSTRAINT cloud_is_one CHECK (id = 1),
                        revision INTEGER NOT NULL,
                        state TEXT NOT NULL CONSTRAINT state_is_json CHECK (json_valid(state))
                    ) STRICT
                    """)
            try database.execute(
                sql: "INSERT INTO cloud (id, revision, state) VALUES (1, 1, ?)", arguments: [json(state)])
        }
        try database.close()
    }

    private static func connect(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        let database = try DatabaseQueue(path: path, configuration: configuration)
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL")
        }
        return database
    }

    func read() throws -> CloudState {
        try Self.mapping(path) { try database.read { try current($0).state } }
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

    func update<Result>(_ body: (inout CloudState) throws -> Result) throws -> Result {
        try Self.mapping(path) { try write(body) }
    }

    private func write<Result>(_ body: (inout CloudState) throws -> Result) throws -> Result {
        try database.writeWithoutTransaction { database in
            var result: Result?
            var written: (revision: Int, state: CloudState)?
            try database.inTransaction(.immediate) {
                let before = try current(database)
                var state = before.state
                result = try body(&state)
                guard state != before.state else { return .rollback }
                try database.execute(
                    sql: "UPDATE cloud SET revision = ?, state = ?",
                    arguments: [before.revision + 1, try Self.json(state)])
                written = (before.revision + 1, state)
                return .commit
            }
            if let written { known.withLock { $0 = written } }
            guard let result else { preconditionFailure("a transaction that ends has run its body") }
            return result
        }
    }

    private func current(_ database: Database) throws -> (revision: Int, state: CloudState) {
        let revision = try Int.fetchOne(database, sql: "SELECT revision FROM cloud")
        if let known = known.withLock({ $0 }), known.revision == revision { return known }
        guard let revision, let text = try String.fetchOne(database, sql: "SELECT state FROM cloud") else {
            throw UnusableCloud(path: path, reason: .foreign)
        }
        let state = try JSONDecoder().decode(CloudState.self, from: Data(text.utf8))
        known.withLock { $0 = (revision, state) }
        return (revision, state)
    }

    private static func json(_ state: CloudState) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(state), as: UTF8.self)
    }
}
