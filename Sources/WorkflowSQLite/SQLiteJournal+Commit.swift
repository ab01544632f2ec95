import Foundation
import GRDB
public import Workflow
public import WorkflowEngine

extension SQLiteJournal {
    public func commit(_ commits: [Commit]) async throws {
        try write { database in
            for commit in commits { try Self.put(commit, into: database, log) }
        }
    }

    public func postpone(_ id: WorkflowID, at version: Int, _ postponement: Postponement?) async throws {
        try write { database in
            try database.run(
                "UPDATE workflow SET attempt = ?, reason = ?, dueAt = ? WHERE id = ? AND version = ?",
                arguments: [
                    postponement?.attempt, postponement.map { CanonicalJSON.text($0.reason) },
                    postponement?.dueAt?.description, id.rawValue, version,
                ])
            guard database.changesCount == 1 else { throw JournalError.overtaken(id) }
        }
    }

    public func lock(_ id: WorkflowID) async throws -> (any WorkflowLock)? {
        let number = try read { database in
            try Int64.fetchOne(database, sql: "SELECT number FROM workflow WHERE id = ?", arguments: [id.rawValue])
        }
        guard let number else { return nil }
        return try Self.mapping(path) {
            guard let lock = try FileLock.take(byte: 1 + number, ofFileAt: path.lock) else {
                throw JournalError.busy(id)
            }
            return lock
        }
    }

    private static func put(_ commit: Commit, into database: Database, _ log: LogWriter) throws {
        let workflow = commit.workflow
        try checkName(of: workflow, in: database)
        if commit.expectedVersion == 0 {
            try insert(workflow, into: database)
        } else {
            try update(workflow, in: database)
        }
        try log.append(commit, in: database)
        try replaceClaims(of: workflow, by: commit.claims, in: database)
    }

    private static func insert(_ workflow: StoredWorkflow, into database: Database) throws {
        let exists: Bool? = try database.value(
            "SELECT EXISTS (SELECT 1 FROM workflow WHERE id = ?)", arguments: [workflow.id.rawValue])
        guard exists == false else { throw JournalError.overtaken(workflow.id) }
        try database.run(
            """
            INSERT INTO workflow (id, name, kind, definitionVersion, cloud, phase, isFinished, state, version, attempt,
                reason, dueAt, createdAt, updatedAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                workflow.id.rawValue, workflow.name, workflow.kind, workflow.definitionVersion, workflow.cloud,
                workflow.phase, workflow.isFinished, workflow.state, workflow.version, workflow.postponement?.attempt,
                workflow.postponement.map { CanonicalJSON.text($0.reason) }, workflow.postponement?.dueAt?.description,
                workflow.createdAt.description, workflow.updatedAt.description,
            ])
    }

    private static func update(_ workflow: StoredWorkflow, in database: Database) throws {
        try database.run(
            """
            UPDATE workflow SET name = ?, definitionVersion = ?, phase = ?, isFinished = ?, state = ?, version = ?,
                attempt = ?, reason = ?, dueAt = ?, updatedAt = ?
            WHERE id = ? AND version = ?
            """,
            arguments: [
                workflow.name, workflow.definitionVersion, workflow.phase, workflow.isFinished, workflow.state,
                workflow.version, workflow.postponement?.attempt,
                workflow.postponement.map { CanonicalJSON.text($0.reason) },
                workflow.postponement?.dueAt?.description, workflow.updatedAt.description, workflow.id.rawValue,
                workflow.version - 1,
            ])
        guard database.changesCount == 1 else { throw JournalError.overtaken(workflow.id) }
    }

    private static func checkName(of workflow: StoredWorkflow, in database: Database) throws {
        let isTaken: Bool? = try database.value(
            "SELECT EXISTS (SELECT 1 FROM workflow WHERE name = ? AND id <> ?)",
            arguments: [workflow.name, workflow.id.rawValue])
        guard isTaken == false else { throw JournalError.nameTaken(workflow.name) }
    }

    /// Puts `claims` in place of what the workflow claimed, unless all workflows of its cloud together would then claim
    /// more than there is.
    private static func replaceClaims(
        of workflow: StoredWorkflow, by claims: [Claim], in database: Database
    ) throws {
        try database.run("DELETE FROM claim WHERE workflow = ?", arguments: [workflow.id.rawValue])
        for claim in claims {
            let held: Int? = try database.value(
                """
                SELECT coalesce(sum(claim.amount), 0)
                FROM claim JOIN workflow ON workflow.id = claim.workflow
                WHERE claim.resource = ? AND workflow.cloud = ?
                """,
                arguments: [claim.resource, workflow.cloud])
            guard let held, held + claim.amount <= claim.limit else {
                throw JournalError.claimed(resource: claim.resource)
            }
            try database.run(
                "INSERT INTO claim (workflow, resource, amount, \"limit\") VALUES (?, ?, ?, ?)",
                arguments: [workflow.id.rawValue, claim.resource, claim.amount, claim.limit])
        }
    }
}
