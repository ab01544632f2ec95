import CanonicalJSON
import Foundation
import GRDB
import Glibc
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// Steps through the journal.
final class LoggedSteps {
    private let journal: SQLiteJournal
    private let entry: HistoryEntry

    init(like entry: HistoryEntry, at path: String) throws {
        journal = try SQLiteJournal.openOrCreate(path)
        self.entry = entry
    }

    func take(_ version: Int) async throws {
        let time = entry.at + .seconds(version)
        let workflow = StoredWorkflow(
            id: entry.workflow, name: "bench", kind: "exclusive-order", definitionVersion: 1, cloud: "cloud",
            phase: entry.to, isFinished: false, state: entry.state.text, version: version, postponement: nil,
            createdAt: entry.at, updatedAt: time)
        try await journal.commit(
            Commit(
                workflow, event: entry.event, evidence: entry.evidence.text, from: version == 1 ? nil : entry.to,
                actor: entry.actor, requestID: entry.requestID, claims: []))
    }
}

/// The same steps into a history without a log: a store of the same settings, its facts in columns.
final class PlainSteps {
    private let database: DatabaseQueue
    private let path: String
    private let entry: HistoryEntry

    init(like entry: HistoryEntry, at path: String) throws {
        self.path = path
        try SQLiteJournal.openOrCreate(path).close()
        database = try DatabaseQueue(path: path)
        self.entry = entry
        try database.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    CREATE TABLE plain (
                        position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                        workflow TEXT NOT NULL REFERENCES workflow (id), version INTEGER NOT NULL, event TEXT NOT NULL,
                        "from" TEXT, "to" TEXT NOT NULL, definitionVersion INTEGER NOT NULL, state TEXT NOT NULL,
                        evidence TEXT NOT NULL, actorType TEXT NOT NULL, actorID TEXT NOT NULL, requestID TEXT,
                        at TEXT NOT NULL,
                        UNIQUE (workflow, version)
                    ) STRICT;
                    CREATE TRIGGER plain_follows_the_one_before BEFORE INSERT ON plain
                    WHEN NEW.version > 1 AND NOT EXISTS (
                        SELECT 1 FROM plain AS before
                        WHERE before.workflow = NEW.workflow AND before.version = NEW.version - 1
                            AND before."to" = NEW."from" AND before.at <= NEW.at
                    )
                    BEGIN
                        SELECT RAISE(ABORT, 'plain_follows_the_one_before');
                    END;
                    """)
        }
    }

    func take(_ version: Int) throws {
        let time = (entry.at + .seconds(version)).description
        try database.writeWithoutTransaction { database in
            let lock = WritersLock(at: path + ".lock")
            defer { lock.release() }
            try database.inTransaction(.immediate) {
                _ = try Bool.fetchOne(
                    database.cachedStatement(
                        sql: "SELECT EXISTS (SELECT 1 FROM workflow WHERE name = ? AND id <> ?)"),
                    arguments: ["bench", entry.workflow.rawValue])
                if version == 1 {
                    try database.cachedStatement(
                        sql: """
                            INSERT INTO workflow (id, name, kind, definitionVersion, cloud, phase, isFinished, version,
                                createdAt, updatedAt)
                            VALUES (?, 'bench', 'exclusive-order', 1, 'cloud', ?, 0, 1, ?, ?)
                            """
                    ).execute(arguments: [entry.workflow.rawValue, entry.to, entry.at.description, time])
                } else {
                    try database.cachedStatement(
                        sql: """
                            UPDATE workflow SET name = 'bench', definitionVersion = 1, phase = ?, isFinished = 0,
                                version = ?, attempt = NULL, reason = NULL, dueAt = NULL, updatedAt = ?
                            WHERE id = ? AND version = ?
                            """
                    ).execute(arguments: [entry.to, version, time, entry.workflow.rawValue, version - 1])
                }
                try database.cachedStatement(
                    sql: """
                        INSERT INTO plain (workflow, version, event, "from", "to", definitionVersion, state, evidence,
                            actorType, actorID, requestID, at)
                        VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)
                        """
                ).execute(arguments: [
                    entry.workflow.rawValue, version, entry.event, version == 1 ? nil : entry.to, entry.to,
                    entry.state.text, entry.evidence.text, entry.actor.type.rawValue, entry.actor.id, entry.requestID,
                    time,
                ])
                try database.cachedStatement(sql: "DELETE FROM claim WHERE workflow = ?").execute(
                    arguments: [entry.workflow.rawValue])
                return .commit
            }
        }
    }
}

/// What the journal takes while it writes: the lock on byte 0 of the file beside the store.
private struct WritersLock {
    private let descriptor: Int32

    init(at path: String) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        var request = flock()
        request.l_type = Int16(F_WRLCK)
        request.l_len = 1
        // F_OFD_SETLK of Linux.
        let taken = unsafe fcntl(descriptor, 37, &request)
        precondition(taken == 0, "nobody else writes")
    }

    func release() { close(descriptor) }
}
