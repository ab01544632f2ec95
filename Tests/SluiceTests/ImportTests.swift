import Documents
import Foundation
import Testing

struct ImportTests {
    /// What was bought before Sluice: a cluster with projects, one that starts, an instance alone, one of shared mode.
    static let instances = """
          instances:
            - id: blinkonecs-old
              region: cn-beijing
              billing: { method: subscription, months: 3 }
              masters: { model: Ecs_4c16g, count: 3 }
              slaves: { model: Ecs_8c32g, count: 6 }
              cluster: { name: old_cluster, description: By hand, zone: cn-beijing-f, vpc: vpc-prod, vSwitch: vsw-prod-f, bucket: risk-udf }
              projects: [ { name: old_rt, computeUnits: 20 }, { name: old_ml, computeUnits: 6 } ]
            - id: blinkonecs-new
              region: cn-beijing
              billing: { method: pay-as-you-go }
              masters: { model: Ecs_4c16g, count: 1 }
              slaves: { model: Ecs_8c32g, count: 2 }
              cluster: { name: new_cluster, zone: cn-beijing-f, vpc: vpc-prod, vSwitch: vsw-prod-f, bucket: risk-udf, status: STARTING }
            - id: blinkonecs-bare
              region: cn-beijing
              billing: { method: subscription, months: 12 }
              masters: { model: Ecs_4c16g, count: 3 }
              slaves: { model: Ecs_8c32g, count: 6 }
            - { id: shared-1, kind: shared, region: cn-beijing, computeUnits: 4, months: 3, project: { name: legacy, computeUnits: 4 } }
          faults: []
        """

    static func sandbox() async throws -> Sandbox {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(changed: [("  clusterStart: { duration: 30m }", instances)])
        return sandbox
    }

    @Test func `a cluster with its projects becomes a provisioned order, and nothing is bought or created`()
        async throws
    {
        let sandbox = try await Self.sandbox()
        let before = try await sandbox.cloudShow()
        let result = try await sandbox.run("order", "import", "--instance", "blinkonecs-old", "--json")
        #expect(result.status == 0, "\(result.errors)")
        let order = try result.json
        #expect(order["name"] == .text("old_cluster"))
        #expect(order["phase"] == .text("provisioned"))
        #expect(order["version"] == .integer(1))
        #expect(order["projects"].items.map { $0["name"].text } == ["old_rt", "old_ml"])
        #expect(order["projects"].items.allSatisfy { $0["id"].text != nil })
        #expect(order["capacity"]["allocated"] == .integer(26))
        #expect(order["purchase"]["instanceId"] == .text("blinkonecs-old"))
        #expect(order["purchase"]["key"] == .null)
        let after = try await sandbox.cloudShow()
        #expect(after["purchases"] == before["purchases"])
        #expect(after["clusters"] == before["clusters"])
        #expect(after["projects"] == before["projects"])

        let entries = try await sandbox.run("history", "old_cluster", "--json").json.items
        #expect(entries.map { $0["event"].text } == ["imported"])
        #expect(entries[0]["actor"]["type"] == .text("operator"))
        #expect(entries[0]["evidence"]["instance"]["id"] == .text("blinkonecs-old"))
        #expect(entries[0]["evidence"]["cluster"]["status"] == .text("RUNNING"))
        #expect(try await sandbox.run("history", "old_cluster").status == 0)
        #expect(try await sandbox.run("audit", "verify").status == 0)
        #expect(try await sandbox.run("store", "check").status == 0)
    }

    @Test func `a cluster that starts is watched from there, and so is one that is late`() async throws {
        let sandbox = try await Self.sandbox()
        let id = try await sandbox.cluster(named: "new_cluster")
        let order = try await sandbox.run("order", "import", "--cluster", id, "--name", "fresh", "--json").json
        #expect(order["phase"] == .text("starting"))
        #expect(order["cluster"]["id"] == .text(id))
        try await sandbox.run("cloud", "clock", "advance", "31m")
        // No project is wanted of it: once it runs, it is at its end.
        #expect(try await sandbox.run("advance", "fresh").status == 0)
        #expect(try await sandbox.run("order", "show", "fresh", "--json").json["phase"] == .text("provisioned"))
        #expect(try await sandbox.run("audit", "verify").status == 0)

        let late = try await Self.sandbox()
        try await late.run("cloud", "fault", "add", "cluster:stall")
        try await late.run("cloud", "clock", "advance", "2h")
        let overdue = try await late.run(
            "order", "import", "--cluster", try await late.cluster(named: "new_cluster"), "--json"
        ).json
        #expect(overdue["phase"] == .text("overdue"))
        #expect(try await late.run("advance", "new_cluster").status == 0)
        #expect(try await late.cloudShow()["tickets"].items.count == 1)
    }

