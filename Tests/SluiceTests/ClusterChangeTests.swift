import Documents
import Foundation
import Testing

/// A change that is made by the API, and what it comes to.
struct ClusterChangeCase: Sendable, CustomTestStringConvertible {
    let call: String
    let arguments: [String]
    let name: String
    /// What the cloud shows of the cluster afterwards: the masters' model, how many slaves, the free addresses.
    let model: String
    let slaves: Int
    let freeAddresses: Int
    let status: String

    var testDescription: String { call }

    static let all = [
        Self(
            call: "expand-cluster", arguments: ["scale", "trial", "--slaves", "6", "--confirm"], name: "trial-scale-1",
            model: "Ecs_4c16g", slaves: 6, freeAddresses: 193, status: "Running"),
        Self(
            call: "shrink-cluster", arguments: ["scale", "trial", "--slaves", "3", "--confirm"], name: "trial-scale-1",
            model: "Ecs_4c16g", slaves: 3, freeAddresses: 196, status: "Running"),
        Self(
            call: "change-master", arguments: ["scale", "trial", "--master-model", "Ecs_8c32g", "--confirm"],
            name: "trial-scale-1", model: "Ecs_8c32g", slaves: 4, freeAddresses: 195, status: "Running"),
        Self(
            call: "destroy-cluster", arguments: ["release", "trial", "--confirm", "trial_cluster"],
            name: "trial-release-1", model: "Ecs_4c16g", slaves: 4, freeAddresses: 200, status: "Destroyed"),
    ]
}

struct ClusterChangeFaultTests {
    @Test(arguments: ClusterChangeCase.all)
    func `a change is made by one call, and is done when it is seen`(change: ClusterChangeCase) async throws {
        let sandbox = try await Sandbox.withTrial()
        let placed = try await sandbox.change(change)
        #expect(placed["phase"] == .text("confirmed"))
        #expect(try await sandbox.finish(change.name) == 0)
        try await sandbox.expectMade(change, calls: 1...1)
    }

    @Test(
        arguments: ClusterChangeCase.all,
        ["throttle", "throttle*3", "unreachable", "timeout-before", "timeout-after", "late=1m", "late=40m"])
    func `whatever becomes of the call, a change is made once and done`(
        change: ClusterChangeCase, fault: String
    ) async throws {
        let sandbox = try await Sandbox.withTrial()
        try await sandbox.change(change)
        try await sandbox.run("cloud", "fault", "add", "\(change.call):\(fault)")
        var statuses: [Int32] = []
        for _ in 0..<4 { statuses.append(try await sandbox.run("advance", change.name).status) }
        #expect(statuses.contains(13), "the fault is met: \(statuses)")
        let ended = try await sandbox.finish(change.name)
        let shown = try await sandbox.run("order", "show", change.name).output
        #expect(ended == 0, "\(shown)")
        let answered = ["timeout-after", "late=1m"].contains(fault)
        try await sandbox.expectMade(change, calls: answered ? 1...1 : 1...4)
    }

    @Test(arguments: ClusterChangeCase.all)
    func `a change that the vendor refuses is blocked, says so, and can be tried again`(
        change: ClusterChangeCase
    ) async throws {
        let sandbox = try await Sandbox.withTrial()
        try await sandbox.change(change)
        try await sandbox.run("cloud", "fault", "add", "\(change.call):refuse")
        #expect(try await sandbox.finish(change.name) == 10)
        let shown = try await sandbox.show(change.name)
        #expect(shown["phase"] == .text("blocked"))
        #expect(shown["next"]["kind"] == .text("ask"))
        let cluster = try await sandbox.cloudShow()["clusters"].items[0]
        #expect(cluster["slaves"]["count"] == .integer(4))
        #expect(cluster["status"] == .text("Running"))
        for _ in 0..<5 where try await sandbox.show(change.name)["phase"] != .text("done") {
            try await sandbox.run("advance", change.name)
            try await sandbox.run("cloud", "clock", "advance", "31m")
        }
        #expect(try await sandbox.finish(change.name) == 0)
        try await sandbox.expectMade(change, calls: 1...2)
    }

