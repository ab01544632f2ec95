import Documents
import Foundation
import Testing

/// A store that has gone back in time, beside a cloud that has not.
struct LostLogTests {
    @Test(arguments: ["confirmed → purchasing", "purchasing → paid", "paid → ready", "ready → starting"])
    func `a store whose log was lost is an earlier one, and nothing is bought again`(said: String) async throws {
        let sandbox = try Sandbox()
        // So slow that the run still waits for the cluster when it is killed.
        try await sandbox.makeCloud(speed: 10)
        try await sandbox.confirm()
        let running = try sandbox.start(["run", "risk"])
        #expect(try await running.hasSaid(said))
        running.signal(SIGKILL)
        #expect(try await running.end().status == 128 + SIGKILL)
        try await sandbox.run("cloud", "set", "clock", "speed=6000")
        let purchases = try await sandbox.cloudShow()["purchases"]["count"]
        #expect(FileManager.default.fileExists(atPath: sandbox.store + "-wal"), "what was killed has left its log")
        try sandbox.lay(try sandbox.contents())

        let shown = try await sandbox.run("order", "show", "risk", "--json")
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(try shown.json["phase"] == .text("confirmed"))
        #expect(try await sandbox.run("store", "check").status == 0)
        #expect(try await sandbox.run("resume").status == 0)
        if purchases == .integer(1) { #expect(try await sandbox.purchaseCalls() == .integer(1)) }
        try await sandbox.expectProvisioned()
    }

    @Test(arguments: ["paid", "ready", "starting", "running", "provisioned"])
    func `a backup from before the purchase finds it, and all that was made since`(phase: String) async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        let backup = sandbox.path("backup.db")
        #expect(try await sandbox.run("store", "backup", backup).status == 0)
        try await sandbox.reach(phase)
        try sandbox.lay(try Data(contentsOf: URL(fileURLWithPath: backup)))

        #expect(try await sandbox.run("order", "show", "risk", "--json").json["phase"] == .text("confirmed"))
        try await sandbox.reach("provisioned")
        #expect(try await sandbox.purchaseCalls() == .integer(1))
        try await sandbox.expectProvisioned()
    }
}

extension Sandbox {
    /// How often a purchase was asked for.
    fileprivate func purchaseCalls() async throws -> JSONValue { try await cloudShow()["calls"]["purchase"] }
}
