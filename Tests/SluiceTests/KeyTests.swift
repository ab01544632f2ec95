import Documents
import Foundation
import Testing

/// Where the key is kept.
struct KeyTests {
    @Test func `a key can be kept elsewhere, and signs for one store only`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let key = sandbox.path("elsewhere.key")
        let place = ["order", "place", Sandbox.example("risk.yaml"), "--key", key]
        #expect(try await sandbox.run(place).status == 0)
        #expect(FileManager.default.fileExists(atPath: key))
        #expect(!FileManager.default.fileExists(atPath: sandbox.store + ".key"))
        let lost = try await sandbox.run("audit", "checkpoint", "--json")
        #expect(lost.status == 12)
        #expect(try lost.error["error"]["code"] == .text("key-missing"))
        #expect(try await sandbox.run("audit", "checkpoint", "--key", key).status == 0)
        #expect(try await sandbox.run(["audit", "checkpoint"], environment: ["SLUICE_KEY": key]).status == 0)

        let other = sandbox.path("other.db")
        let refused = try await sandbox.run(place + ["--store", other, "--cloud", "simulated:" + sandbox.cloud])
        #expect(refused.status == 11, "\(refused.errors)")
        #expect(!FileManager.default.fileExists(atPath: other))
        #expect(!FileManager.default.fileExists(atPath: other + ".making"))
    }

    @Test func `a store made anew beside the key of a lost one goes on under its name, and the loss shows`()
        async throws
    {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: sandbox.store + suffix) }
        // The cluster of the lost order has the name that is asked for again.
        let placed = try await sandbox.run(
            "order", "place", Sandbox.example("risk.yaml"), "--confirm", "--despite-findings")
        #expect(placed.status == 0, "\(placed.errors)")
        #expect(try await sandbox.run("audit", "key").output.hasPrefix(context.key))
        try await context.expectBroken(at: nil, context.keptCheckpoint)
    }

    @Test func `of a change of key that was killed, the rest is done or forgotten`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let file = sandbox.store + ".key"
        let old = try Data(contentsOf: URL(fileURLWithPath: file))
        let changed = try await sandbox.run("audit", "key", "--change").output
        let new = try Data(contentsOf: URL(fileURLWithPath: file))
        // Killed after the change had become history, before the new key took the old one's place.
        try FileManager.default.moveItem(atPath: file, toPath: file + ".new")
        try Self.write(old, to: file)
        #expect(try await sandbox.run("audit", "checkpoint").status == 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == new)
        #expect(!FileManager.default.fileExists(atPath: file + ".new"))
        // Killed before it had: the new key is forgotten.
        try Self.write(old, to: file + ".new")
        #expect(try await sandbox.run("audit", "checkpoint").status == 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == new)
        #expect(try await sandbox.run("audit", "key").output == changed)
        #expect(try await sandbox.run("audit", "key", "--change").status == 0)
        #expect(!FileManager.default.fileExists(atPath: file + ".new"))
    }

    private static func write(_ key: Data, to file: String) throws {
        try key.write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    }
}
