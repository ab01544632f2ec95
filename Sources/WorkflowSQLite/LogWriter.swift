import CanonicalJSON
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
    func append(_ commit: Commit, in database: Database, _ recent: RecentCommits) throws {
        let position = try end(of: database, recent) + 1
        let workflow = commit.workflow
        let entry = HistoryEntry(
            position: position, workflow: workflow.id, kind: workflow.kind, version: workflow.version,
            event: commit.event, from: commit.from, to: workflow.phase, definitionVersion: workflow.definitionVersion,
            state: WrittenValue(workflow.state), evidence: WrittenValue(commit.evidence), actor: commit.actor,
            requestID: commit.requestID,
            at: workflow.updatedAt)
        let leaf = LoggedTransition(entry, in: storeID, recordedAt: realNow()).bytes
        try database.run(
            """
            INSERT INTO transition (position, workflow, version, "from", "to", at, leaf, subtrees)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                position, workflow.id.rawValue, workflow.version, commit.from, workflow.phase,
                workflow.updatedAt.description, leaf, try subtrees(with: leaf, at: position, in: database, recent),
            ])
    }

    /// Appends a change of key.
    func append(_ change: KeyChange, by actor: Actor, in database: Database, _ recent: RecentCommits) throws {
        let position = try end(of: database, recent) + 1
        let now = realNow()
        let leaf = LoggedKeyChange(
            at: position, in: storeID, by: actor, recordedAt: now, note: change.note.description
        ).bytes
        try database.run(
            "INSERT INTO transition (position, \"to\", at, leaf, subtrees) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                position, LoggedKeyChange.phase, now.description, leaf,
                try subtrees(with: leaf, at: position, in: database, recent),
            ])
    }

    /// Where the log ends.
    private func end(of database: Database, _ recent: RecentCommits) throws -> Int {
        if let last = recent.last { return last }
        let last: Int? = try database.value("SELECT max(position) FROM transition")
        return last ?? 0
    }

    /// The subtrees that are complete with a leaf: as many hashes are made, and read if they are not known, as it closes.
    private func subtrees(
        with leaf: Data, at position: Int, in database: Database, _ recent: RecentCommits
    ) throws -> Data {
        var node = MerkleHash(leaf: leaf)
        var complete = node.bytes
        let closed = (position - 1).trailingOnes
        for level in 0..<closed {
            let left =
                try recent.subtree(atLevel: level)
                ?? database.subtree(atLevel: level, closedAt: position - 1 << level)
            node = MerkleHash(left, node)
            complete += node.bytes
        }
        recent.note(end: position, completing: closed, node)
        return complete
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
