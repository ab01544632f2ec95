import CanonicalJSON
import Foundation
import GRDB
import TransparencyLog
public import Workflow
public import WorkflowEngine

extension SQLiteJournal {
    public func workflow(_ id: WorkflowID) async throws -> StoredWorkflow? {
        try await look { [self] database, recent in
            try recent.refresh(database)
            if let known = recent.known(id) { return known.workflow }
            let found = try numberedWorkflows(where: "workflow.id = ?", [id.rawValue], in: database).first?.workflow
            if let found { recent.note(found, claiming: nil) }
            return found
        }
    }

    public func workflow(named name: String) async throws -> StoredWorkflow? {
        try await workflows(where: "workflow.name = ?", [name]).first
    }

    public func workflows() async throws -> [StoredWorkflow] { try await workflows(where: "TRUE", []) }

    public func inFlight(in cloud: String?) async throws -> [WorkflowInFlight] {
        try read { database in
            // All of it stands in the index, which finished workflows are not in. There may be very many, so the columns
            // are read by place, without a copy of each row.
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT id, phase FROM workflow INDEXED BY workflow_in_flight
                    WHERE isFinished = 0 AND (?1 IS NULL OR cloud = ?1) ORDER BY number
                    """, arguments: [cloud])
            var found: [WorkflowInFlight] = []
            while let row = try rows.next() {
                let id = WorkflowID(rawValue: try row.decode(atIndex: 0))
                found.append(WorkflowInFlight(id: id, phase: try row.decode(atIndex: 1)))
            }
            return found
        }
    }

    public func namesInFlight(outside cloud: String) async throws -> [String] {
        try read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT name FROM workflow INDEXED BY workflow_in_flight
                    WHERE isFinished = 0 AND cloud <> ? ORDER BY number
                    """, arguments: [cloud])
        }
    }

    public func names(limit: Int) async throws -> [String] {
        try read { database in
            try String.fetchAll(
                database, sql: "SELECT name FROM workflow ORDER BY number DESC LIMIT ?", arguments: [limit])
        }
    }

    public func ids(beginningWith prefix: String, limit: Int) async throws -> [WorkflowID] {
        try read { database in
            // Not LIKE, to which % and _ would mean something; every text that goes on from the prefix is less than
            // the prefix and the last of all characters.
            try String.fetchAll(
                database, sql: "SELECT id FROM workflow WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
                arguments: [prefix, prefix + "\u{10FFFF}", limit]
            ).map(WorkflowID.init(rawValue:))
        }
    }

    public func history(of id: WorkflowID) async throws -> [HistoryEntry] {
        try await look { [self] database, _ in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT position, workflow, version, "from", "to", at, leaf, substr(subtrees, 1, 32)
                        FROM transition WHERE workflow = ? ORDER BY version
                        """), arguments: [id.rawValue]
            ).map { try HistoryEntry($0, of: storeID, path: path.file) }
        }
    }

    public func claims(
        on resources: [String], in cloud: String, exceptOf id: WorkflowID?
    ) async throws -> [HeldClaim] {
        try await look { database, _ in
            // There may be many, so the columns are read by place, without a copy of each row.
            let rows = try Row.fetchCursor(
                database.cachedStatement(
                    sql: """
                        SELECT claim.resource, claim.amount, claim."limit", workflow.id, workflow.name
                        FROM claim JOIN workflow ON workflow.id = claim.workflow
                        WHERE claim.resource IN (SELECT value FROM json_each(?))
                            AND workflow.cloud = ? AND workflow.id <> ?
                        ORDER BY workflow.number, claim.resource
                        """),
                arguments: [CanonicalJSON.text(resources), cloud, id?.rawValue ?? ""])
            var held: [HeldClaim] = []
            while let row = try rows.next() {
                let holder = WorkflowID(rawValue: try row.decode(atIndex: 3))
                held.append(HeldClaim(try row.claim(), holder: holder, named: try row.decode(atIndex: 4)))
            }
            return held
        }
    }

    /// Reads workflows, each with the state that the last line of its history led to.
    ///
    /// One that stands elsewhere than where its history ends is damage.
    private func workflows(where condition: String, _ arguments: StatementArguments) async throws -> [StoredWorkflow] {
        try await numberedWorkflows(where: condition, arguments).map(\.workflow)
    }

    /// The same, each with its number.
    func numberedWorkflows(
        where condition: String, _ arguments: StatementArguments
    ) async throws -> [(number: Int, workflow: StoredWorkflow)] {
        try await look { [self] database, _ in try numberedWorkflows(where: condition, arguments, in: database) }
    }

    /// The same, where the connection is used already.
    private func numberedWorkflows(
        where condition: String, _ arguments: StatementArguments, in database: Database
    ) throws -> [(number: Int, workflow: StoredWorkflow)] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT workflow.*, last.leaf AS lastLeaf,
                        last."to" = workflow.phase AND last.at = workflow.updatedAt
                            AND NOT EXISTS (
                                SELECT 1 FROM transition AS later
                                WHERE later.workflow = workflow.id AND later.version > workflow.version
                            ) AS agreesWithHistory
                    FROM workflow
                    LEFT JOIN transition AS last ON last.workflow = workflow.id AND last.version = workflow.version
                    WHERE \(condition)
                    ORDER BY workflow.number
                    """),
            arguments: arguments
        ).map { row in
            guard
                let last = try row.decode(Data?.self, forColumn: "lastLeaf").flatMap(LoggedTransition.init)?.entry,
                try row.decode(Bool.self, forColumn: "agreesWithHistory"),
                last.workflow.rawValue == (try row.decode(String.self, forColumn: "id")),
                last.to == (try row.decode(String.self, forColumn: "phase")),
                last.kind == (try row.decode(String.self, forColumn: "kind")),
                last.definitionVersion == (try row.decode(Int.self, forColumn: "definitionVersion")),
                last.version == (try row.decode(Int.self, forColumn: "version")),
                last.at.description == (try row.decode(String.self, forColumn: "updatedAt"))
            else {
                throw JournalError.unusable(.damaged(path.file, .strayed(from: try row.decode(forColumn: "name"))))
            }
            let workflow = try StoredWorkflow(row, in: last.state.text, path: path.file)
            return (try row.decode(Int.self, forColumn: "number"), workflow)
        }
    }
}

