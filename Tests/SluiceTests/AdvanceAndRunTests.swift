import Documents
import Foundation
import Testing

struct AdvanceCommandTests {
    @Test func `step by step from confirmed to provisioned, each status as the contract says`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        var seen: [String] = []
        for _ in 0..<40 {
            let result = try await sandbox.run("advance", "risk", "--json")
            let order = try result.json
            seen.append("\(order["phase"].text ?? "") \(result.status) \(order["moved"] == .boolean(true))")
            if order["phase"] == .text("provisioned") { break }
            if order["next"]["kind"] == .text("wait") { try await sandbox.run("cloud", "clock", "advance", "6m") }
        }
        #expect(
            seen == [
                "paid 0 true", "ready 0 true", "starting 0 true", "starting 0 true", "starting 0 true",
                "starting 0 true",
                "starting 0 true", "running 0 true", "provisioned 0 true",
            ])
        let after = try await sandbox.run("advance", "risk", "--json")
        #expect(after.status == 0)
        #expect(try after.json["moved"] == .boolean(false))
        #expect(try after.json["next"]["kind"] == .text("finished"))
        #expect(try after.json["cluster"]["status"] == .text("Running"))
        #expect(try after.json["capacity"]["free"] == .integer(6))
        try await sandbox.expectProvisioned()
    }

    @Test func `before its time nothing is done, and when it is due is said`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("starting")
        let result = try await sandbox.run("advance", "risk", "--json")
        #expect(result.status == 20)
        #expect(try result.json["next"]["kind"] == .text("wait"))
        #expect(try result.json["next"]["dueAt"] == .text("2021-04-01T01:00:30Z"))
        #expect(try result.json["next"]["reason"]["code"] == .text("cluster-starting"))
    }

    @Test func `a blocked order lists everything, and mended goes on`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("order", "place", Sandbox.example("broken.yaml"), "--confirm", "--despite-findings")
        #expect(try await sandbox.run("advance", "broken").status == 0)
        let blocked = try await sandbox.run("advance", "broken", "--json")
        #expect(blocked.status == 10)
        #expect(try blocked.json["phase"] == .text("blocked"))
        #expect(
            try blocked.json["findings"].items.map { $0["check"].text }
                == ["vpc.named", "vswitch.addresses", "bucket.acl", "bucket.versioning"])
        #expect(try blocked.json["findings"].items[1]["observed"] == .text("7"))
        #expect(try blocked.json["findings"].items[1]["required"] == .text("9"))
        for change in [
            ["vpc/vpc-lab", "name=lab"], ["vswitch/vsw-lab-f", "freeAddresses=9"],
            ["bucket/shared-artifacts", "acl=private"],
        ] {
            #expect(try await sandbox.run(["cloud", "set"] + change).status == 0)
        }
        let cleared = try await sandbox.run("advance", "broken", "--json")
        #expect(cleared.status == 0)
        #expect(try cleared.json["phase"] == .text("ready"))
        #expect(try cleared.json["findings"].items.map { $0["severity"].text } == ["warning"])
    }

    @Test func `an overdue cluster gets one ticket, is watched, and may yet run`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("starting")
        try await sandbox.run("cloud", "fault", "add", "cluster:stall")
        try await sandbox.run("cloud", "clock", "advance", "1h")
        #expect(try await sandbox.run("advance", "risk", "--json").json["phase"] == .text("overdue"))
        for _ in 0..<3 {
            try await sandbox.run("advance", "risk")
            try await sandbox.run("cloud", "clock", "advance", "31s")
        }
        #expect(try await sandbox.cloudShow()["tickets"].items.count == 1)
        try await sandbox.run("cloud", "fault", "clear")
        try await sandbox.run("cloud", "clock", "advance", "30m")
        try await sandbox.reach("provisioned")
        try await sandbox.expectProvisioned()
        // Where it stands is told, even if there is no time to look at it.
        #expect(try await sandbox.run("run", "risk", "--timeout", "0s").status == 0)
    }

    @Test func `a cluster that fails ends the order with 21, saying what was paid for`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("starting")
        try await sandbox.run("cloud", "fault", "add", "cluster:fail")
        try await sandbox.run("cloud", "clock", "advance", "31s")
        let result = try await sandbox.run("advance", "risk", "--json")
        #expect(result.status == 21)
        #expect(try result.json["phase"] == .text("failed"))
        let number = try result.json["purchase"]["orderNumber"].text ?? "?"
        #expect(try result.json["next"]["reason"]["message"].text?.contains(number) == true)
    }

    @Test func `two orders for the last addresses: the second is told which order holds what`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(changed: [("freeAddresses: 200", "freeAddresses: 17")])
        try await sandbox.confirm()
        let text = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: Sandbox.example("risk.yaml"))), as: UTF8.self)
        try await sandbox.confirm(
            try sandbox.file("second.yaml", text.replacing("name: risk\n", with: "name: second\n")))
        for order in ["risk", "second"] { try await sandbox.reach("paid", order) }
        let first = try await sandbox.run("advance", "risk", "--json").json
        let second = try await sandbox.run("advance", "second", "--json")
        #expect(second.status == 10)
        let finding = try #require(try second.json["findings"].items.first)
        #expect(finding["observed"] == .text("8"))
        #expect(
            finding["claimedBy"].items
                == [.object(["order": first["id"], "name": .text("risk"), "amount": .integer(9)])])
    }
}

