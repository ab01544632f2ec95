public import Foundation
import GRDB
public import TransparencyLog
public import WorkflowEngine

extension SQLiteJournal: LeafLog {
    public var size: Int {
        get throws {
            try read { try Int.fetchOne($0, sql: "SELECT max(position) FROM transition") ?? 0 }
        }
    }

    public func subtree(atLevel level: Int, _ index: Int) throws -> MerkleHash {
        try read { try $0.subtree(atLevel: level, closedAt: (index + 1) << level) }
    }

    public func forEachLeaf(
        in places: Range<Int>, _ body: (_ leaf: Data, _ subtrees: [MerkleHash]) throws -> Void
    ) throws {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT position, leaf, subtrees FROM transition WHERE position > ? AND position <= ?
                    ORDER BY position
                    """, arguments: [places.lowerBound, places.upperBound])
            while let row = try rows.next() {
                let bytes = try row.decode(Data.self, atIndex: 2)
                let subtrees = stride(from: 0, to: bytes.count, by: MerkleHash.size).compactMap { start in
                    MerkleHash(bytes: bytes.subdata(in: start..<min(start + MerkleHash.size, bytes.count)))
                }
                guard subtrees.count * MerkleHash.size == bytes.count else {
                    throw DamagedLog(position: try row.decode(atIndex: 0))
                }
                try body(try row.decode(Data.self, atIndex: 1), subtrees)
            }
        }
    }

    /// The line at a position.
    public func leaf(at position: Int) throws -> Data? {
        try read { try Data.fetchOne($0, sql: "SELECT leaf FROM transition WHERE position = ?", arguments: [position]) }
    }

    /// The last line of a workflow, by its id.
    public func lastLeaf(of workflow: String, inFirst size: Int) throws -> (index: Int, bytes: Data)? {
        try read { database in
            // From the workflow's last version down: costs what it has done since.
            try Row.fetchOne(
                database,
                sql: """
                    SELECT position, leaf FROM transition WHERE workflow = ? AND position <= ?
                    ORDER BY version DESC LIMIT 1
                    """, arguments: [workflow, size]
            ).map { (index: try $0.decode(Int.self, atIndex: 0) - 1, bytes: try $0.decode(Data.self, atIndex: 1)) }
        }
    }

    /// The changes of key.
    public func leavesWithoutSubject(inFirst size: Int) throws -> [(index: Int, bytes: Data)] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT position, leaf FROM transition WHERE workflow IS NULL AND position <= ? ORDER BY position",
                arguments: [size]
            ).map { (index: try $0.decode(Int.self, atIndex: 0) - 1, bytes: try $0.decode(Data.self, atIndex: 1)) }
        }
    }

    /// The public key that signs for the log now: the one it was begun with, or the last it was changed to.
    public func verifier() throws -> VerifierKey {
        let (begun, change) = try read { database in
            (
                try String.fetchOne(database, sql: "SELECT verifier FROM store"),
                try Data.fetchOne(
                    database, sql: "SELECT leaf FROM transition WHERE workflow IS NULL ORDER BY position DESC LIMIT 1")
            )
        }
        if let change {
            guard let logged = LoggedKeyChange(change), let change = KeyChange(parsing: logged.note) else {
                throw JournalError.unusable(.damaged(path.file, .unreadableKey))
            }
            return change.new
        }
        guard let key = begun.flatMap({ VerifierKey($0) }) else {
            throw JournalError.unusable(.damaged(path.file, .unreadableKey))
        }
        return key
    }

    /// The key that signs for the log now.
    ///
    /// Of a change that was killed after it had become history, the rest is done.
    ///
    /// - Throws: ``JournalError/unusable(_:)`` if it is not there, or is not the one.
    public func signingKey(in file: KeyFile) throws -> SigningKey {
        let wanted = try verifier()
        if try StorePath.exists(file.successor.path), case let next = try file.successor.load(), next.verifier == wanted
        {
            try file.replaceBySuccessor()
            return next
        }
        let key = try file.load()
        guard key.verifier == wanted else {
            throw JournalError.unusable(.keyOfAnother(file.path, store: LogLine.origin(of: storeID)))
        }
        return key
    }

    /// Changes the key that signs for the log; the change is history, signed by both.
    ///
    /// Killed at any moment, either key is the log's and is there.
    ///
    /// - Returns: the new public key.
    public func changeKey(in file: KeyFile, by actor: Actor) throws -> VerifierKey {
        let old = try signingKey(in: file)
        if try StorePath.exists(file.successor.path) {
            try Self.mapping(path) { try Self.removeFile(file.successor.path) }
        }
        let new = SigningKey(name: old.name)
        try file.successor.make(new)
        try write { try log.append(KeyChange(from: old, to: new), by: actor, in: $0, $1) }
        try file.replaceBySuccessor()
        return new.verifier
    }
}