extension StoredWorkflow {
    fileprivate init(_ row: Row, in state: String, path: String) throws {
        self.init(
            id: WorkflowID(rawValue: try row.decode(forColumn: "id")), name: try row.decode(forColumn: "name"),
            kind: try row.decode(forColumn: "kind"), definitionVersion: try row.decode(forColumn: "definitionVersion"),
            cloud: try row.decode(forColumn: "cloud"), region: try row.decode(forColumn: "region"),
            phase: try row.decode(forColumn: "phase"),
            isFinished: try row.decode(forColumn: "isFinished"), isAsking: try row.decode(forColumn: "isAsking"),
            state: state, version: try row.decode(forColumn: "version"),
            postponement: try Postponement(row, path: path),
            createdAt: try row.time("createdAt", path: path), updatedAt: try row.time("updatedAt", path: path))
    }
}

extension Postponement {
    /// `nil` where nothing is postponed.
    fileprivate init?(_ row: Row, path: String) throws {
        guard let text = try row.decode(String?.self, forColumn: "reason") else { return nil }
        let reason: PostponementReason
        do {
            reason = try CanonicalJSON.value(of: text)
        } catch {
            throw JournalError.unusable(.damaged(path, .unreadableRow))
        }
        let isDue = try row.decode(String?.self, forColumn: "dueAt") != nil
        self.init(
            attempt: try row.decode(forColumn: "attempt"), reason: reason,
            dueAt: isDue ? try row.time("dueAt", path: path) : nil)
    }
}

extension HistoryEntry {
    /// Reads an entry from its leaf, and notes if that is not what was hashed, or not what the row says.
    fileprivate init(_ row: Row, of storeID: String, path: String) throws {
        let leaf = try row.decode(Data.self, atIndex: 6)
        guard let logged = LoggedTransition(leaf) else {
            throw JournalError.unusable(.damaged(path, .unreadableLeaf(at: try row.decode(atIndex: 0))))
        }
        let entry = logged.entry
        let isAsWritten =
            try MerkleHash(leaf: leaf).bytes == row.decode(Data.self, atIndex: 7)
            && logged.storeID == storeID
            && entry.position == row.decode(Int.self, atIndex: 0)
            && entry.workflow.rawValue == row.decode(String.self, atIndex: 1)
            && entry.version == row.decode(Int.self, atIndex: 2)
            && entry.from == row.decode(String?.self, atIndex: 3)
            && entry.to == row.decode(String.self, atIndex: 4)
            && entry.at.description == row.decode(String.self, atIndex: 5)
        self = isAsWritten ? entry : entry.notAsWritten
    }
}

extension Row {
    /// A column that holds a time.
    ///
    /// What does not, or holds nothing, is damage: the subscript would end the process.
    fileprivate func time(_ column: String, path: String) throws -> Timestamp {
        guard let time = Timestamp(try decode(String.self, forColumn: column)) else {
            throw JournalError.unusable(.damaged(path, .unreadableRow))
        }
        return time
    }
}
