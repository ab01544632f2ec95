import Documents
import Foundation
import Testing

/// The service's roles changed from the command line, and findings mended by it.
struct RoleCommandTests {
    /// A cloud without the role.
    private func sandboxWithoutRole() async throws -> Sandbox {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("cloud", "set", "role/AliyunStreamDefaultRole", "exists=false")
        return sandbox
    }

    private func policies(of role: String, in sandbox: Sandbox) async throws -> [JSONValue]? {
        try await sandbox.cloudShow()["roles"].items.first { $0["name"] == .text(role) }?["policies"].items
    }

    @Test func `a change of a role is placed under the next free name, confirmed at once if told, and run`()
        async throws
    {
        let sandbox = try await sandboxWithoutRole()
        let drafted = try await sandbox.run("role", "authorize", "--by-hand", "--json")
        #expect(drafted.status == 0, "\(drafted.errors)")
        #expect(try drafted.json["name"] == .text("role-authorize-1"))
        #expect(try drafted.json["phase"] == .text("drafted"))
        #expect(try drafted.json["workflow"] == .text("role-change"))
        let confirmed = try await sandbox.run("role", "authorize", "--confirm", "--json")
        #expect(try confirmed.json["name"] == .text("role-authorize-2"))
        #expect(try confirmed.json["phase"] == .text("confirmed"))
        // The first may not be under way beside it.
        #expect(try await sandbox.run("order", "confirm", "role-authorize-1").status == 10)
        let ran = try await sandbox.run("run", "role-authorize-2", "--json")
        #expect(ran.status == 0, "\(ran.errors)")
        #expect(try await policies(of: "AliyunStreamDefaultRole", in: sandbox) == ["AliyunStreamRolePolicy"])
        #expect(try await sandbox.run("audit", "verify").status == 0)
    }

