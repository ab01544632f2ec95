import Foundation
import GRDB
import SQLiteMigrations
import Testing
import Wording
import WorkflowEngine

@testable import WorkflowSQLite

struct OpeningTests {
    @Test func `reading a store that is not there makes none`() throws {
        let store = try TemporaryStore()
        #expect(throws: JournalError.self) { try SQLiteJournal.open(store.path, for: .reading) }
        #expect(try store.files().isEmpty)
    }

    @Test(arguments: [
        ("an empty file", Data()),
        ("a text", Data("this is no database, though it is long enough to have a header of one".utf8)),
        ("binary", Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31) })),
    ])
    func `a file that is no store is refused and left as it is`(what: String, contents: Data) throws {
        let store = try TemporaryStore()
        try contents.write(to: URL(fileURLWithPath: store.path))
        for access in [SQLiteJournal.Access.reading, .writing] {
            #expect(code { try SQLiteJournal.open(store.path, for: access) } == "store-damaged")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: store.path)) == contents)
    }

    @Test func `a database of another program is refused and left as it is`() throws {
        let store = try TemporaryStore()
        let foreign = try DatabaseQueue(path: store.path)
        try foreign.write { try $0.execute(sql: "CREATE TABLE workflow (id)") }
        try foreign.close()
        #expect(code { try SQLiteJournal.open(store.path, for: .writing) } == "store-damaged")
    }

    @Test func `a store that a newer program brought up is refused, naming what is new`() async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        try store.tamper("INSERT INTO migration (name, sql) VALUES ('V9999_later', 'x')")
        let error = #expect(throws: JournalError.self) { try SQLiteJournal.open(store.path, for: .writing) }
        #expect(error?.code == "store-newer")
        #expect(error?.message.english.contains("V9999_later") == true)
    }

    @Test func `a store brought up by another text of a migration is refused, naming the line`() throws {
        let store = try TemporaryStore()
        let migration = try #require(SQLiteMigrations.all.first)
        var lines = migration.sql.split(separator: "\n", omittingEmptySubsequences: false)
        lines[2] = "-- edited"
        let edited = SQLiteMigrations.Migration(name: migration.name, sql: lines.joined(separator: "\n"))
        try SQLiteJournal.create(at: store.path, migrations: [edited])
        let error = #expect(throws: JournalError.self) { try SQLiteJournal.open(store.path, for: .reading) }
        #expect(error?.code == "store-edited")
        #expect(error?.message.english.contains("line 3") == true)
    }

    @Test func `an older store is refused until it is migrated, which makes a copy first`() async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        let next = SQLiteMigrations.Migration(
            name: "V9999_note", sql: "CREATE TABLE note (id INTEGER PRIMARY KEY) STRICT;")
        let migrations = SQLiteMigrations.all + [next]
        #expect(
            code { try SQLiteJournal.open(store.path, for: .writing, migrations: migrations) } == "store-unmigrated")

        let report = try SQLiteJournal.migrate(store.path, by: migrations)
        #expect(report.applied == ["V9999_note"])
        let journal = try SQLiteJournal.open(store.path, for: .writing, migrations: migrations)
        #expect(try await journal.workflows().count == 1)
        let copy = try SQLiteJournal.open(try #require(report.backup), for: .reading)
        #expect(try await copy.workflows().count == 1)
        #expect(try SQLiteJournal.migrate(store.path, by: migrations).applied.isEmpty)
    }

    @Test func `a migration that fails leaves the store as it was`() async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        let broken = SQLiteMigrations.Migration(name: "V9999_broken", sql: "CREATE TABLE x (id); nonsense;")
        #expect(throws: JournalError.self) {
            try SQLiteJournal.migrate(store.path, by: SQLiteMigrations.all + [broken])
        }
        let journal = try SQLiteJournal.open(store.path, for: .reading)
        #expect(try journal.check().isEmpty)
    }

    @Test(arguments: [
        "UPDATE workflow SET phase = 'other'", "UPDATE workflow SET version = 2",
        "UPDATE workflow SET updatedAt = '2031-04-01T01:00:00.000Z'",
    ])
    func `an order that does not stand where its history ends is damage`(sql: String) async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        try store.tamper(sql)
        let journal = try SQLiteJournal.open(store.path, for: .writing)
        await #expect {
            try await journal.workflow(TemporaryStore.placing("a").workflow.id)
        } throws: {
            ($0 as? JournalError)?.code == "store-damaged"
        }
    }

    @Test func `a store whose journal mode was changed is refused`() async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        try store.tamper("PRAGMA journal_mode = DELETE")
        #expect(code { try SQLiteJournal.open(store.path, for: .writing) } == "store-damaged")
    }

    @Test func `a store cannot be made where nothing can be written`() throws {
        let store = try TemporaryStore()
        let file = store.directory.appendingPathComponent("file")
        try Data().write(to: file)
        #expect(code { try SQLiteJournal.openOrCreate(file.path + "/sluice.db") } == "store-unwritable")
        #expect(code { try SQLiteJournal.openOrCreate("/proc/sluice/sluice.db") } == "store-unwritable")
    }

    @Test func `of a making that was killed nothing remains in the way`() async throws {
        let store = try TemporaryStore()
        for leftover in [".making", ".making-wal", ".making-shm", ".making-journal"] {
            try Data("half a store".utf8).write(to: URL(fileURLWithPath: store.path + leftover))
        }
        try await store.makeWithOneOrder()
        #expect(try store.files() == ["sluice.db", "sluice.db.key", "sluice.db.lock"])

        // Killed between giving the store its name and taking the other one away.
        try FileManager.default.linkItem(atPath: store.path, toPath: store.path + ".making")
        try SQLiteJournal.openOrCreate(store.path).close()
        #expect(try store.files() == ["sluice.db", "sluice.db.key", "sluice.db.lock"])
    }

    @Test func `a file beside the store that is not its second name is left alone`() async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: store.path + ".making"))
        try SQLiteJournal.openOrCreate(store.path).close()
        #expect(try store.files() == ["sluice.db", "sluice.db.key", "sluice.db.lock", "sluice.db.making"])
    }

    @Test func `every spelling of a path means one store, with one lock`() async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        let link = store.directory.appendingPathComponent("link.db").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: store.path)
        let id = TemporaryStore.placing("a").workflow.id
        let one = try SQLiteJournal.openOrCreate(store.path)
        let other = try SQLiteJournal.openOrCreate(link)
        let dotted = try SQLiteJournal.openOrCreate(store.directory.path + "/./x/../sluice.db")
        let lock = try await one.lock(id)
        for journal in [other, dotted] {
            await #expect(throws: JournalError.busy(id)) { try await journal.lock(id) }
        }
        lock?.release()
        #expect(try store.files().filter { $0.hasSuffix(".lock") } == ["sluice.db.lock"])
    }

    @Test func `what cannot be looked at is not taken for absent`() throws {
        let store = try TemporaryStore()
        let file = store.directory.appendingPathComponent("file")
        try Data().write(to: file)
        #expect(throws: JournalError.self) { try SQLiteJournal.exists(at: file.path + "/sluice.db") }
        let dangling = store.directory.appendingPathComponent("dangling.db").path
        try FileManager.default.createSymbolicLink(atPath: dangling, withDestinationPath: "/nowhere/at/all")
        #expect(throws: JournalError.self) { try SQLiteJournal.exists(at: dangling) }
    }

    @Test(arguments: [
        "UPDATE workflow SET kind = x'00ff'", "UPDATE workflow SET reason = '[1]', attempt = 1",
        "UPDATE workflow SET dueAt = '2021-99-99T00:00:00.000Z', reason = '{\"code\":\"x\"}', attempt = 1",
    ])
    func `a row that holds what it cannot is damage, and ends no process`(sql: String) async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        // As pages that another program wrote would have it.
        try store.tamper(
            "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, ') STRICT', ')'); VACUUM")
        try store.tamper(sql)
        let journal = try SQLiteJournal.open(store.path, for: .reading)
        await #expect {
            try await journal.workflows()
        } throws: {
            ($0 as? JournalError)?.code == "store-damaged"
        }
    }

    @Test func `many that make a store at once make one`() async throws {
        let store = try TemporaryStore()
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try SQLiteJournal.openOrCreate(store.path).storeID } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
    }

    private func code(_ open: () throws -> Any) -> String? {
        do {
            _ = try open()
            return nil
        } catch {
            return (error as? JournalError)?.code
        }
    }
}

