import Documents
import Foundation
import GRDB
import Testing

/// A store with one order on its way and one that was withdrawn, a checkpoint of the first entries that was kept,
/// and the public key.
struct AuditedStore {
    let sandbox: Sandbox
    let key: String
    /// How many entries the kept checkpoint is of.
    let kept: Int
    /// How many there are.
    let size: Int

    init() async throws {
        sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.run("advance", "risk")
        try await sandbox.run("order", "place", Sandbox.example("pay-as-you-go.yaml"))
        try await sandbox.run("order", "withdraw", "trial", "--reason", "test")
        kept = try await sandbox.checkpoint("kept")
        try await sandbox.reach("starting")
        size = try await sandbox.checkpoint("now")
        key = try await sandbox.run("audit", "key").output.trimmingCharacters(in: .newlines)
        #expect(kept == 6 && size > kept)
    }

    /// Expects that the store does not verify, from this position on.
    func expectBroken(
        at position: Int?, _ arguments: [String] = [], at location: SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await sandbox.run(["audit", "verify"] + arguments)
        #expect(result.status == 22, "\(result.status) \(result.output)\(result.errors)", sourceLocation: location)
        if let position {
            #expect(
                result.errors.contains("from position \(position) on"), "\(result.errors)", sourceLocation: location
            )
        }
    }

    var keptCheckpoint: [String] { ["--checkpoint", sandbox.path("kept")] }
}

extension Sandbox {
    /// Has a checkpoint signed into a file; gives how many entries it is of.
    func checkpoint(_ name: String) async throws -> Int {
        let result = try await run("audit", "checkpoint", "--to", path(name), "--json")
        #expect(result.status == 0, "\(result.errors)")
        guard case .integer(let size) = try result.json["size"] else { return 0 }
        return size
    }

    /// The lines of the log, as they are stored.
    func leaves() throws -> [Data] {
        let database = try DatabaseQueue(path: store)
        defer { try? database.close() }
        return try database.read { try Data.fetchAll($0, sql: "SELECT leaf FROM transition ORDER BY position") }
    }

    /// Changes the store behind the program's back: without its triggers and references, which are put back.
    func tamper(_ body: (Database) throws -> Void) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let database = try DatabaseQueue(path: store, configuration: configuration)
        try database.writeWithoutTransaction { database in
            let triggers = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger["name"] as String)") }
            try body(database)
            for trigger in triggers { try database.execute(sql: trigger["sql"]) }
        }
        try database.close()
    }
}
