import Foundation
import GRDB
import TransparencyLog
import Workflow
import WorkflowEngine

/// Appends to the log, in the transaction of what is logged.
struct LogWriter: Sendable {
    let storeID: String
    /// What time it is, in real time.
    let realNow: @Sendable () -> Timestamp

    /// Appends a transition.
    func append(_ commit: Commit, in database: Database) throws {
        let last = try lastEntry(in: database)
        let position = last.position + 1
        let workflow = commit.workflow
        let entry = HistoryEntry(
            position: position, workflow: workflow.id, kind: workflow.kind, version: workflow.version,
            event: commit.event, from: commit.from, to: workflow.phase, definitionVersion: workflow.definitionVersion,
            state: workflow.state, evidence: commit.evidence, actor: commit.actor, requestID: commit.requestID,
            at: workflow.updatedAt)
        let leaf = LoggedTransition(entry, in: storeID, recordedAt: realNow()).bytes
        try database.run(
            """
            INSERT INTO transition (position, workflow, version, "from", "to", at, leaf, subtrees)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                position, workflow.id.rawValue, workflow.version, commit.from, workflow.phase,
                workflow.updatedAt.description, leaf, try subtrees(with: leaf, after: last, in: database),
            ])
    }

    /// Appends a change of key.
    func append(_ change: KeyChange, by actor: Actor, in database: Database) throws {
        let last = try lastEntry(in: database)
        let position = last.position + 1
        let now = realNow()
        let leaf = LoggedKeyChange(
            at: position, in: storeID, by: actor, recordedAt: now, note: change.note.description
        ).bytes
        try database.run(
            "INSERT INTO transition (position, \"to\", at, leaf, subtrees) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                position, LoggedKeyChange.phase, now.description, leaf,
                try subtrees(with: leaf, after: last, in: database),
            ])
    }

    /// Where the log ends, and the subtrees that are complete there.
    private func lastEntry(in database: Database) throws -> (position: Int, subtrees: Data) {
        let last = try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT position, subtrees FROM transition ORDER BY position DESC LIMIT 1"))
        guard let last else { return (0, Data()) }
        return (try last.decode(atIndex: 0), try last.decode(atIndex: 1))
    }

    /// The subtrees that are complete with a leaf: as many hashes are read and made as it closes.
    private func subtrees(
        with leaf: Data, after last: (position: Int, subtrees: Data), in database: Database
    ) throws -> Data {
        var node = MerkleHash(leaf: leaf)
        var complete = node.bytes
        for level in 0..<last.position.trailingOnes {
            let left =
                level == 0
                ? try MerkleHash(firstOf: last.subtrees, at: last.position)
                : try database.subtree(atLevel: level, closedAt: last.position + 1 - 1 << level)
            node = MerkleHash(left, node)
            complete += node.bytes
        }
        return complete
    }
}

extension MerkleHash {
    /// The leaf's own hash, among the subtrees that were noted with it.
    fileprivate init(firstOf subtrees: Data, at position: Int) throws {
        guard let hash = MerkleHash(bytes: subtrees.prefix(Self.size)) else { throw DamagedLog(position: position) }
        self = hash
    }
}

extension Database {
    /// The root of the subtree of 2^`level` leaves of which the last is at `position`.
    func subtree(atLevel level: Int, closedAt position: Int) throws -> MerkleHash {
        let bytes: Data? = try value(
            "SELECT substr(subtrees, ?, ?) FROM transition WHERE position = ?",
            arguments: [level * MerkleHash.size + 1, MerkleHash.size, position])
        guard let hash = bytes.flatMap({ MerkleHash(bytes: $0) }) else { throw DamagedLog(position: position) }
        return hash
    }
}

/// A hash is missing that the log must have.
struct DamagedLog: Error {
    let position: Int
}

extension Timestamp {
    /// What time it is by the clock of this machine.
    static func ofThisMachine() -> Self {
        Self(millisecondsSince1970: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