    @Test(arguments: ClusterChangeCase.all)
    func `a change that stalls is overdue with one ticket, and done when it goes on`(
        change: ClusterChangeCase
    ) async throws {
        let sandbox = try await Sandbox.withTrial()
        try await sandbox.change(change)
        try await sandbox.run("cloud", "fault", "add", "cluster:stall")
        var phases: [String] = []
        for _ in 0..<8 {
            try await sandbox.run("run", change.name)
            phases.append(try await sandbox.show(change.name)["phase"].text ?? "")
            try await sandbox.run("cloud", "clock", "advance", "30m")
        }
        #expect(phases.last == "overdue", "\(phases)")
        #expect(try await sandbox.cloudShow()["tickets"].items.count == 1)
        try await sandbox.run("cloud", "fault", "clear")
        #expect(try await sandbox.finish(change.name) == 0)
        try await sandbox.expectMade(change, calls: 1...1)
        #expect(try await sandbox.cloudShow()["tickets"].items.count == 1)
    }

    @Test(arguments: ClusterChangeCase.all)
    func `killed between any two commands, a change is made once`(change: ClusterChangeCase) async throws {
        for point in stride(from: 1, through: 41, by: 4) {
            let sandbox = try await Sandbox.withTrial()
            try await sandbox.change(change)
            let tracer = [
                "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64",
                "-e", "inject=pwrite64:signal=SIGKILL:when=\(point)",
            ]
            let killed = try await sandbox.run(["run", change.name], under: tracer)
            #expect(killed.status == 128 + 9 || killed.status == 20, "point \(point): \(killed.errors)")
            #expect(try await sandbox.finish(change.name) == 0, "point \(point)")
            try await sandbox.expectMade(change, calls: 1...1)
            if killed.status != 128 + 9 {
                #expect(point > 8, "a run writes more than \(point) times")
                return
            }
        }
    }
}

struct ClusterScaleTests {
    @Test func `a scaling is printed in the shape of the contract, and waits to be confirmed`() async throws {
        let sandbox = try await Sandbox.withTrial()
        let result = try await sandbox.run("cluster", "scale", "trial", "--slaves", "6", "--json")
        #expect(result.status == 0)
        let scaling = try result.json
        #expect(
            scaling.names.isSuperset(of: [
                "id", "name", "workflow", "cloud", "phase", "version", "createdAt", "updatedAt", "next", "findings",
                "clusterScaling",
            ]))
        #expect(scaling["name"] == .text("trial-scale-1"))
        #expect(scaling["workflow"] == .text("cluster-scaling"))
        #expect(scaling["phase"] == .text("drafted"))
        #expect(scaling["clusterScaling"]["slaves"] == .object(["from": .integer(4), "to": .integer(6)]))
        #expect(scaling["next"]["kind"] == .text("ask"))
        #expect(scaling["next"]["command"] == .text("sluice order confirm trial-scale-1"))
        #expect(try await sandbox.run("advance", "trial-scale-1").status == 10)
        #expect(try await sandbox.run("run", "trial-scale-1").status == 10)
        #expect(try await sandbox.cloudShow()["calls"]["expand-cluster"] == .null)

