import Documents
import Foundation
import GRDB
import Testing
import Workflow
import WorkflowTestKit

/// What a disk may make of a store while nobody looks.
struct FlippedByteTests {
    private static let seed: UInt64 = 20_210_401

    private static let looks = [
        ["order", "list"], ["order", "show", "risk"], ["history", "risk"], ["store", "check"],
    ]

    @Test func `a byte that flipped is told of, or changes nothing that is told`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        for phase in ["paid", "ready", "starting"] { try await sandbox.reach(phase) }
        let whole = try sandbox.contents()
        var told: [String] = []
        for look in Self.looks { told.append(try await sandbox.run(look + ["--json"]).output) }
        #expect(try sandbox.contents() == whole, "looking changes nothing")

        var generator = SeededGenerator(seed: Self.seed)
        for _ in 0..<(Fuzzing.isLong ? 1000 : 60) {
            let offset = Int.random(in: whole.indices, using: &generator)
            let flip = UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
            let place = "seed \(Self.seed): byte \(offset) ^ \(flip)"
            var bytes = whole
            bytes[offset] ^= flip
            try sandbox.lay(bytes)
            for (look, output) in zip(Self.looks, told) {
                let result = try await sandbox.run(look + ["--json"])
                try expectTold(result, where: "\(look) with \(place)")
                guard result.status == 0 else { continue }
                #expect(result.output == output, "\(look) with \(place)")
            }
            #expect(try sandbox.contents() == bytes, "looking changes nothing, with \(place)")
            try expectTold(try await sandbox.run("advance", "risk", "--json"), where: "advance with \(place)")
        }
    }

    /// Expects an end that the contract knows, and an error that says what to do.
    private func expectTold(_ result: Sandbox.Result, where place: String) throws {
        #expect([0, 12, 14, 20, 22].contains(result.status), "\(place): \(result.status) \(result.errors)")
        guard result.status != 0, result.output.isEmpty else { return }
        let error = try result.error["error"]
        for field in ["code", "message", "hint"] {
            #expect(error[field].text?.isEmpty == false, "\(place): \(field) in \(result.errors)")
        }
    }
}

struct ShortenedStoreTests {
    @Test(arguments: [0, 1, 15, 16, 100, 4095, 4096, -4096, -8192, -2])
    func `a store that was cut short is 12 and stays as it is`(length: Int) async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        let whole = try sandbox.contents()
        // -2 for the half of it; else what is taken away from its end.
        let kept = length == -2 ? whole.count / 2 : length < 0 ? whole.count + length : length
        let bytes = whole.prefix(kept)
        for command in [
            ["order", "list"], ["order", "show", "risk"], ["history", "risk"], ["advance", "risk"], ["resume"],
            ["store", "check"], ["store", "migrate"], ["order", "place", Sandbox.example("two-projects.yaml")],
        ] {
            try sandbox.lay(bytes)
            let result = try await sandbox.run(command + ["--json"])
            #expect(result.status == 12, "\(command) at \(kept): \(result.status) \(result.output)\(result.errors)")
            if command != ["store", "check"] || result.output.isEmpty {
                #expect(try result.error["error"]["code"] == .text("store-damaged"), "\(command) at \(kept)")
            }
            #expect(try sandbox.contents() == bytes, "\(command) at \(kept)")
        }
        #expect(try await sandbox.cloudShow()["purchases"]["count"] == .integer(0))
    }

    static let hollow = [
        "PRAGMA user_version = 1", "CREATE TABLE migration (name TEXT NOT NULL PRIMARY KEY, sql TEXT NOT NULL)",
        "CREATE TABLE store (id INTEGER PRIMARY KEY, identity TEXT)",
        "CREATE VIEW migration AS SELECT 'V0001_journal' AS name, 'x' AS sql",
    ]

    @Test(arguments: hollow, [true, false])
    func `a database with our mark and without our tables is 12 and stays as it is`(sql: String, isMarked: Bool)
        async throws
    {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try sandbox.sql((isMarked ? "PRAGMA application_id = 0x534C5543; PRAGMA journal_mode = WAL;" : "") + sql)
        let bytes = try sandbox.contents()
        for command in [
            ["order", "list"], ["advance", "risk"], ["run"], ["resume"], ["store", "check"], ["store", "migrate"],
            ["order", "place", Sandbox.example("risk.yaml")], ["store", "backup", sandbox.path("copy.db")],
        ] {
            let result = try await sandbox.run(command + ["--json"])
            #expect(result.status == 12, "\(command): \(result.status) \(result.errors)")
            #expect(try result.error["error"]["hint"].text?.isEmpty == false, "\(command)")
            #expect(try sandbox.contents() == bytes, "\(command)")
        }
        #expect(!FileManager.default.fileExists(atPath: sandbox.path("copy.db")))
    }
}

extension Sandbox {
    /// The bytes of the store's file.
    func contents() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: store)) }

    /// Puts bytes in place of the store, and leaves nothing of its log.
    func lay(_ bytes: Data) throws {
        for file in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: store + file) {
            try FileManager.default.removeItem(atPath: store + file)
        }
        try bytes.write(to: URL(fileURLWithPath: store))
    }
}