struct RunCommandTests {
    @Test func `one command walks the happy example to its end`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(speed: 6000)
        try await sandbox.confirm()
        let result = try await sandbox.run("run", "risk")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("provisioned"))
        #expect(result.errors.contains("starting → running"))
        try await sandbox.expectProvisioned()
    }

    @Test func `to scripts a run says nothing but the order, and on standard error nothing but an error`() async throws
    {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(speed: 6000)
        try await sandbox.confirm()
        let result = try await sandbox.run("run", "risk", "--json")
        #expect(try result.json["phase"] == .text("provisioned"))
        #expect(result.errors.isEmpty)
        #expect(try await sandbox.run("run", "risk", "risk", "--json").json["name"] == .text("risk"))
    }

    @Test func `two projects share a cluster`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(speed: 6000)
        try await sandbox.confirm(Sandbox.example("two-projects.yaml"))
        #expect(try await sandbox.run("run", "reports").status == 0)
        try await sandbox.expectProvisioned("reports")
        #expect(
            try await sandbox.cloudShow()["projects"].items.map { $0["computeUnits"] } == [.integer(20), .integer(30)])
    }

    @Test func `a run stops in the phase of --until, and at its timeout`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(speed: 1)
        try await sandbox.confirm()
        let until = try await sandbox.run("run", "risk", "--until", "starting", "--json")
        #expect(until.status == 0)
        #expect(try until.json["phase"] == .text("starting"))
        let late = try await sandbox.run("run", "risk", "--timeout", "300ms", "--json")
        #expect(late.status == 20)
        #expect(try late.json["next"]["kind"] == .text("wait"))
    }

    @Test func `where time stands still, a run returns at once and names what moves it`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        let result = try await sandbox.run("run", "risk")
        #expect(result.status == 20)
        #expect(result.errors.contains("sluice cloud clock advance"))
        #expect(try await sandbox.run("resume").status == 20)
    }

    @Test func `over several orders the gravest status wins`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(speed: 6000)
        try await sandbox.confirm()
        try await sandbox.run("order", "place", Sandbox.example("broken.yaml"))
        try await sandbox.run("order", "place", Sandbox.example("pay-as-you-go.yaml"))
        try await sandbox.run("order", "withdraw", "trial", "--reason", "x")
        #expect(try await sandbox.run("run", "risk", "broken").status == 10)
        #expect(try await sandbox.run("run", "risk", "broken", "trial").status == 21)
        let all = try await sandbox.run("run", "risk", "broken", "trial", "--json")
        #expect(try all.json.items.map { $0["name"].text } == ["risk", "broken", "trial"])
        #expect(try await sandbox.run("resume").status == 10)
    }

    @Test func `interrupted, a run says that everything is kept, and resume goes on`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(speed: 1)
        try await sandbox.confirm()
        let running = try sandbox.start(["run", "risk"])
        #expect(try await running.hasSaid("ready → starting"))
        running.signal(SIGINT)
        let result = try await running.end()
        #expect(result.status == 130)
        #expect(result.errors.contains("sluice resume"))
        try await sandbox.run("cloud", "set", "clock", "speed=6000")
        let resumed = try await sandbox.run("resume")
        #expect(resumed.status == 0)
        #expect(resumed.errors.contains("risk: starting"))
        try await sandbox.expectProvisioned()
    }

    @Test func `failing calls end a run with 13, with the time of the next attempt`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(speed: 6000)
        try await sandbox.confirm()
        try await sandbox.run("cloud", "fault", "add", "purchase:throttle*8")
        let result = try await sandbox.run("run", "risk", "--json")
        #expect(result.status == 13)
        #expect(try result.json["attempts"]["count"] == .integer(8))
        #expect(try result.json["attempts"]["lastError"]["code"] == .text("Throttling"))
        #expect(try await sandbox.run("run", "risk").status == 0)
        try await sandbox.expectProvisioned()
    }

    @Test func `an order of another cloud is refused, and passed over by resume`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        let world = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: Sandbox.example("world.yaml"))), as: UTF8.self)
        let other = "simulated:" + sandbox.path("other.db")
        #expect(try await sandbox.run("cloud", "init", "-", "--cloud", other, input: world).status == 0)
        let result = try await sandbox.run("advance", "risk", "--cloud", other, "--json")
        #expect(result.status == 11)
        #expect(try result.error["error"]["code"] == .text("other-cloud"))
        let resumed = try await sandbox.run("resume", "--cloud", other)
        #expect(resumed.status == 0)
        #expect(resumed.errors.contains("risk: passed over"))
        for command in [["run"], ["run", "risk"]] {
            let run = try await sandbox.run(command + ["--cloud", other])
            #expect(run.status == 11, "\(command)")
            #expect(run.errors.contains("belongs to cloud"), "\(command): \(run.errors)")
        }
        // Looking needs no cloud at all.
        #expect(try await sandbox.run("order", "show", "risk", "--cloud", "simulated:/nowhere").status == 0)
    }
}