        #expect(try await sandbox.run("order", "confirm", "trial-scale-1").status == 0)
        #expect(try await sandbox.finish("trial-scale-1") == 0)
        #expect(try await sandbox.show("trial-scale-1")["next"]["kind"] == .text("finished"))
        let history = try await sandbox.run("history", "trial-scale-1", "--json").json.items
        #expect(history.map { $0["version"] } == (1...history.count).map { .integer($0) })
        #expect(history.first?["to"] == .text("drafted"))
        #expect(history.last?["to"] == .text("done"))
        let listed = try await sandbox.run("order", "list", "--all", "--json").json.items
        #expect(listed.map { $0["name"].text }.contains("trial-scale-1"))
        #expect(try await sandbox.run("advance", "trial-scale-1").status == 0)
    }

    @Test func `changes of one order are numbered, each kind by itself`() async throws {
        let sandbox = try await Sandbox.withTrial()
        for name in ["trial-scale-1", "trial-scale-2"] {
            let placed = try await sandbox.run("cluster", "scale", "trial", "--slaves", "6", "--json")
            #expect(try placed.json["name"] == .text(name))
        }
        let release = try await sandbox.run("cluster", "release", "trial", "--json")
        #expect(try release.json["name"] == .text("trial-release-1"))
    }

    @Test func `a manifest places a scaling beside others, all or none`() async throws {
        let sandbox = try await Sandbox.withTrial()
        let scaling = """
            apiVersion: sluice/v1
            kind: ClusterScaling
            metadata: { name: larger }
            spec: { order: trial, slaves: { count: 8 } }
            ---
            apiVersion: sluice/v1
            kind: ClusterRelease
            metadata: { name: gone }
            spec: { order: trial, confirm: trial_cluster }

            """
        let placed = try await sandbox.run("order", "place", "-", "--json", input: scaling)
        #expect(placed.status == 0, "\(placed.errors)")
        #expect(try placed.json.items.map { $0["name"].text } == ["larger", "gone"])
        #expect(try placed.json.items.map { $0["phase"].text } == ["drafted", "drafted"])
        #expect(try await sandbox.run("order", "confirm", "larger").status == 0)
        #expect(try await sandbox.finish("larger") == 0)
        #expect(try await sandbox.slaves() == 8)
    }

    @Test(arguments: [
        (["--slaves", "1"], 2), (["--slaves", "2"], 0), (["--slaves", "26"], 0), (["--slaves", "27"], 1),
    ])
    func `not below 2, nor what the projects hold, nor above what the masters bear`(
        arguments: [String], blocking: Int
    ) async throws {
        let sandbox = try await Sandbox.withTrial()
        let placed = try await sandbox.run(
            ["cluster", "scale", "trial"] + arguments + ["--confirm", "--json"])
        #expect(placed.status == (blocking == 0 ? 0 : 10), "\(placed.errors)")
        let errors = try placed.json["findings"].items.filter { $0["severity"] == .text("error") }
        #expect(errors.count == blocking)
        #expect(try placed.json["phase"] == .text(blocking == 0 ? "confirmed" : "drafted"))
        guard blocking > 0 else { return }
        #expect(try placed.error["error"]["code"] == .text("prerequisites-do-not-hold"))
        try await sandbox.run("run", "trial-scale-1")
        #expect(try await sandbox.slaves() == 4)
        // Whoever insists is stopped by the inspection before the call.
        #expect(try await sandbox.run("order", "confirm", "trial-scale-1", "--despite-findings").status == 0)
        #expect(try await sandbox.finish("trial-scale-1") == 10)
        #expect(try await sandbox.show("trial-scale-1")["phase"] == .text("blocked"))
        let calls = try await sandbox.cloudShow()["calls"]
        #expect(calls["shrink-cluster"] == .null && calls["expand-cluster"] == .null)
    }

    @Test func `larger masters with the slaves they are for are one change`() async throws {
        let sandbox = try await Sandbox.withTrial()
        let arguments = ["cluster", "scale", "trial", "--slaves", "30", "--master-model", "Ecs_8c32g", "--confirm"]
        #expect(try await sandbox.run(arguments).status == 0)
        #expect(try await sandbox.finish("trial-scale-1") == 0)
        let cluster = try await sandbox.cloudShow()["clusters"].items[0]
        #expect(cluster["slaves"]["count"] == .integer(30))
        #expect(cluster["masters"]["model"] == .text("Ecs_8c32g"))
    }

    @Test func `all that does not hold is told at once, for the new slaves alone`() async throws {
        let sandbox = try await Sandbox.withTrial()
        try await sandbox.run("cloud", "set", "vswitch/vsw-prod-f", "freeAddresses=1")
        try await sandbox.run("cloud", "set", "zone/cn-beijing-f", "stock.Ecs_4c16g=1")
        let short = try await sandbox.run("cluster", "scale", "trial", "--slaves", "6", "--confirm", "--json")
        #expect(short.status == 10)
        let findings = try short.json["findings"].items
        #expect(Set(findings.map { $0["check"].text }) == ["vswitch.addresses", "ecs.stock"])
        #expect(
            findings.allSatisfy {
                $0["observed"].text?.contains("1") == true && $0["required"].text?.contains("2") == true
            })

        // One slave more has its address and its machine.
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "5", "--confirm").status == 0)
        #expect(try await sandbox.finish("trial-scale-2") == 0)
        #expect(try await sandbox.slaves() == 5)
        // And to scale in needs neither.
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "3", "--confirm").status == 0)
        #expect(try await sandbox.finish("trial-scale-3") == 0)
        #expect(try await sandbox.slaves() == 3)
    }

    @Test func `what does not hold any more blocks before the call, and goes on once mended`() async throws {
        let sandbox = try await Sandbox.withTrial()
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "6", "--confirm").status == 0)
        try await sandbox.run("cloud", "set", "vswitch/vsw-prod-f", "freeAddresses=1")
        #expect(try await sandbox.finish("trial-scale-1") == 10)
        let blocked = try await sandbox.show("trial-scale-1")
        #expect(blocked["phase"] == .text("blocked"))
        #expect(blocked["findings"].items.map { $0["check"].text } == ["vswitch.addresses"])
        #expect(try await sandbox.cloudShow()["calls"]["expand-cluster"] == .null)
        try await sandbox.run("cloud", "set", "vswitch/vsw-prod-f", "freeAddresses=2")
        #expect(try await sandbox.finish("trial-scale-1") == 0)
        #expect(try await sandbox.slaves() == 6)
    }

    @Test func `another vSwitch of the same zone gives the new slaves their addresses`() async throws {
        let sandbox = try await Sandbox.withTrial()
        try await sandbox.run("cloud", "set", "vswitch/vsw-prod-f", "freeAddresses=0")
        try await sandbox.run(
            "cloud", "set", "vswitch/vsw-more", "vpc=vpc-prod", "zone=cn-beijing-f", "cidr=172.16.9.0/24",
            "freeAddresses=2")
        let arguments = ["cluster", "scale", "trial", "--slaves", "6", "--v-switch", "vsw-more", "--confirm"]
        let placed = try await sandbox.run(arguments)
        #expect(placed.status == 0, "\(placed.errors)\(placed.output)")
        #expect(try await sandbox.finish("trial-scale-1") == 0)
        let free = try await sandbox.cloudShow()["vSwitches"].items.first { $0["id"] == .text("vsw-more") }
        #expect(free?["freeAddresses"] == .integer(0))
        #expect(try await sandbox.slaves() == 6)
    }

    @Test func `a vSwitch of another zone, or none at all, blocks`() async throws {
        let sandbox = try await Sandbox.withTrial()
        try await sandbox.run(
            "cloud", "set", "vswitch/vsw-g", "vpc=vpc-prod", "zone=cn-beijing-g", "cidr=172.16.9.0/24",
            "freeAddresses=20")
        for vSwitch in ["vsw-g", "vsw-none"] {
            let placed = try await sandbox.run(
                "cluster", "scale", "trial", "--slaves", "6", "--v-switch", vSwitch, "--confirm", "--json")
            #expect(placed.status == 10, "\(vSwitch)")
            #expect(try placed.json["findings"].items.isEmpty == false)
        }
        #expect(try await sandbox.slaves() == 4)
    }

    @Test func `of a subscription the console is named, and the change is watched until it has happened`() async throws
    {
        let sandbox = try await Sandbox.withTrial(method: "subscription")
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "6", "--confirm").status == 0)
        #expect(try await sandbox.run("run", "trial-scale-1").status == 20)
        let waiting = try await sandbox.show("trial-scale-1")
        #expect(waiting["next"]["reason"]["message"].text?.contains("console") == true)
        try await sandbox.run("cloud", "clock", "advance", "3h")
        #expect(try await sandbox.run("run", "trial-scale-1").status == 20)
        let cluster = try #require(try await sandbox.cloudShow()["clusters"].items[0]["id"].text)
        #expect(try await sandbox.run("cloud", "set", "cluster/\(cluster)", "slaves=6").status == 0)
        #expect(try await sandbox.finish("trial-scale-1") == 0)
        let cloud = try await sandbox.cloudShow()
        #expect(cloud["calls"]["expand-cluster"] == .null)
        #expect(cloud["tickets"].items.isEmpty)
    }

    @Test func `what is so already is done without a call`() async throws {
        let sandbox = try await Sandbox.withTrial()
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "4", "--confirm").status == 0)
        #expect(try await sandbox.finish("trial-scale-1") == 0)
        let calls = try await sandbox.cloudShow()["calls"]
        for call in ["expand-cluster", "shrink-cluster", "change-master"] { #expect(calls[call] == .null) }
    }

    @Test func `of two changes at once the second waits until the first is done; both are made`() async throws {
        let sandbox = try await Sandbox.withTrial()
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "6", "--confirm").status == 0)
        let second = try await sandbox.run("cluster", "scale", "trial", "--slaves", "8", "--confirm", "--json")
        #expect(second.status == 10)
        let findings = try second.json["findings"].items
        #expect(findings.contains { $0["claimedBy"].items.first?["name"] == .text("trial-scale-1") }, "\(findings)")
        // Nor does it help to insist.
        let insisting = ["order", "confirm", "trial-scale-2", "--despite-findings"]
        #expect(try await sandbox.run(insisting).status == 10)
        try await sandbox.run("run", "trial-scale-1")
        #expect(try await sandbox.run(insisting).status == 10)
        #expect(try await sandbox.finish("trial-scale-1") == 0)
        #expect(try await sandbox.slaves() == 6)
        #expect(try await sandbox.run("order", "confirm", "trial-scale-2").status == 0)
        #expect(try await sandbox.finish("trial-scale-2") == 0)
        #expect(try await sandbox.slaves() == 8)
        #expect(try await sandbox.cloudShow()["calls"]["expand-cluster"] == .integer(2))
        #expect(try await sandbox.freeAddresses() == 191)
    }

    @Test func `usage, unknown orders and orders without a cluster have their statuses`() async throws {
        let sandbox = try await Sandbox.withTrial()
        #expect(try await sandbox.run("cluster", "scale", "trial").status == 64)
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "many").status == 64)
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "1001").status == 64)
        #expect(try await sandbox.run("cluster", "scale", "nobody", "--slaves", "6").status == 14)
        #expect(try await sandbox.run("cluster", "release", "nobody").status == 14)
        #expect(try await sandbox.run("order", "place", Sandbox.example("risk.yaml")).status == 0)
        let early = try await sandbox.run("cluster", "scale", "risk", "--slaves", "8", "--json")
        #expect(early.status == 11)
        #expect(try early.error["error"]["code"] == .text("no-cluster"))
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "6").status == 0)
        let nested = try await sandbox.run("cluster", "scale", "trial-scale-1", "--slaves", "8", "--json")
        #expect(nested.status == 11)
        #expect(try nested.error["error"]["code"] == .text("not-an-order"))
    }
}

