import Documents
import Testing

struct SharedOrderCommandTests {
    @Test func `shared mode is bought from the command line, by the contract`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let manifest = try sandbox.file(
            "legacy.yaml",
            """
            apiVersion: sluice/v1
            kind: SharedOrder
            metadata: { name: legacy }
            spec: { region: cn-beijing, computeUnits: 4, months: 3, project: { name: legacy_rt, description: Old jobs } }
            """)
        // Sold no longer: a draft stays one.
        #expect(try await sandbox.run("check", manifest).status == 10)
        let closed = try await sandbox.run("order", "place", manifest, "--confirm", "--json")
        #expect(closed.status == 11)
        #expect(try closed.json["phase"] == .text("drafted"))
        #expect(try closed.error["error"]["code"] == .text("sale-closed"))

        try await sandbox.sellSharedMode()
        let confirmed = try await sandbox.run("order", "confirm", "legacy", "--json")
        #expect(confirmed.status == 0, "\(confirmed.errors)")
        try await sandbox.run("cloud", "fault", "add", "purchase-shared:timeout-after")
        try await sandbox.run("cloud", "fault", "add", "create-project:timeout-after")
        try await sandbox.reach("provisioned", "legacy")
        let shown = try await sandbox.run("order", "show", "legacy", "--json").json
        #expect(shown["workflow"] == .text("shared-order"))
        #expect(shown["sharedOrder"].names == ["computeUnits", "purchase", "instanceId", "endsAt", "project"])
        #expect(shown["sharedOrder"]["computeUnits"] == .integer(4))
        #expect(shown["sharedOrder"]["endsAt"].text?.hasPrefix("2021-07-0") == true)
        #expect(shown["sharedOrder"]["project"].names == ["name", "id"])
        #expect(try await sandbox.cloudShow()["calls"]["purchase-shared"] == .integer(1))
        #expect(try await sandbox.run("run", "legacy").status == 0)
        let history = try await sandbox.run("history", "legacy", "--json").json
        #expect(
            history.items.map { $0["event"].text } == [
                "placed", "confirmed", "purchaseBegun", "purchaseFound", "cleared", "projectCreated",
            ])
        #expect(try await sandbox.run("audit", "verify").status == 0)
        #expect(try await sandbox.run("store", "check").status == 0)
        let graph = try await sandbox.run("graph", "--kind", "SharedOrder")
        #expect(graph.output.contains("ready --> provisioned: projectCreated"))
    }
}

extension Sandbox {
    /// Shared mode is sold again.
    fileprivate func sellSharedMode() async throws {
        let result = try await run("cloud", "set", "sales", "shared.closes=null")
        #expect(result.status == 0, "\(result.errors)")
    }
}