struct MaintenanceTests {
    @Test func `a sound store has no problems`() async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        #expect(try SQLiteJournal.open(store.path, for: .reading).check().isEmpty)
    }

    @Test(arguments: [
        ("DROP TRIGGER transition_is_never_deleted", "trigger transition_is_never_deleted is not as it was made"),
        ("CREATE TABLE extra (id)", "table extra does not belong here"),
        (
            """
            PRAGMA foreign_keys = OFF;
            INSERT INTO claim (workflow, resource, amount, "limit") VALUES ('nobody', 'x', 1, 1)
            """, "a row refers to one that is not there"
        ),
    ])
    func `what was changed behind its back is found`(sql: String, problem: String) async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        try store.tamper(sql)
        #expect(try SQLiteJournal.open(store.path, for: .reading).check().map(\.english) == [problem])
    }

    @Test func `a flipped byte in a page is found`() async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: store.path))
        // The header of the page after the schema's.
        bytes[4096] ^= 0xFF
        try bytes.write(to: URL(fileURLWithPath: store.path))
        var problems: [String] = []
        do {
            problems = try SQLiteJournal.open(store.path, for: .reading).check().map(\.english)
        } catch let error as JournalError {
            problems = [error.code]
        }
        #expect(!problems.isEmpty)
    }

    @Test func `a copy is whole, private, and replaces nothing`() async throws {
        let store = try TemporaryStore()
        let journal = try SQLiteJournal.openOrCreate(store.path)
        let placed = TemporaryStore.placing("a")
        try await journal.commit(placed)
        let target = store.directory.appendingPathComponent("copy.db").path
        try journal.backUp(to: target)
        try await journal.commit(TemporaryStore.moving(placed))
        let copy = try SQLiteJournal.open(target, for: .reading)
        #expect(try await copy.workflow(placed.workflow.id) == placed.workflow)
        #expect(try copy.check().isEmpty)
        #expect(try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int == 0o600)
        #expect(throws: JournalError.self) { try journal.backUp(to: target) }
    }

    @Test func `a copy that was killed half way does not keep the next from being made`() async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        let target = store.directory.appendingPathComponent("copy.db").path
        try Data("half".utf8).write(to: URL(fileURLWithPath: target + ".making"))
        try SQLiteJournal.open(store.path, for: .reading).backUp(to: target)
        #expect(
            try store.files() == [
                "copy.db", "sluice.db", "sluice.db-shm", "sluice.db-wal", "sluice.db.key", "sluice.db.lock",
            ])
    }

    @Test func `a migration that failed after its copy can be tried again`() async throws {
        let store = try TemporaryStore()
        try await store.makeWithOneOrder()
        let broken = SQLiteMigrations.Migration(name: "V9999_x", sql: "nonsense;")
        #expect(throws: JournalError.self) {
            try SQLiteJournal.migrate(store.path, by: SQLiteMigrations.all + [broken])
        }
        let mended = SQLiteMigrations.Migration(name: "V9999_x", sql: "CREATE TABLE x (id INTEGER PRIMARY KEY) STRICT;")
        let report = try SQLiteJournal.migrate(store.path, by: SQLiteMigrations.all + [mended])
        #expect(report.applied == ["V9999_x"])
        #expect(report.backup?.hasSuffix(".before-V9999_x-2") == true)
    }
}