    @Test func `while a cluster runs, the role goes only with the outage accepted`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("provisioned")
        let refused = try await sandbox.run("role", "reinitialise", "--confirm")
        #expect(refused.status == 10)
        #expect(refused.output.contains("risk_cluster") && refused.output.contains("--accept-outage"))
        let again = try await sandbox.run("order", "confirm", "role-reinitialise-1", "--despite-findings")
        #expect(again.status == 10)
        #expect(!again.errors.contains("--despite-findings"), "what would not help is not said to")
        #expect(try await sandbox.cloudShow()["calls"]["delete-role"] == .null)
        let accepted = try await sandbox.run("role", "reinitialise", "--accept-outage", "--confirm")
        #expect(accepted.status == 0, "\(accepted.errors)")
        #expect(try await sandbox.run("run", "role-reinitialise-2").status == 0)
        #expect(try await sandbox.cloudShow()["calls"]["delete-role"] == .integer(1))
        #expect(try await policies(of: "AliyunStreamDefaultRole", in: sandbox) == ["AliyunStreamRolePolicy"])
    }

    @Test func `without a cloud no store is made`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.run("role", "authorize").status == 66)
        #expect(!FileManager.default.fileExists(atPath: sandbox.store))
    }

    @Test func `what repair is of has to be said, and there are two ways`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        #expect(try await sandbox.run("role", "repair").status == 64)
        #expect(try await sandbox.run("role", "repair", "--managed", "--way", "3").status == 64)
        #expect(try await sandbox.run("role", "repair", "--managed", "--confirm").status == 0)
        #expect(try await sandbox.run("run", "role-repair-1").status == 0)
        #expect(try await policies(of: "AliyunStreamAsiDefaultRole", in: sandbox)?.count == 3)
    }

    @Test func `findings say how they are mended, and what sluice can do it does when told`() async throws {
        let sandbox = try await sandboxWithoutRole()
        try await sandbox.run("cloud", "set", "bucket/risk-udf", "acl=public-read")
        try await sandbox.run("order", "place", Sandbox.example("risk.yaml"))
        let told = try await sandbox.run("mend", "risk", "--json")
        #expect(told.status == 10)
        let findings = try told.json.items
        #expect(findings.map { $0["check"] } == ["bucket.acl", "role.exists"])
        #expect(findings[0]["aliyun"] == "aliyun oss set-acl oss://risk-udf private -b")
        #expect(findings[1]["sluice"] == "sluice role authorize --confirm")
        #expect(try await sandbox.run("mend", "risk", "--apply").status == 0)
        #expect(try await sandbox.run("run", "role-authorize-1").status == 0)
        #expect(try await sandbox.run("advance", "risk").status == 10)
        #expect(try await sandbox.run("order", "confirm", "risk").status == 0)
        let nothing = try await sandbox.run("mend", "risk")
        #expect(nothing.status == 0, "\(nothing.output)")
        #expect(try await sandbox.run("mend", "nobody").status == 14)
    }

    @Test func `a workspace goes from its manifest to its namespaces, bought once, with the fields that scripts read`()
        async throws
    {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("role", "repair", "--managed", "--confirm")
        #expect(try await sandbox.run("run", "role-repair-1").status == 0)
        let manifest = try sandbox.file(
            "workspace.yaml",
            """
            apiVersion: sluice/v1
            kind: Workspace
            metadata: { name: analytics }
            spec:
              region: cn-beijing
              billing: { method: subscription, months: 1 }
              zone: cn-beijing-f
              vpc: vpc-prod
              vSwitches: [ vsw-prod-f ]
              bucket: risk-udf
              computeUnits: 12
              namespaces: [ { name: prod, computeUnits: 6 } ]
            """)
        let check = try await sandbox.run("check", manifest, "--json")
        #expect(check.status == 0, "\(check.output)")
        #expect(try check.json["estimate"]["minorUnits"] == .integer(310_800))
        try await sandbox.run("cloud", "fault", "add", "purchase-workspace:timeout-after")
        #expect(try await sandbox.run("order", "place", manifest, "--confirm").status == 0)
        try await sandbox.reach("provisioned", "analytics")
        let shown = try await sandbox.run("order", "show", "analytics", "--json").json
        #expect(shown["workspace"]["status"] == "RUNNING")
        #expect(shown["workspace"]["computeUnits"] == .integer(12))
        #expect(shown["workspace"]["namespaces"] == [["name": "prod", "computeUnits": 6]])
        let cloud = try await sandbox.cloudShow()
        #expect(cloud["workspaces"].items.map { $0["name"] } == ["analytics"])
        #expect(cloud["workspaces"].items.first?["id"] == shown["workspace"]["id"])
        #expect(cloud["calls"]["purchase-workspace"] == .integer(1))
        #expect(try await sandbox.run("store", "check").status == 0)
    }

    @Test func `what a policy denies is mended by taking it away, and no change of a role is placed twice`()
        async throws
    {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("cloud", "set", "role/AliyunStreamDefaultRole", "policies=AliyunStreamRolePolicy")
        #expect(try await sandbox.run("role", "tighten", "--confirm").status == 0)
        #expect(try await sandbox.run("run", "role-tighten-1").status == 0)
        try await sandbox.run("order", "place", Sandbox.example("risk.yaml"))
        let finding = try #require(try await sandbox.run("mend", "risk", "--json").json.items.first)
        #expect(finding["check"] == "role.actions")
        #expect(finding["hint"].text?.contains("Detach SluiceNoClusterCreation") == true)
        #expect(finding["aliyun"].text?.contains("DetachPolicyFromRole") == true)
        for _ in 0..<2 {
            let applied = try await sandbox.run("mend", "risk", "--apply", "--json")
            #expect(applied.status == 0, "\(applied.output)\(applied.errors)")
        }
        let names = try await sandbox.run("order", "list", "--json").json.items.compactMap { $0["name"].text }
        #expect(names.sorted() == ["risk", "role-authorize-1", "role-tighten-1"])
        #expect(try await sandbox.run("run", "role-authorize-1").status == 0)
        #expect(try await sandbox.run("order", "confirm", "risk").status == 0)
    }

    @Test func `what belongs to the order is mended in its next turns, each a step in its history`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("cloud", "set", "bucket/risk-udf", "acl=public-read", "versioning=true")
        try await sandbox.run("cloud", "set", "vpc/vpc-prod", "name=null")
        try await sandbox.run("cloud", "set", "role/AliyunStreamDefaultRole", "exists=false")
        #expect(try await sandbox.run("order", "place", Sandbox.example("risk.yaml")).status == 0)
        let told = try await sandbox.run("mend", "risk", "--json")
        #expect(told.status == 10)
        let suggestions = try told.json.items.reduce(into: [String: String]()) {
            $0[$1["check"].text ?? ""] = $1["sluice"].text
        }
        #expect(suggestions["bucket.acl"] == "sluice mend risk --apply --finding bucket.acl")
        #expect(suggestions["role.exists"] == "sluice role authorize --confirm")
        // Nothing is changed by telling.
        #expect(try await sandbox.run("history", "risk", "--json").json.items.count == 1)

        let stray = try await sandbox.run("mend", "risk", "--apply", "--finding", "bucket.class", "--json")
        #expect(stray.status == 11)
        #expect(try stray.error["error"]["code"] == .text("no-such-finding"))
        #expect(try await sandbox.run("mend", "risk", "--finding", "bucket.acl").status == 64)

        // One alone; an answer that is lost is looked for, and the change is not asked for again.
        try await sandbox.run("cloud", "fault", "add", "put-bucket-acl:timeout-after")
        let one = try await sandbox.run("mend", "risk", "--apply", "--finding", "bucket.acl")
        #expect(one.status == 10, "\(one.output) \(one.errors)")
        try await sandbox.run("advance", "risk")
        try await sandbox.run("cloud", "clock", "advance", "1m")
        try await sandbox.run("advance", "risk")
        #expect(try await sandbox.cloudShow()["calls"]["put-bucket-acl"] == .integer(1))
        #expect(try await sandbox.cloudShow()["calls"]["put-bucket-versioning"] == .null)

        let rest = try await sandbox.run("mend", "risk", "--apply", "--json")
        #expect(rest.status == 0, "\(rest.errors)")
        try await sandbox.run("run", "risk")
        let calls = try await sandbox.cloudShow()["calls"]
        #expect(calls["put-bucket-versioning"] == .integer(1))
        #expect(calls["modify-vpc"] == .integer(1))
        let history = try await sandbox.run("history", "risk", "--json").json.items
        #expect(
            history.map { $0["event"].text } == [
                "placed", "repairOrdered", "repaired", "repairOrdered", "repaired", "repaired",
            ])
        let handed = history[3]["evidence"]["repairs"].items.map { $0["way"] }
        #expect(handed.contains { $0["changeRole"]["by"] == .text("role-authorize-1") })
        #expect(try await sandbox.run("run", "role-authorize-1").status == 0)
        try await sandbox.run("cloud", "clock", "advance", "1m")
        #expect(try await sandbox.run("order", "confirm", "risk").status == 0)
        #expect(try await sandbox.run("audit", "verify").status == 0)
    }
}
