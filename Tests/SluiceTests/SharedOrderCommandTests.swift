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
        #expect(try await sandbox.cloudShow()["purchases"]["count"] == .integer(1))
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

    // MARK: - What was bought before

    private func sandbox(_ instances: String) async throws -> Sandbox {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(changed: [
            ("  clusterStart: { duration: 30m }", "  instances: [ \(instances) ]")
        ])
        return sandbox
    }

    private static let one = """
        { id: shared-1, kind: shared, region: cn-beijing, computeUnits: 4, months: 3, project: { name: legacy_rt, computeUnits: 4 } }
        """

    @Test func `a project that exists is imported, scaled and renewed`() async throws {
        let sandbox = try await sandbox(Self.one)
        let imported = try await sandbox.run("order", "import", "--instance", "shared-1", "--name", "legacy", "--json")
        #expect(imported.status == 0, "\(imported.errors)")
        let order = try imported.json
        #expect(order["workflow"] == .text("shared-order"))
        #expect(order["phase"] == .text("provisioned"))
        #expect(order["sharedOrder"]["project"]["name"] == .text("legacy_rt"))
        #expect(order["sharedOrder"]["computeUnits"] == .integer(4))
        let again = try await sandbox.run("order", "import", "--instance", "shared-1", "--json")
        #expect(try again.error["error"]["code"] == .text("already-owned"))

        // Scaled in the console, and watched.
        let slaves = try await sandbox.run("cluster", "scale", "legacy", "--slaves", "6", "--json")
        #expect(slaves.status == 11)
        #expect(try slaves.error["error"]["code"] == .text("shared-mode"))
        let scaling = try await sandbox.run("cluster", "scale", "legacy", "--compute-units", "6", "--confirm", "--json")
        #expect(scaling.status == 0, "\(scaling.errors)")
        #expect(try scaling.json["workflow"] == .text("shared-scaling"))
        #expect(try scaling.json["name"] == .text("legacy-scale-1"))
        #expect(
            try scaling.json["sharedScaling"]["computeUnits"] == .object(["from": .integer(4), "to": .integer(6)]))
        #expect(try await sandbox.run("advance", "legacy-scale-1").status == 20)
        // Nothing else may change it meanwhile.
        #expect(try await sandbox.run("cluster", "renew", "legacy", "--months", "3", "--confirm").status == 10)
        #expect(try await sandbox.run("cloud", "set", "instance/shared-1", "computeUnits=6").status == 0)
        try await sandbox.run("cloud", "clock", "advance", "1m")
        #expect(try await sandbox.run("run", "legacy-scale-1").status == 0)
        #expect(try await sandbox.run("drift", "legacy").status == 0)

        // Renewed: a payment, made once.
        #expect(
            try await sandbox.run("order", "withdraw", "legacy-renew-1", "--reason", "too early").status == 0)
        let renewed = try await sandbox.run("cluster", "renew", "legacy", "--months", "3", "--confirm", "--json")
        #expect(renewed.status == 0, "\(renewed.errors)")
        try await sandbox.run("cloud", "fault", "add", "renew:timeout-after")
        try await sandbox.reach("done", "legacy-renew-2")
        #expect(try await sandbox.cloudShow()["calls"]["renew"] == .integer(1))
        let shown = try await sandbox.run("order", "show", "legacy-renew-2", "--json").json
        #expect(shown["clusterRenewal"]["newEndsAt"].text?.hasPrefix("2021-10-0") == true)
        #expect(shown["cluster"] == .null)
        #expect(try await sandbox.run("audit", "verify").status == 0)
        #expect(try await sandbox.run("store", "check").status == 0)
    }

    @Test func `its end is told, it is listed beside the clusters, and what is otherwise is drift`() async throws {
        let sandbox = try await sandbox(Self.one)
        #expect(try await sandbox.run("order", "import", "--instance", "shared-1", "--name", "legacy").status == 0)
        let listed = try await sandbox.run("cluster", "list", "--json")
        #expect(listed.status == 0)
        #expect(
            try listed.json.items[0].names == [
                "order", "region", "computeUnits", "allocated", "projects", "billing", "endsAt", "daysLeft",
            ])
        #expect(try await sandbox.run("cluster", "list").output.contains("(shared mode)"))
        try await sandbox.run("cloud", "set", "instance/shared-1", "computeUnits=5")
        let drift = try await sandbox.run("drift", "--json")
        #expect(drift.status == 10)
        #expect(
            try drift.json.items[0]["drift"].items.map { $0["what"].text } == [
                "instance.computeUnits", "project.computeUnits",
            ])
        #expect(
            try drift.json.items[0]["drift"].items[0]["command"]
                == .text("sluice cluster scale legacy --compute-units 4"))
        try await sandbox.run("cloud", "clock", "advance", "86d")
        #expect(try await sandbox.run("cluster", "list").status == 10)
        #expect(try await sandbox.run("order", "show", "legacy").output.contains("sluice cluster renew legacy"))
    }

    @Test func `which of several projects is meant has to be said, and one that is missing is made`() async throws {
        let two = try await sandbox(
            Self.one + ", " + Self.one.replacing("shared-1", with: "shared-2").replacing("legacy_rt", with: "older_rt"))
        let several = try await two.run("order", "import", "--instance", "shared-2", "--json")
        #expect(several.status == 11)
        #expect(try several.error["error"]["code"] == .text("several-projects"))
        let manifest = """
            apiVersion: sluice/v1
            kind: SharedOrder
            metadata: { name: older }
            spec: { region: cn-beijing, computeUnits: 4, months: 3, project: { name: older_rt } }
            """
        let named = try await two.run(
            "order", "import", "--instance", "shared-2", "--manifest", "-", "--json", input: manifest)
        #expect(try named.json["phase"] == .text("provisioned"))
        // What belongs to an order is no candidate any more.
        #expect(
            try await two.run("order", "import", "--instance", "shared-1", "--json").json["name"] == .text("legacy_rt"))

        let bare = try await sandbox("{ id: shared-1, kind: shared, region: cn-beijing, computeUnits: 4, months: 3 }")
        let alone = try await bare.run("order", "import", "--instance", "shared-1", "--json")
        #expect(try alone.error["error"]["code"] == .text("manifest-needed"))
        let paid = try await bare.run(
            "order", "import", "--instance", "shared-1", "--manifest", "-", "--json", input: manifest)
        #expect(try paid.json["phase"] == .text("paid"))
        try await bare.reach("provisioned", "older")
        // The one that was made before Sluice.
        #expect(try await bare.cloudShow()["purchases"]["count"] == .integer(1))
        #expect(try await bare.run("audit", "verify").status == 0)
    }

    @Test func `a scaling is said to be wanted in the terms of what was bought`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("provisioned")
        let wrong = try await sandbox.run("cluster", "scale", "risk", "--compute-units", "6", "--json")
        #expect(wrong.status == 11)
        #expect(try wrong.error["error"]["code"] == .text("exclusive-mode"))
        for arguments in [
            ["--compute-units", "6", "--slaves", "8"], ["--compute-units", "0"], ["--slaves", "1001"],
            ["--master-model", "Ecs_9c9g"], [],
        ] {
            #expect(try await sandbox.run(["cluster", "scale", "risk"] + arguments).status == 64, "\(arguments)")
        }
        let shrinking = try await sandbox.run(
            "cluster", "scale", "risk", "--slaves", "5", "--v-switch", "vsw-prod-f", "--json")
        #expect(try shrinking.error["error"]["code"] == .text("nothing-for-vswitch"))
    }
}

extension Sandbox {
    /// Shared mode is sold again.
    fileprivate func sellSharedMode() async throws {
        let result = try await run("cloud", "set", "sales", "shared.closes=null")
        #expect(result.status == 0, "\(result.errors)")
    }
}