struct ClusterChangeLifeTests {
    @Test(arguments: [ClusterChangeCase.all[0], ClusterChangeCase.all[3]])
    func `before the call a change can be withdrawn, after it not`(change: ClusterChangeCase) async throws {
        let sandbox = try await Sandbox.withTrial()
        try await sandbox.change(change)
        let withdrawn = try await sandbox.run("order", "withdraw", change.name, "--reason", "not now", "--json")
        #expect(withdrawn.status == 0)
        #expect(try withdrawn.json["phase"] == .text("withdrawn"))
        #expect(try await sandbox.run("advance", change.name).status == 21)
        #expect(try await sandbox.run("run", change.name).status == 21)
        #expect(try await sandbox.cloudShow()["calls"][change.call] == .null)

        let again = change.name.replacing("-1", with: "-2")
        let placed = try await sandbox.run(["cluster"] + change.arguments)
        #expect(placed.status == 0)
        #expect(try await sandbox.run("run", again).status == 20)
        #expect(try await sandbox.cloudShow()["calls"][change.call] == .integer(1))
        #expect(try await sandbox.run("order", "withdraw", again, "--reason", "too late").status == 11)
        #expect(try await sandbox.finish(again) == 0)
        #expect(try await sandbox.run("order", "withdraw", again, "--reason", "too late").status == 11)
        #expect(try await sandbox.run("order", "confirm", again).status == 11)
    }

