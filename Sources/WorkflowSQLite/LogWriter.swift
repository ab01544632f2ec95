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
        let position = try nextPosition(in: database)
        let workflow = commit.workflow
        let entry = HistoryEntry(
            position: position, workflow: workflow.id, version: workflow.version, event: commit.event,
            from: commit.from, to: workflow.phase, definitionVersion: workflow.definitionVersion,
            state: workflow.state, evidence: commit.evidence, actor: commit.actor, requestID: commit.requestID,
            at: workflow.updatedAt)
        let leaf = LoggedTransition(entry, in: storeID, recordedAt: realNow()).bytes
        try database.execute(
            literal: """
                INSERT INTO transition (position, workflow, version, "from", "to", at, leaf, subtrees)
                VALUES (\(position), \(workflow.id.rawValue), \(workflow.version), \(commit.from), \(workflow.phase),
                    \(workflow.updatedAt.description), \(leaf), \(try subtrees(with: leaf, at: position, in: database)))
                """)
    }

    /// Appends a change of key.
    func append(_ change: KeyChange, by actor: Actor, in database: Database) throws {
        let position = try nextPosition(in: database)
        let now = realNow()
        let leaf = LoggedKeyChange(
            at: position, in: storeID, by: actor, recordedAt: now, note: change.note.description
        ).bytes
        try database.execute(
            literal: """
                INSERT INTO transition (position, "to", at, leaf, subtrees)
                VALUES (\(position), \(LoggedKeyChange.phase), \(now.description), \(leaf),
                    \(try subtrees(with: leaf, at: position, in: database)))
                """)
    }

    private func nextPosition(in database: Database) throws -> Int {
        try (Int.fetchOne(database, sql: "SELECT max(position) FROM transition") ?? 0) + 1
    }

    /// The subtrees that are complete with a leaf: as many hashes are read and made as it closes.
    private func subtrees(with leaf: Data, at position: Int, in database: Database) throws -> Data {
        var node = MerkleHash(leaf: leaf)
        var complete = node.bytes
        for level in 0..<(position - 1).trailingOnes {
            let left = try database.subtree(atLevel: level, closedAt: position - 1 << level)
            node = MerkleHash(left, node)
            complete += node.bytes
        }
        return complete
    }
}

extension Database {
    /// The root of the subtree of 2^`level` leaves of which the last is at `position`.
    func subtree(atLevel level: Int, closedAt position: Int) throws -> MerkleHash {
        let bytes = try Data.fetchOne(
            self, sql: "SELECT substr(subtrees, ?, ?) FROM transition WHERE position = ?",
            arguments: [level * MerkleHash.size + 1, MerkleHash.size, position])
        guard let hash = bytes.flatMap({ MerkleHash(bytes: $0) }) else { throw DamagedLog(position: position) }
        return hash
    }
}

/// A hash is missing that the log must have.
struct DamagedLog: Error {
    let position: Int
}