    @Test func `an instance alone needs a manifest, begins as paid, and is provisioned without being bought again`()
        async throws
    {
        let sandbox = try await Self.sandbox()
        let alone = try await sandbox.run("order", "import", "--instance", "blinkonecs-bare", "--json")
        #expect(alone.status == 11)
        #expect(try alone.error["error"]["code"] == .text("manifest-needed"))
        #expect(!FileManager.default.fileExists(atPath: sandbox.store))
        let order = try await sandbox.run(
            "order", "import", "--instance", "blinkonecs-bare", "--manifest", Sandbox.example("risk.yaml"), "--json"
        ).json
        #expect(order["name"] == .text("risk"))
        #expect(order["phase"] == .text("paid"))
        let bought = try await sandbox.cloudShow()["purchases"]["count"]
        try await sandbox.reach("provisioned")
        #expect(try await sandbox.cloudShow()["purchases"]["count"] == bought)
        let shown = try await sandbox.run("order", "show", "risk", "--json").json
        #expect(shown["purchase"]["instanceId"] == .text("blinkonecs-bare"))
        #expect(try await sandbox.run("audit", "verify").status == 0)
    }

    @Test func `a manifest asks for what is missing, and must agree with what exists`() async throws {
        let sandbox = try await Self.sandbox()
        let manifest = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: Sandbox.example("risk.yaml"))), as: UTF8.self
        )
        .replacing("months: 12", with: "months: 3").replacing("name: risk_cluster", with: "name: old_cluster")
        .replacing(
            "    - { name: risk_rt, description: Real-time rules, computeUnits: 30 }",
            with: "    - { name: old_rt, computeUnits: 20 }\n    - { name: more, computeUnits: 10 }")
        let wrong = try await sandbox.run(
            "order", "import", "--instance", "blinkonecs-old", "--manifest", "-", "--json",
            input: manifest.replacing("count: 6", with: "count: 5").replacing(
                "computeUnits: 20", with: "computeUnits: 19"))
        #expect(wrong.status == 11)
        #expect(
            try wrong.error["error"]["message"].text?.hasSuffix("spec.slaves, spec.projects[0].computeUnits") == true)
        let order = try await sandbox.run(
            "order", "import", "--instance", "blinkonecs-old", "--manifest", "-", "--json", input: manifest
        ).json
        #expect(order["phase"] == .text("running"))
        #expect(order["projects"].items.map { $0["id"].text != nil } == [true, false])
        try await sandbox.reach("provisioned")
    }

    @Test func `what cannot be taken over is refused, and nothing is kept`() async throws {
        let sandbox = try await Self.sandbox()
        func refusal(_ arguments: String...) async throws -> String? {
            let result = try await sandbox.run(["order", "import", "--json"] + arguments)
            #expect(result.status == 11, "\(arguments)")
            return try result.error["error"]["code"].text
        }
        #expect(try await refusal("--instance", "nothing") == "nothing-there")
        #expect(try await refusal("--cluster", "nothing") == "nothing-there")
        #expect(try await refusal("--instance", "blinkonecs-old", "--region", "cn-hangzhou") == "nothing-there")
        #expect(
            try await refusal(
                "--instance", "shared-1", "--manifest", Sandbox.example("risk.yaml"), "--region", "cn-beijing")
                == "manifest-differs")
        let id = try await sandbox.cluster(named: "new_cluster")
        for status in ["DESTROYING", "DESTROYED", "FAILED"] {
            #expect(try await sandbox.run("cloud", "set", "cluster/\(id)", "status=\(status)").status == 0)
            let code = try await refusal("--cluster", id)
            #expect(code == "cluster-lost" || code == "nothing-there" || code == "released", "\(status)")
        }
        try await sandbox.run("cloud", "set", "caller", "denied=[get-instance]")
        #expect(try await refusal("--instance", "blinkonecs-old") == "NoPermission")
        try await sandbox.run("cloud", "set", "caller", "denied=[]")
        #expect(!FileManager.default.fileExists(atPath: sandbox.store))

        #expect(try await sandbox.run("order", "import", "--instance", "blinkonecs-old").status == 0)
        #expect(try await refusal("--instance", "blinkonecs-old", "--name", "again") == "already-owned")
        #expect(try await sandbox.run("order", "list", "--json").json.items.count == 1)
        let taken = try await refusal(
            "--instance", "blinkonecs-bare", "--manifest", Sandbox.example("risk.yaml"), "--name", "old_cluster")
        #expect(taken == "name-taken")
        #expect(try await sandbox.run("order", "import").status == 64)
        #expect(try await sandbox.run("order", "import", "--instance", "a", "--cluster", "b").status == 64)
        #expect(try await sandbox.run("order", "import", "--instance", "a", "--name", "A B").status == 64)
    }
}

extension Sandbox {
    /// The id of the cloud's cluster of a name.
    func cluster(named name: String) async throws -> String {
        let clusters = try await cloudShow()["clusters"].items
        return try #require(clusters.first { $0["name"] == .text(name) }?["id"].text)
    }
}
