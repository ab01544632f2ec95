import CanonicalJSON
import Foundation
import GRDB
import Synchronization
public import Workflow
public import WorkflowEngine

extension SQLiteJournal {
    public func commit(_ commits: [Commit]) async throws {
        try await group.make(in: self) { [log] database, recent in
            for commit in commits { try Self.put(commit, into: database, log, recent) }
        }
    }

    public func postpone(_ id: WorkflowID, at version: Int, _ postponement: Postponement?) async throws {
        try await group.make(in: self) { database, recent in
            try database.run(
                "UPDATE workflow SET attempt = ?, reason = ?, dueAt = ? WHERE id = ? AND version = ?",
                arguments: [
                    postponement?.attempt, postponement.map { CanonicalJSON.text($0.reason) },
                    postponement?.dueAt?.description, id.rawValue, version,
                ])
            guard database.changesCount == 1 else { throw JournalError.overtaken(id) }
            if let known = recent.known(id) {
                recent.note(known.workflow.postponed(postponement), claiming: known.claims)
            }
        }
    }

    public func lock(_ id: WorkflowID) async throws -> (any WorkflowLock)? {
        guard let number = try await number(of: id) else { return nil }
        guard let lock = try takeLock(ofWorkflow: number) else { throw JournalError.busy(id) }
        return lock
    }

    /// The number of a workflow, which never changes: it is read once.
    private func number(of id: WorkflowID) async throws -> Int64? {
        if let known = numbers.withLock({ $0[id] }) { return known }
        let number: Int64? = try await look { database, _ in
            try database.value("SELECT number FROM workflow WHERE id = ?", arguments: [id.rawValue])
        }
        numbers.withLock { numbers in
            if numbers.count == Self.mostNumbers { numbers.removeAll(keepingCapacity: true) }
            numbers[id] = number
        }
        return number
    }

    private static func put(
        _ commit: Commit, into database: Database, _ log: LogWriter, _ recent: RecentCommits
    ) throws {
        let workflow = commit.workflow
        do {
            if commit.expectedVersion == 0 {
                try insert(workflow, into: database)
            } else {
                try update(workflow, in: database)
            }
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            // Names and ids are unique.
            throw error.message?.contains("workflow.name") == true
                ? JournalError.nameTaken(workflow.name) : JournalError.overtaken(workflow.id)
        }
        try log.append(commit, in: database, recent)
        let held = try recent.known(workflow.id)?.claims ?? claims(of: workflow.id, in: database)
        try replace(held, by: commit.claims, of: workflow, in: database)
        recent.note(workflow, claiming: Set(commit.claims))
    }

    private static func insert(_ workflow: StoredWorkflow, into database: Database) throws {
        try database.run(
            """
            INSERT INTO workflow (id, name, kind, definitionVersion, cloud, region, phase, isFinished, isAsking, version,
                attempt, reason, dueAt, createdAt, updatedAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                workflow.id.rawValue, workflow.name, workflow.kind, workflow.definitionVersion, workflow.cloud,
                workflow.region, workflow.phase, workflow.isFinished, workflow.isAsking, workflow.version,
                workflow.postponement?.attempt,
                workflow.postponement.map { CanonicalJSON.text($0.reason) }, workflow.postponement?.dueAt?.description,
                workflow.createdAt.description, workflow.updatedAt.description,
            ])
    }

    private static func update(_ workflow: StoredWorkflow, in database: Database) throws {
        try database.run(
            """
            UPDATE workflow SET name = ?, definitionVersion = ?, region = ?, phase = ?, isFinished = ?, isAsking = ?,
                version = ?, attempt = ?, reason = ?, dueAt = ?, updatedAt = ?
            WHERE id = ? AND version = ?
            """,
            arguments: [
                workflow.name, workflow.definitionVersion, workflow.region, workflow.phase, workflow.isFinished,
                workflow.isAsking, workflow.version,
                workflow.postponement?.attempt,
                workflow.postponement.map { CanonicalJSON.text($0.reason) },
                workflow.postponement?.dueAt?.description, workflow.updatedAt.description, workflow.id.rawValue,
                workflow.version - 1,
            ])
        guard database.changesCount == 1 else { throw JournalError.overtaken(workflow.id) }
    }

    /// Whether there is enough for a claim beside those of all workflows of a cloud, or of all clouds.
    private static func isFree(_ claim: Claim, in cloud: String?, of database: Database) throws -> Bool {
        let held: Int?
        if let cloud {
            held = try database.value(
                """
                SELECT coalesce(sum(claim.amount), 0)
                FROM claim JOIN workflow ON workflow.id = claim.workflow
                WHERE claim.resource = ? AND workflow.cloud = ?
                """, arguments: [claim.resource, cloud])
        } else {
            held = try database.value(
                "SELECT coalesce(sum(amount), 0) FROM claim WHERE resource = ?", arguments: [claim.resource])
        }
        return held.map { $0 + claim.amount <= claim.limit } ?? false
    }

    private static func claims(of id: WorkflowID, in database: Database) throws -> Set<Claim> {
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: "SELECT resource, amount, \"limit\" FROM claim WHERE workflow = ?"),
            arguments: [id.rawValue])
        var claims: Set<Claim> = []
        while let row = try rows.next() { claims.insert(try row.claim()) }
        return claims
    }

    /// Puts `claims` in place of those that the workflow holds, unless with what is new all workflows of its cloud together
    /// would claim more than there is.
    private static func replace(
        _ held: Set<Claim>, by claims: [Claim], of workflow: StoredWorkflow, in database: Database
    ) throws {
        for claim in held.subtracting(claims) {
            try database.run(
                "DELETE FROM claim WHERE workflow = ? AND resource = ?",
                arguments: [workflow.id.rawValue, claim.resource])
        }
        for claim in claims where !held.contains(claim) {
            // Most often there is enough even beside what is claimed of it in other clouds, which is cheaper to know.
            guard try isFree(claim, in: nil, of: database) || isFree(claim, in: workflow.cloud, of: database) else {
                throw JournalError.claimed(resource: claim.resource)
            }
            try database.run(
                "INSERT INTO claim (workflow, resource, amount, \"limit\") VALUES (?, ?, ?, ?)",
                arguments: [workflow.id.rawValue, claim.resource, claim.amount, claim.limit])
        }
    }
}

extension Row {
    /// The claim that the first three columns hold: the resource, how much of it, and of how much.
    func claim() throws -> Claim {
        Claim(try decode(atIndex: 0), amount: try decode(atIndex: 1), limit: try decode(atIndex: 2))
    }
}
