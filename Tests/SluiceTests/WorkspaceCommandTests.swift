import Documents
import Foundation
import Testing

/// Workspaces of fully managed Flink from the command line: bought, scaled, renewed, released, imported, listed.
struct WorkspaceCommandTests {
    /// What was bought before Sluice, and the role that workspaces need.
    private static let world = """
          workspaces:
            - { id: f-cn-old, name: legacy, region: cn-beijing, billing: { method: subscription, months: 3 }, zone: cn-beijing-f, vpc: vpc-prod, vSwitches: [ vsw-prod-f ], bucket: risk-udf, computeUnits: 10, namespaces: [ { name: a, computeUnits: 3 }, { name: b, computeUnits: 5 } ] }
          faults: []
        """

    private static func sandbox() async throws -> Sandbox {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(changed: [("  clusterStart: { duration: 30m }", world)])
        let policies = "AliyunStreamAsiDefaultRolePolicy0,AliyunStreamAsiDefaultRolePolicy1,FlinkServerlessPolicy"
        #expect(
            try await sandbox.run("cloud", "set", "role/AliyunStreamAsiDefaultRole", "policies=\(policies)").status == 0
        )
        return sandbox
    }

    private static func manifest(
        _ name: String, billing: String = "subscription, months: 1",
        namespaces: String = "{ name: prod, computeUnits: 6 }"
    ) -> String {
        """
        apiVersion: sluice/v1
        kind: Workspace
        metadata: { name: \(name) }
        spec:
          region: cn-beijing
          billing: { method: \(billing) }
          zone: cn-beijing-f
          vpc: vpc-prod
          vSwitches: [ vsw-prod-f ]
          bucket: risk-udf
          computeUnits: 12
          namespaces: [ \(namespaces) ]
        """
    }

    /// Places an order and brings it to its end.
    private func provision(
        _ name: String, billing: String = "subscription, months: 1", in sandbox: Sandbox
    ) async throws {
        let file = try sandbox.file("\(name).yaml", Self.manifest(name, billing: billing))
        let placed = try await sandbox.run("order", "place", file, "--confirm", "--json")
        #expect(placed.status == 0, "\(placed.errors)")
        #expect(try await sandbox.run("advance", name).status == 0)
        try await sandbox.run("cloud", "clock", "advance", "9m")
        #expect(try await sandbox.run("run", name).status == 0)
        #expect(try await sandbox.run("order", "show", name, "--json").json["phase"] == .text("provisioned"))
    }

    private func workspaces(_ sandbox: Sandbox) async throws -> [JSONValue] {
        try await sandbox.run("workspace", "list", "--json").json.items
    }

    @Test func `a subscription is given more CUs, once, though the answer is lost`() async throws {
        let sandbox = try await Self.sandbox()
        #expect(try await sandbox.run("workspace", "scale", "nobody", "--compute-units", "20").status == 14)
        try await provision("analytics", in: sandbox)
        #expect(try await sandbox.run("workspace", "scale", "analytics", "--compute-units", "0").status == 64)

        let small = try await sandbox.run(
            "workspace", "scale", "analytics", "--compute-units", "7", "--confirm", "--json")
        #expect(small.status == 10)
        #expect(try small.json["findings"].items.map { $0["check"] } == [.text("workspace.capacity")])

        let placed = try await sandbox.run("workspace", "scale", "analytics", "--compute-units", "20", "--json")
        #expect(placed.status == 0, "\(placed.errors)")
        let draft = try placed.json
        #expect(draft["name"] == .text("analytics-scale-2"))
        #expect(draft["workflow"] == .text("workspace-scaling"))
        #expect(draft["workspaceScaling"]["order"] == .text("analytics"))
        #expect(draft["workspaceScaling"]["computeUnits"] == ["from": .integer(12), "to": .integer(20)])
        #expect(draft["next"]["command"] == .text("sluice order confirm analytics-scale-2"))

        try await sandbox.run("cloud", "fault", "add", "resize-workspace:timeout-after")
        #expect(try await sandbox.run("order", "confirm", "analytics-scale-2").status == 0)
        #expect(try await sandbox.run("run", "analytics-scale-2").status == 0)
        #expect(try await sandbox.run("order", "show", "analytics-scale-2", "--json").json["phase"] == .text("done"))
        #expect(try await sandbox.cloudShow()["calls"]["resize-workspace"] == .integer(1))
        #expect(try await workspaces(sandbox).map { $0["computeUnits"] } == [.integer(20)])
        // What was scaled on purpose is no drift.
        #expect(try await sandbox.run("drift", "analytics").status == 0)
        #expect(try await sandbox.run("audit", "verify").status == 0)
    }

    @Test func `namespaces grow into the new CUs by an amendment, and not beyond them`() async throws {
        let sandbox = try await Self.sandbox()
        try await provision("analytics", in: sandbox)
        #expect(
            try await sandbox.run("workspace", "scale", "analytics", "--compute-units", "20", "--confirm").status == 0)
        #expect(try await sandbox.run("run", "analytics-scale-1").status == 0)
        let wide = Self.manifest(
            "analytics", namespaces: "{ name: prod, computeUnits: 12 }, { name: dev, computeUnits: 7 }"
        )
        .replacing("computeUnits: 12\n", with: "computeUnits: 20\n")
        let tooWide = try await sandbox.run("order", "amend", "analytics", try sandbox.file("wide.yaml", wide))
        #expect(tooWide.status == 11)
        #expect(tooWide.errors.contains("21"))
        let fitting = wide.replacing("name: dev, computeUnits: 7", with: "name: dev, computeUnits: 6")
        let amended = try await sandbox.run("order", "amend", "analytics", try sandbox.file("fit.yaml", fitting))
        #expect(amended.status == 0, "\(amended.errors)")
        #expect(try await sandbox.run("run", "analytics").status == 0)
        let shown = try #require(try await workspaces(sandbox).first)
        #expect(shown["allocated"] == .integer(18))
    }

    @Test func `a history that goes on after provisioned verifies, exported and since a checkpoint too`() async throws {
        let sandbox = try await Self.sandbox()
        try await provision("analytics", in: sandbox)
        let (checkpoint, export) = (sandbox.path("kept.checkpoint"), sandbox.path("log.jsonl"))
        #expect(try await sandbox.run("audit", "checkpoint", "--to", checkpoint).status == 0)
        let smaller = try sandbox.file(
            "smaller.yaml", Self.manifest("analytics", namespaces: "{ name: prod, computeUnits: 4 }"))
        #expect(try await sandbox.run("order", "amend", "analytics", smaller).status == 0)
        #expect(try await sandbox.run("run", "analytics").status == 0)
        let history = try await sandbox.run("history", "analytics", "--json").json
        #expect(history.items.suffix(4).map { $0["to"].text } == ["provisioned", "running", "running", "provisioned"])
        #expect(try await sandbox.run("audit", "verify").status == 0)
        #expect(try await sandbox.run("audit", "verify", "--since", checkpoint).status == 0)
        #expect(try await sandbox.run("audit", "export", "--to", export).status == 0)
        #expect(try await sandbox.run("audit", "verify", export).status == 0)
        #expect(try await sandbox.run("store", "check").status == 0)
    }

    @Test func `a subscription is renewed once, though the answer is lost`() async throws {
        let sandbox = try await Self.sandbox()
        try await provision("analytics", in: sandbox)
        #expect(try await sandbox.run("workspace", "renew", "analytics", "--months", "10").status == 64)
        let before = try await workspaces(sandbox).first?["endsAt"].text
        try await sandbox.run("cloud", "fault", "add", "renew:timeout-after")
        let placed = try await sandbox.run("workspace", "renew", "analytics", "--months", "3", "--confirm", "--json")
        #expect(placed.status == 0, "\(placed.errors)")
        #expect(try placed.json["workflow"] == .text("cluster-renewal"))
        #expect(try await sandbox.run("run", "analytics-renew-1").status == 0)
        let shown = try await sandbox.run("order", "show", "analytics-renew-1", "--json").json
        #expect(shown["phase"] == .text("done"))
        #expect(try await sandbox.cloudShow()["calls"]["renew"] == .integer(1))
        let after = try await workspaces(sandbox).first?["endsAt"].text
        #expect(after != before)
        #expect(shown["clusterRenewal"]["newEndsAt"].text == after)
        #expect(try await sandbox.run("audit", "verify").status == 0)
    }

    @Test func `pay-as-you-go is released by its name, and only it`() async throws {
        let sandbox = try await Self.sandbox()
        try await provision("analytics", in: sandbox)
        try await provision("scratch", billing: "pay-as-you-go", in: sandbox)
        let subscription = try await sandbox.run("workspace", "release", "analytics", "--json")
        #expect(subscription.status == 11)
        #expect(try subscription.error["error"]["code"] == .text("subscription"))
        let sizeless = try await sandbox.run("workspace", "scale", "scratch", "--compute-units", "20", "--json")
        #expect(sizeless.status == 11)
        #expect(try sizeless.error["error"]["code"] == .text("pay-as-you-go"))
        #expect(try await sandbox.run("workspace", "renew", "scratch", "--months", "1").status == 11)

        let placed = try await sandbox.run("workspace", "release", "scratch", "--json").json
        #expect(placed["workspaceRelease"]["namespaces"] == [.text("prod")])
        #expect(placed["findings"].items.map { $0["check"] } == [.text("release.namespaces")])
        let wrong = try await sandbox.run("order", "confirm", "scratch-release-1", "--workspace-name", "analytics")
        #expect(wrong.status == 10)
        #expect(try await sandbox.cloudShow()["calls"]["delete-workspace"] == .null)
        let confirmed = try await sandbox.run("order", "confirm", "scratch-release-1", "--workspace-name", "scratch")
        #expect(confirmed.status == 0, "\(confirmed.errors)")
        #expect(try await sandbox.run("run", "scratch-release-1").status == 0)
        #expect(try await sandbox.cloudShow()["calls"]["delete-workspace"] == .integer(1))
        #expect(try await workspaces(sandbox).map { $0["order"] } == [.text("analytics")])
        #expect(try await sandbox.run("drift", "analytics").status == 0)
    }

    @Test func `a workspace that exists becomes a provisioned order, and nothing is asked for`() async throws {
        let sandbox = try await Self.sandbox()
        let unknown = try await sandbox.run("order", "import", "--workspace", "f-cn-none", "--json")
        #expect(unknown.status != 0)
        #expect(!FileManager.default.fileExists(atPath: sandbox.store))
        let calls = try await sandbox.cloudShow()["calls"]
        let imported = try await sandbox.run("order", "import", "--workspace", "f-cn-old", "--json")
        #expect(imported.status == 0, "\(imported.errors)")
        let order = try imported.json
        #expect(order["name"] == .text("legacy"))
        #expect(order["workflow"] == .text("workspace"))
        #expect(order["phase"] == .text("provisioned"))
        for call in ["purchase-workspace", "create-namespace", "resize-namespace", "delete-namespace"] {
            #expect(try await sandbox.cloudShow()["calls"][call] == calls[call])
        }
        #expect(
            try await sandbox.run("history", "legacy", "--json").json.items.map { $0["event"].text } == ["imported"])
        // It has an owner now.
        #expect(try await sandbox.run("order", "import", "--workspace", "f-cn-old", "--name", "again").status == 11)
        #expect(
            try await sandbox.run("workspace", "renew", "legacy", "--months", "1", "--confirm").status == 0)
        #expect(try await sandbox.run("run", "legacy-renew-1").status == 0)
        #expect(try await sandbox.run("audit", "verify").status == 0)
    }

    @Test func `of each debt a receiver is told once`() async throws {
        let sandbox = try await Self.sandbox()
        try await provision("scratch", billing: "pay-as-you-go", in: sandbox)
        let id = try #require(try await workspaces(sandbox).first { $0["order"] == .text("scratch") }?["id"].text)
        let told = sandbox.path("told")
        for (inArrears, count) in [
            (false, 0), (true, 1), (true, 1), (false, 1), (true, 2), (true, 2), (false, 2), (true, 3),
        ] {
            try await sandbox.run("cloud", "set", "workspace/\(id)", "inArrears=\(inArrears)")
            let telling = try await sandbox.run("notify", "--once", "--on", "expiring", "--exec", "cat >> '\(told)'")
            #expect(telling.status == 0)
            let lines = FileManager.default.contents(atPath: told).map { String(decoding: $0, as: UTF8.self) } ?? ""
            let ids = try lines.split(separator: "\n").compactMap {
                try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))["id"].text
            }
            #expect(ids.count == count)
            #expect(Set(ids).count == count, "who has been told of one debt does not take another for it")
        }
    }

    @Test func `an end that is near, one that has come, and arrears are told`() async throws {
        let sandbox = try await Self.sandbox()
        try await provision("analytics", in: sandbox)
        try await provision("scratch", billing: "pay-as-you-go", in: sandbox)
        #expect(try await sandbox.run("workspace", "list").status == 0)
        let id = try #require(try await workspaces(sandbox).first { $0["order"] == .text("scratch") }?["id"].text)
        try await sandbox.run("cloud", "set", "workspace/\(id)", "inArrears=true")
        let owing = try await sandbox.run("workspace", "list")
        #expect(owing.status == 10)
        try await sandbox.run("cloud", "set", "workspace/\(id)", "inArrears=false")
        #expect(try await sandbox.run("workspace", "list").status == 0)
        try await sandbox.run("cloud", "clock", "advance", "25d")
        let near = try await sandbox.run("workspace", "list")
        #expect(near.status == 10)
        #expect(near.output.contains("sluice workspace renew analytics"))
        #expect(try await sandbox.run("order", "show", "analytics").output.contains("workspace renew"))
        try await sandbox.run("cloud", "clock", "advance", "7d")
        let ended = try await sandbox.run("workspace", "list", "--json")
        #expect(ended.status == 10)
        #expect(try ended.json.items.first { $0["order"] == .text("analytics") }?["status"] == .text("DISABLE"))
        // Renewed in time, it runs again.
        #expect(
            try await sandbox.run("workspace", "renew", "analytics", "--months", "2", "--confirm").status == 0)
        #expect(try await sandbox.run("run", "analytics-renew-1").status == 0)
        #expect(
            try await workspaces(sandbox).first { $0["order"] == .text("analytics") }?["status"] == .text("RUNNING"))
    }
}