    @Test func `a scaling whose cluster is destroyed meanwhile has failed`() async throws {
        let sandbox = try await Sandbox.withTrial()
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "6", "--confirm").status == 0)
        #expect(try await sandbox.run("run", "trial-scale-1").status == 20)
        let cluster = try #require(try await sandbox.cloudShow()["clusters"].items[0]["id"].text)
        let set = try await sandbox.run("cloud", "set", "cluster/\(cluster)", "status=DESTROYED")
        #expect(set.status == 0, "\(set.errors)")
        #expect(try await sandbox.finish("trial-scale-1") == 21)
        #expect(try await sandbox.show("trial-scale-1")["phase"] == .text("failed"))
    }

    @Test func `a scaling placed before a release asks nothing of a cluster that is gone`() async throws {
        let sandbox = try await Sandbox.withTrial()
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "6").status == 0)
        try await sandbox.change(ClusterChangeCase.all[3])
        #expect(try await sandbox.finish("trial-release-1") == 0)
        #expect(try await sandbox.run("order", "confirm", "trial-scale-1").status == 10)
        #expect(try await sandbox.run("order", "confirm", "trial-scale-1", "--despite-findings").status == 0)
        #expect(try await sandbox.finish("trial-scale-1") == 21)
        #expect(try await sandbox.show("trial-scale-1")["phase"] == .text("failed"))
        #expect(try await sandbox.cloudShow()["calls"]["expand-cluster"] == .null)
        let late = try await sandbox.run("cluster", "scale", "trial", "--slaves", "6", "--confirm")
        #expect([10, 11].contains(late.status), "\(late.output)")
        let again = try await sandbox.run("cluster", "release", "trial", "--confirm", "trial_cluster", "--json")
        #expect(again.status != 1, "\(again.errors)")
        try await sandbox.run("run")
        #expect(try await sandbox.cloudShow()["calls"]["destroy-cluster"] == .integer(1))
    }

    @Test func `a release waits for a scaling that is under way, and the other way round`() async throws {
        let sandbox = try await Sandbox.withTrial()
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "6", "--confirm").status == 0)
        let release = ["cluster", "release", "trial", "--confirm", "trial_cluster"]
        #expect(try await sandbox.run(release).status == 10)
        try await sandbox.run("order", "withdraw", "trial-scale-1", "--reason", "released instead")
        let confirm = ["order", "confirm", "trial-release-1", "--cluster-name", "trial_cluster"]
        #expect(try await sandbox.run(confirm).status == 0)
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "6", "--confirm").status == 10)
        #expect(try await sandbox.finish("trial-release-1") == 0)
        #expect(try await sandbox.cloudShow()["calls"]["expand-cluster"] == .null)
    }

    @Test func `masters of pay-as-you-go are not sold by the guide: told before, refused by the service, blocked`()
        async throws
    {
        let sandbox = try await Sandbox.withTrial(changingMasters: false)
        let placed = try await sandbox.change(ClusterChangeCase.all[2])
        #expect(placed["phase"] == .text("confirmed"))
        let drafted = try await sandbox.run("order", "show", "trial-scale-1", "--at", "1", "--json").json
        #expect(drafted["findings"].items.map { $0["check"].text } == ["scaling.sold"])
        #expect(drafted["findings"].items.map { $0["severity"].text } == ["warning"])
        #expect(try await sandbox.finish("trial-scale-1") == 10)
        let blocked = try await sandbox.show("trial-scale-1")
        #expect(blocked["phase"] == .text("blocked"))
        #expect(blocked["findings"].items.contains { $0["message"].text?.contains("OperationDenied.PostPaid") == true })
        #expect(try await sandbox.run("order", "withdraw", "trial-scale-1", "--reason", "not sold").status == 0)
    }

    @Test func `a release says which projects go, and needs the cluster's name`() async throws {
        let sandbox = try await Sandbox.withTrial()
        let placed = try await sandbox.run("cluster", "release", "trial", "--json")
        #expect(placed.status == 0)
        #expect(try placed.json["phase"] == .text("drafted"))
        #expect(try placed.json["workflow"] == .text("cluster-release"))
        #expect(try placed.json["clusterRelease"]["projects"] == .list([.text("trial_rt")]))
        for arguments in [[], ["--cluster-name", "trial"], ["--cluster-name", ""]] {
            let refused = try await sandbox.run(["order", "confirm", "trial-release-1"] + arguments)
            #expect(refused.status == 10, "\(arguments)")
        }
        #expect(try await sandbox.show("trial-release-1")["phase"] == .text("drafted"))
        let wrong = try await sandbox.run("cluster", "release", "trial", "--confirm", "other_cluster", "--json")
        #expect(wrong.status == 10)
        #expect(try wrong.json["phase"] == .text("drafted"))
        #expect(
            try await sandbox.run("order", "confirm", "trial-release-1", "--cluster-name", "trial_cluster").status == 0)
        #expect(try await sandbox.finish("trial-release-1") == 0)
        #expect(try await sandbox.cloudShow()["projects"].items.isEmpty)
    }

    @Test func `a subscription is not released, and when it ends is told`() async throws {
        let sandbox = try await Sandbox.withTrial(method: "subscription")
        let refused = try await sandbox.run("cluster", "release", "trial", "--confirm", "trial_cluster", "--json")
        #expect(refused.status == 11)
        #expect(try refused.error["error"]["message"].text?.contains("2021-05-01") == true)
        #expect(try await sandbox.cloudShow()["calls"]["destroy-cluster"] == .null)
        #expect(try await sandbox.run("order", "list", "--all", "--json").json.items.count == 1)
    }

    @Test func `destroyed means seen as destroyed`() async throws {
        let sandbox = try await Sandbox.withTrial()
        try await sandbox.change(ClusterChangeCase.all[3])
        #expect(try await sandbox.run("run", "trial-release-1").status == 20)
        #expect(try await sandbox.cloudShow()["clusters"].items[0]["status"] != .text("Destroyed"))
        #expect(try await sandbox.show("trial-release-1")["phase"] != .text("done"))
    }

    @Test func `a store of orders and changes verifies, and resumes as a whole`() async throws {
        let sandbox = try await Sandbox.withTrial()
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "6", "--confirm").status == 0)
        #expect(try await sandbox.run("cluster", "scale", "trial", "--slaves", "1").status == 0)
        try await sandbox.run("order", "withdraw", "trial-scale-2", "--reason", "a slip")
        #expect(try await sandbox.run("resume").status == 20)
        try await sandbox.run("cloud", "clock", "advance", "31m")
        #expect(try await sandbox.run("resume").status == 0)
        try await sandbox.change(ClusterChangeCase.all[3])
        #expect(try await sandbox.finish("trial-release-1") == 0)
        let verified = try await sandbox.run("audit", "verify")
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
        let check = try await sandbox.run("store", "check")
        #expect(check.status == 0, "\(check.output)")
        let drafted = try await sandbox.run("history", "trial-scale-1", "--at", "1", "--json")
        #expect(try drafted.json["phase"] == .text("drafted"))
    }
}

