import Foundation
import GRDB
import Testing
import Workflow
import WorkflowEngine
import WorkflowTestKit

@testable import WorkflowSQLite

struct SQLiteJournalTests {
    @Test(arguments: JournalContract.promises)
    func `a journal in a file keeps`(promise: JournalContract) async throws {
        let store = try TemporaryStore()
        try await promise.hold(for: try SQLiteJournal.openOrCreate(store.path))
    }

    @Test func `what was committed is there when the store is opened again`() async throws {
        let store = try TemporaryStore()
        let journal = try SQLiteJournal.openOrCreate(store.path)
        let placed = TemporaryStore.placing("a")
        try await journal.commit(placed)
        // Not closed: as if the process had been killed.
        let again = try SQLiteJournal.openOrCreate(store.path)
        #expect(try await again.workflow(placed.workflow.id) == placed.workflow)
        #expect(again.storeID == journal.storeID)
    }

    @Test func `two openings of one store see each other's commits and exclude each other`() async throws {
        let store = try TemporaryStore()
        let one = try SQLiteJournal.openOrCreate(store.path)
        let other = try SQLiteJournal.openOrCreate(store.path)
        let placed = TemporaryStore.placing("a")
        try await one.commit(placed)
        let moved = TemporaryStore.moving(placed)
        try await other.commit(moved)
        await #expect(throws: JournalError.overtaken(placed.workflow.id)) { try await one.commit(moved) }
        let lock = try #require(try await one.lock(placed.workflow.id))
        await #expect(throws: JournalError.busy(placed.workflow.id)) { try await other.lock(placed.workflow.id) }
        lock.release()
        #expect(try await other.lock(placed.workflow.id) != nil)
    }

    @Test func `a commit is synced in full, whatever the library sets`() throws {
        let store = try TemporaryStore()
        let journal = try SQLiteJournal.openOrCreate(store.path)
        let settings = try journal.database.writeWithoutTransaction { database in
            try ["synchronous", "journal_mode", "foreign_keys", "mmap_size"].map {
                try String.fetchOne(database, sql: "PRAGMA \($0)")
            }
        }
        #expect(settings == ["2", "wal", "1", "0"])
    }

    @Test func `the history refuses to be changed`() async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        for (sql, rule) in [
            ("UPDATE transition SET leaf = x'00'", "transition_is_never_changed"),
            ("DELETE FROM transition", "transition_is_never_deleted"),
            ("UPDATE migration SET sql = 'x'", "migration_is_never_changed"),
            ("DELETE FROM migration", "migration_is_never_deleted"),
        ] {
            #expect { try store.tamper(sql) } throws: { ($0 as? DatabaseError)?.message == rule }
        }
    }

    @Test(arguments: [
        ("version 3 after 1", 3, "first", "2021-04-01T01:00:01.000Z"),
        ("another phase than the last led to", 2, "elsewhere", "2021-04-01T01:00:01.000Z"),
        ("an earlier time", 2, "first", "2021-04-01T00:59:59.000Z"),
    ])
    func `the history refuses what does not follow`(what: String, version: Int, from: String, at: String) async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        let sql = Self.inserting(at: 2, version: version, from: from, time: at)
        #expect { try store.tamper(sql) } throws: {
            ($0 as? DatabaseError)?.message == "transition_follows_the_one_before"
        }
    }

    @Test(arguments: [1, 3, 0, -1])
    func `the history refuses what is not in the next place`(position: Int) async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        let sql = Self.inserting(at: position, version: 2, from: "first", time: "2021-04-01T01:00:01.000Z")
        #expect { try store.tamper(sql) } throws: {
            ($0 as? DatabaseError)?.message == "transition_takes_the_next_place"
        }
    }

    private static func inserting(at position: Int, version: Int, from: String, time: String) -> String {
        """
        INSERT INTO transition (position, workflow, version, "from", "to", at, leaf, subtrees)
        VALUES (\(position), '01F24DZC800000000000000001', \(version), '\(from)', 'y', '\(time)', x'00', zeroblob(32))
        """
    }

    @Test func `the store and all beside it are for their owner alone`() async throws {
        let store = try TemporaryStore()
        let nested = store.directory.appendingPathComponent("a/b/sluice.db").path
        let journal = try SQLiteJournal.openOrCreate(nested)
        try await journal.commit(TemporaryStore.placing("a"))
        let folder = URL(fileURLWithPath: nested).deletingLastPathComponent()
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(files == ["sluice.db", "sluice.db-shm", "sluice.db-wal", "sluice.db.key", "sluice.db.lock"])
        for file in files { #expect(try mode(of: folder.appendingPathComponent(file).path) == 0o600, "\(file)") }
        #expect(try mode(of: folder.path) == 0o700)
        #expect(try mode(of: folder.deletingLastPathComponent().path) == 0o700)
    }

    @Test func `closed, a store is one file, its key and its lock`() async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        #expect(try store.files() == ["sluice.db", "sluice.db.key", "sluice.db.lock"])
    }

    private func mode(of path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
}

struct WritersLockTests {
    @Test func `writers of many openings take turns, and none is lost`() async throws {
        let store = try TemporaryStore()
        try SQLiteJournal.openOrCreate(store.path).close()
        try await withThrowingTaskGroup { group in
            for writer in 1...8 {
                group.addTask {
                    let journal = try SQLiteJournal.openOrCreate(store.path)
                    var commit = TemporaryStore.placing("w\(writer)", number: writer)
                    try await journal.commit(commit)
                    for _ in 0..<20 {
                        commit = TemporaryStore.moving(commit)
                        try await journal.commit(commit)
                    }
                }
            }
            try await group.waitForAll()
        }
        let journal = try SQLiteJournal.open(store.path, for: .reading)
        let workflows = try await journal.workflows()
        #expect(workflows.count == 8)
        #expect(workflows.allSatisfy { $0.version == 21 })
        #expect(try journal.check().isEmpty)
    }

    @Test func `a lock is one byte, and free again when it is given back`() throws {
        let store = try TemporaryStore()
        let path = store.path + ".lock"
        let held = try #require(try LockFile(path).take(byte: 0))
        #expect(try LockFile(path).take(byte: 0) == nil)
        #expect(try LockFile(path).take(byte: 1) != nil)
        held.release()
        held.release()
        #expect(try LockFile(path).take(byte: 0) != nil)
    }

    @Test func `a writer that waits in vain says so and changes nothing`() throws {
        let store = try TemporaryStore()
        let path = store.path + ".lock"
        let held = try LockFile(path).take(byte: 0)
        #expect(try LockFile(path).take(byte: 0, waiting: .milliseconds(20)) == nil)
        held?.release()
    }

    @Test func `reading takes no lock and writes nothing`() async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        let before = try Data(contentsOf: URL(fileURLWithPath: store.path))
        let held = try LockFile(store.path + ".lock").take(byte: 0)
        let journal = try SQLiteJournal.open(store.path, for: .reading)
        #expect(try await journal.workflows().count == 1)
        #expect(try journal.check().isEmpty)
        held?.release()
        #expect(try Data(contentsOf: URL(fileURLWithPath: store.path)) == before)
    }
}
