import Foundation
import GRDB
import SQLiteMigrations
import Workflow
import WorkflowEngine

@testable import WorkflowSQLite

/// A place for a store, gone with the last reference to it.
final class TemporaryStore: Sendable {
    let directory: URL
    var path: String { directory.appendingPathComponent("sluice.db").path }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("sluice-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    /// Makes the store with one order in it, and leaves it closed.
    func makeWithOneOrder() async throws {
        let journal = try SQLiteJournal.openOrCreate(path)
        try await journal.commit(Self.placing("a"))
        try journal.close()
    }

    /// Changes the file behind the journal's back.
    func tamper(_ sql: String) throws {
        let database = try DatabaseQueue(path: path)
        try database.writeWithoutTransaction { try $0.execute(sql: sql) }
        try database.close()
    }

    /// Names of files in the directory.
    func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    }

    static let time = Timestamp(millisecondsSince1970: 1_617_238_800_000)

    static func placing(_ name: String, number: Int = 1, claims: [Claim] = []) -> Commit {
        let digits = String(number)
        let workflow = StoredWorkflow(
            id: WorkflowID(rawValue: "01F24DZC80000000000000000".prefix(26 - digits.count) + digits), name: name,
            kind: "sample",
            definitionVersion: 1, cloud: "cloud", phase: "first", isFinished: false, state: "{}", version: 1,
            postponement: nil, createdAt: time, updatedAt: time)
        return Commit(
            workflow, event: "placed", evidence: "{}", from: nil, actor: Actor(.operator, id: "op"), requestID: nil,
            claims: claims)
    }

    static func moving(_ commit: Commit, claims: [Claim] = []) -> Commit {
        let old = commit.workflow
        let workflow = StoredWorkflow(
            id: old.id, name: old.name, kind: old.kind, definitionVersion: 1, cloud: old.cloud, phase: "next",
            isFinished: false, state: "{}", version: old.version + 1, postponement: nil, createdAt: old.createdAt,
            updatedAt: old.updatedAt + .seconds(1))
        return Commit(
            workflow, event: "moved", evidence: "{}", from: old.phase, actor: commit.actor, requestID: nil,
            claims: claims)
    }
}