extension Sandbox {
    /// A store and a cloud with a provisioned cluster of 1 master and 4 slaves, by the hour if not told otherwise.
    ///
    /// - Parameter changingMasters: whether the cloud changes the masters of pay-as-you-go clusters, as the vendor's API
    ///   says and its guide denies.
    fileprivate static func withTrial(
        method: String = "pay-as-you-go", changingMasters: Bool = true
    ) async throws -> Sandbox {
        let sandbox = try Sandbox()
        let start = "clusterStart: { duration: 30m }"
        let change = changingMasters ? "\n  clusterChange: { masterForPayAsYouGo: true }" : ""
        try await sandbox.makeCloud(changed: [(start, start + change)])
        let manifest = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: example("pay-as-you-go.yaml"))), as: UTF8.self
        ).replacing("count: 2", with: "count: 4").replacing("method: pay-as-you-go", with: "method: \(method)")
        try await sandbox.confirm(try sandbox.file("trial.yaml", manifest))
        try await sandbox.run("run", "trial")
        try await sandbox.run("cloud", "clock", "advance", "31m")
        #expect(try await sandbox.run("run", "trial").status == 0)
        return sandbox
    }

    /// Places and confirms a change.
    @discardableResult
    fileprivate func change(_ change: ClusterChangeCase) async throws -> JSONValue {
        let result = try await run(["cluster"] + change.arguments + ["--json"])
        #expect(result.status == 0, "\(result.errors)")
        return try result.json
    }

    /// Runs a workflow to its end or its question, jumping the clock over waits.
    fileprivate func finish(_ name: String) async throws -> Int32 {
        for _ in 0..<40 {
            let result = try await run("run", name)
            guard [13, 20].contains(result.status) else { return result.status }
            try await run("cloud", "clock", "advance", "6m")
        }
        return 20
    }

    fileprivate func show(_ name: String) async throws -> JSONValue {
        try await run("order", "show", name, "--json").json
    }

    fileprivate func slaves() async throws -> Int? {
        guard case .integer(let count) = try await cloudShow()["clusters"].items[0]["slaves"]["count"] else {
            return nil
        }
        return count
    }

    fileprivate func freeAddresses() async throws -> Int? {
        guard case .integer(let count) = try await cloudShow()["vSwitches"].items[0]["freeAddresses"] else {
            return nil
        }
        return count
    }

    /// Checks that a change is done and was made once, even after all that may still be on its way has come.
    fileprivate func expectMade(
        _ change: ClusterChangeCase, calls: ClosedRange<Int>, at location: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(try await show(change.name)["phase"] == .text("done"), sourceLocation: location)
        try await run("cloud", "clock", "advance", "2h")
        let cloud = try await cloudShow()
        let cluster = cloud["clusters"].items[0]
        #expect(cluster["status"] == .text(change.status), sourceLocation: location)
        #expect(cluster["masters"]["model"] == .text(change.model), sourceLocation: location)
        if change.status != "Destroyed" {
            #expect(cluster["slaves"]["count"] == .integer(change.slaves), sourceLocation: location)
        }
        #expect(try await freeAddresses() == change.freeAddresses, sourceLocation: location)
        guard case .integer(let count) = cloud["calls"][change.call] else {
            Issue.record("\(change.call) was never called", sourceLocation: location)
            return
        }
        #expect(calls.contains(count), "\(count) calls", sourceLocation: location)
        let history = try await run("history", change.name, "--json").json.items
        #expect(history.filter { $0["to"] == .text("done") }.count == 1, sourceLocation: location)
        let check = try await run("store", "check")
        #expect(check.status == 0, "\(check.output)", sourceLocation: location)
    }
}
