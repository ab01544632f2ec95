import CanonicalJSON
import Foundation
import GRDB
import GRDBSQLite
import TransparencyLog
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// The limit of every step: the rows of a store, written by the C API of SQLite into a store of the same tables, indexes,
/// triggers and settings, by prepared statements and with nothing between.
@safe final class RawStore {
    /// What one transition writes.
    struct Step {
        let workflow: StoredWorkflow
        let position: Int64
        let from: String?
        let leaf: Data
        let subtrees: Data

        /// The commit that wrote it.
        var commit: Commit {
            guard let entry = LoggedTransition(leaf)?.entry else { preconditionFailure("the log can be read") }
            return Commit(
                workflow, event: entry.event, evidence: entry.evidence.text, from: from, actor: entry.actor,
                requestID: entry.requestID, claims: [])
        }
    }

    /// What a store has written beyond a position.
    static func steps(ofStoreAt path: String, after position: Int) throws -> [Step] {
        let database = try DatabaseQueue(path: path)
        defer { try? database.close() }
        return try database.read { database in
            try GRDB.Row.fetchAll(
                database,
                sql: "SELECT position, \"from\", leaf, subtrees FROM transition WHERE position > ? ORDER BY position",
                arguments: [position]
            ).map { row in
                let leaf: Data = row["leaf"]
                guard let entry = LoggedTransition(leaf)?.entry else { preconditionFailure("the log can be read") }
                // In place of the name, which not every state tells, one as long.
                let workflow = StoredWorkflow(
                    id: entry.workflow, name: entry.workflow.rawValue.lowercased(), kind: entry.kind,
                    definitionVersion: entry.definitionVersion, cloud: "bench", phase: entry.to,
                    isFinished: Self.ends.contains(entry.to), state: entry.state.text, version: entry.version,
                    postponement: nil, createdAt: entry.at, updatedAt: entry.at)
                return Step(
                    workflow: workflow, position: row["position"], from: row["from"], leaf: leaf,
                    subtrees: row["subtrees"])
            }
        }
    }

    private static let ends: Set<String> = ["arrived", "provisioned"]

    private let database: OpaquePointer
    private let begin: OpaquePointer
    private let commit: OpaquePointer
    private let insert: OpaquePointer
    private let update: OpaquePointer
    private let append: OpaquePointer

    init(at path: String) throws {
        try SQLiteJournal.openOrCreate(path).close()
        var opened: OpaquePointer?
        precondition(unsafe sqlite3_open(path, &opened) == SQLITE_OK, "the store opens")
        guard let database = unsafe opened else { preconditionFailure("the store opens") }
        unsafe self.database = database
        for pragma in ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"] {
            precondition(unsafe sqlite3_exec(database, "PRAGMA \(pragma)", nil, nil, nil) == SQLITE_OK, pragma)
        }
        func prepare(_ sql: String) -> OpaquePointer {
            var statement: OpaquePointer?
            precondition(unsafe sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK, sql)
            guard let statement = unsafe statement else { preconditionFailure(sql) }
            return unsafe statement
        }
        unsafe begin = prepare("BEGIN IMMEDIATE")
        unsafe commit = prepare("COMMIT")
        unsafe insert = prepare(
            """
            INSERT INTO workflow (id, name, kind, definitionVersion, cloud, phase, isFinished, version, createdAt,
                updatedAt)
            VALUES (?, ?, ?, 1, ?, ?, ?, 1, ?, ?)
            """)
        unsafe update = prepare(
            """
            UPDATE workflow SET name = ?, definitionVersion = 1, phase = ?, isFinished = ?, version = ?,
                attempt = NULL, reason = NULL, dueAt = NULL, updatedAt = ?
            WHERE id = ? AND version = ?
            """)
        unsafe append = prepare(
            """
            INSERT INTO transition (position, workflow, version, "from", "to", at, leaf, subtrees)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    /// Writes steps in one transaction.
    func write(_ steps: ArraySlice<Step>) {
        unsafe run(begin)
        for step in steps { put(step) }
        unsafe run(commit)
    }

    private func put(_ step: Step) {
        let workflow = step.workflow
        let (created, updated) = (workflow.createdAt.description, workflow.updatedAt.description)
        if workflow.version == 1 {
            unsafe bind(
                insert,
                [
                    .text(workflow.id.rawValue), .text(workflow.name), .text(workflow.kind), .text(workflow.cloud),
                    .text(workflow.phase), .integer(workflow.isFinished ? 1 : 0), .text(created), .text(updated),
                ])
            unsafe run(insert)
        } else {
            unsafe bind(
                update,
                [
                    .text(workflow.name), .text(workflow.phase), .integer(workflow.isFinished ? 1 : 0),
                    .integer(Int64(workflow.version)), .text(updated),
                    .text(workflow.id.rawValue), .integer(Int64(workflow.version) - 1),
                ])
            unsafe run(update)
        }
        unsafe bind(
            append,
            [
                .integer(step.position), .text(workflow.id.rawValue), .integer(Int64(workflow.version)),
                step.from.map { .text($0) } ?? .null, .text(workflow.phase), .text(updated), .blob(step.leaf),
                .blob(step.subtrees),
            ])
        unsafe run(append)
    }

    private enum Value {
        case null
        case integer(Int64)
        case text(String)
        case blob(Data)
    }

    private func bind(_ statement: OpaquePointer, _ values: [Value]) {
        // SQLite makes its own copy.
        let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            let result =
                switch value {
                case .null: unsafe sqlite3_bind_null(statement, place)
                case .integer(let number): unsafe sqlite3_bind_int64(statement, place, number)
                case .text(let text): unsafe sqlite3_bind_text(statement, place, text, -1, transient)
                case .blob(let bytes):
                    unsafe bytes.withUnsafeBytes {
                        unsafe sqlite3_bind_blob(statement, place, $0.baseAddress, Int32($0.count), transient)
                    }
                }
            precondition(result == SQLITE_OK, "a value is bound")
        }
    }

    private func run(_ statement: OpaquePointer) {
        let result = unsafe sqlite3_step(statement)
        precondition(result == SQLITE_DONE, "\(unsafe String(cString: sqlite3_errmsg(database)))")
        unsafe sqlite3_reset(statement)
    }

    deinit {
        unsafe sqlite3_finalize(begin)
        unsafe sqlite3_finalize(commit)
        unsafe sqlite3_finalize(insert)
        unsafe sqlite3_finalize(update)
        unsafe sqlite3_finalize(append)
        unsafe sqlite3_close(database)
    }
}
