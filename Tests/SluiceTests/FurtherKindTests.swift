import Documents
import Foundation
import Testing

/// A kind that Sluice does not come with, registered by a program of its own (`Tests/ToySluice`), from end to end.
@Suite(.serialized)
struct FurtherKindTests {
    private static let notice = """
        apiVersion: sluice/v1
        kind: Notice
        metadata: { name: late }
        spec: { cluster: cluster1, text: It is late, delay: 30m }

        """

    @Test func `it is placed, confirmed, waited for and carried out by the commands of every kind`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let placed = try await sandbox.toy("order", "place", "-", "--json", input: Self.notice)
        #expect(placed.status == 0, "\(placed.errors)")
        #expect(try placed.json["workflow"] == .text("notice"))
        #expect(try placed.json["phase"] == .text("drafted"))
        #expect(try placed.json["notice"]["cluster"] == .text("cluster1"))
        #expect(try placed.json["next"]["command"] == .text("sluice order confirm late"))
        #expect(try await sandbox.toy("advance", "late").status == 10)
        #expect(try await sandbox.toy("order", "repurchase", "late", "--reason", "x").status == 11)

        #expect(try await sandbox.toy("order", "confirm", "late").status == 0)
        #expect(try await sandbox.toy("order", "confirm", "late").status == 11)
        #expect(try await sandbox.toy("advance", "late").status == 20)
        #expect(try await sandbox.toy("run", "late").status == 20)
        #expect(try await sandbox.cloudShow()["tickets"].items.isEmpty)
        try await sandbox.run("cloud", "clock", "advance", "30m")
        let moved = try await sandbox.toy("advance", "late", "--json")
        #expect(moved.status == 0)
        #expect(try moved.json["phase"] == .text("sent"))
        #expect(try moved.json["moved"] == .boolean(true))
        #expect(try await sandbox.toy("run", "late").status == 0)
        #expect(try await sandbox.cloudShow()["tickets"].items.count == 1)

        let history = try await sandbox.toy("history", "late", "--json").json.items
        #expect(history.map { $0["event"].text } == ["placed", "confirmed", "sendingBegun", "ticketSeen"])
        #expect(history.last?["evidence"]["ticket"].text?.isEmpty == false)
        let past = try await sandbox.toy("history", "late", "--at", "2", "--json").json
        #expect(past["phase"] == .text("scheduled"))
        #expect(try await sandbox.toy("order", "withdraw", "late", "--reason", "x").status == 11)
    }

    @Test func `it stands beside orders: in one file, in lists, in graphs`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let order = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: Sandbox.example("risk.yaml"))), as: UTF8.self)
        let placed = try await sandbox.toy("order", "place", "-", "--json", input: Self.notice + "---\n" + order)
        #expect(placed.status == 0, "\(placed.errors)")
        #expect(try placed.json.items.map { $0["workflow"].text } == ["notice", "exclusive-order"])

        for kind in ["notice", "Notice"] {
            let listed = try await sandbox.toy("order", "list", "--kind", kind, "--json").json.items
            #expect(listed.map { $0["name"].text } == ["late"])
        }
        #expect(try await sandbox.toy("order", "list", "--json").json.items.count == 2)
        #expect(try await sandbox.toy("order", "list", "--phase", "drafted", "--json").json.items.count == 2)
        let graph = try await sandbox.toy("graph", "--kind", "notice", "--json").json
        #expect(graph["workflow"] == .text("notice"))
        let ends = graph["phases"].items.filter { $0["next"] == .list([.text("finished")]) }
        #expect(ends.map { $0["phase"].text } == ["sent", "withdrawn"])

        let faulty = Self.notice.replacing("text: It is late", with: "txt: It is late")
        let refused = try await sandbox.toy("order", "place", "-", "--json", input: faulty)
        #expect(refused.status == 65)
        #expect(try refused.error["error"]["details"]["faults"].items.count == 2)
    }

    @Test func `killed at any write, it is carried out once`() async throws {
        var point = 1
        while true {
            let sandbox = try Sandbox()
            try await sandbox.makeCloud()
            #expect(try await sandbox.toy("order", "place", "-", "--confirm", input: Self.notice).status == 0)
            try await sandbox.run("cloud", "clock", "advance", "30m")
            let tracer = [
                "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64",
                "-e", "inject=pwrite64:signal=SIGKILL:when=\(point)",
            ]
            let killed = try await sandbox.run(["run", "late"], under: tracer, program: Sandbox.toy)
            let resumed = try await sandbox.toy("resume")
            #expect(resumed.status == 0, "point \(point): \(resumed.errors)")
            #expect(try await sandbox.toy("order", "show", "late", "--json").json["phase"] == .text("sent"))
            #expect(try await sandbox.cloudShow()["tickets"].items.count == 1, "point \(point)")
            #expect(try await sandbox.toy("audit", "verify").status == 0)
            guard killed.status != 0 else {
                #expect(point > 5, "a run makes more writes than \(point)")
                return
            }
            #expect(killed.status == 128 + 9, "point \(point): \(killed.errors)")
            point += 3
        }
    }

    @Test func `its history is in the log, verifies, and is exported`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        #expect(try await sandbox.toy("order", "place", "-", "--confirm", input: Self.notice).status == 0)
        try await sandbox.run("cloud", "clock", "advance", "30m")
        #expect(try await sandbox.toy("run", "late").status == 0)
        for arguments in [["audit", "verify"], ["store", "check"]] {
            let verified = try await sandbox.run(arguments, program: Sandbox.toy)
            #expect(verified.status == 0, "\(arguments): \(verified.output)\(verified.errors)")
        }
        let export = sandbox.path("export.jsonl")
        let exported = try await sandbox.toy("audit", "export", "--to", export)
        #expect(exported.status == 0, "\(exported.errors)")
        let verified = try await sandbox.toy("audit", "verify", export)
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    }

    @Test func `a backend that the program sets up is told of turns, and of the calls and commits in them`()
        async throws
    {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.run("cloud", "fault", "add", "purchase:unreachable")
        let traces = sandbox.path("traces")
        for _ in 0..<2 {
            _ = try await sandbox.run(
                ["advance", "risk"], environment: ["TOY_TRACES": traces], program: Sandbox.toy)
            let told = try Data(contentsOf: URL(fileURLWithPath: traces))
            let spans = try JSONDecoder().decode([JSONValue].self, from: told)
            let turns = spans.filter { $0["name"] == "sluice.turn" }
            #expect(turns.count == 1)
            #expect(turns.first?["attributes"]["sluice.workflow.kind"] == "exclusive-order")
            for name in ["sluice.call", "sluice.commit"] {
                let inner = spans.filter { $0["name"] == .text(name) }
                #expect(!inner.isEmpty, "\(name) is not told of")
                #expect(inner.allSatisfy { $0["parent"] == turns.first?["id"] && $0["trace"] == turns.first?["trace"] })
            }
            // What is bought, by whom and where is told to nobody.
            for secret in ["cn-beijing", "1234567890123456"] {
                #expect(!String(decoding: told, as: UTF8.self).contains(secret))
            }
            try await sandbox.run("cloud", "clock", "advance", "1h")
        }
    }

    @Test func `a sluice without the kind says so, and goes on with what it knows`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        #expect(try await sandbox.toy("order", "place", "-", "--confirm", input: Self.notice).status == 0)
        for command in [
            ["order", "show", "late"], ["advance", "late"], ["run", "late"], ["order", "confirm", "late"],
            ["order", "withdraw", "late", "--reason", "x"], ["store", "check"], ["audit", "verify"],
            ["order", "show", "late", "--at", "1"],
        ] {
            let result = try await sandbox.run(command + ["--json"])
            #expect(result.status == 12, "\(command): \(result.output)\(result.errors)")
            #expect(try result.error["error"]["code"] == .text("unknown-kind"), "\(command)")
            #expect(try result.error["error"]["message"].text?.contains("notice") == true, "\(command)")
        }
        #expect(try await sandbox.run("order", "show", "risk").status == 0)
        let orders = try await sandbox.run("order", "list", "--kind", "exclusive-order", "--json")
        #expect(orders.status == 0)
        #expect(try orders.json.items.map { $0["name"].text } == ["risk"])
        #expect(try await sandbox.run("order", "list", "--kind", "notice").status == 64)
        let list = try await sandbox.run("order", "list", "--json")
        #expect(list.status == 12)
        #expect(try list.json.items.map { $0["name"].text } == ["risk"])
        #expect(try list.error["error"]["code"] == .text("unknown-kind"))
        let table = try await sandbox.run("order", "list")
        #expect(table.status == 12)
        #expect(table.output.contains("risk") && table.errors.contains("notice"))
        for command in ["run", "resume"] {
            let before = try await sandbox.run("order", "show", "risk", "--json").json["version"]
            let result = try await sandbox.run(command)
            #expect(result.status == 12, "\(command): \(result.output)\(result.errors)")
            #expect(result.errors.contains("notice"), "\(command): \(result.errors)")
            #expect(try await sandbox.run("order", "show", "risk", "--json").json["version"] != before, "\(command)")
            try await sandbox.run("cloud", "clock", "advance", "31m")
        }
        let export = sandbox.path("export.jsonl")
        #expect(try await sandbox.run("audit", "export", "--to", export).status == 0)
        #expect(try await sandbox.run("audit", "verify", export).status == 12)
        #expect(try await sandbox.run("audit", "verify", export, "--hashes-only").status == 0)
        // What is wrong with the log goes before what is not known of it.
        let lines = try String(contentsOfFile: export, encoding: .utf8)
        let forged = lines.replacing("It is late", with: "It is soon")
        try Data(forged.utf8).write(to: URL(fileURLWithPath: export))
        #expect(try await sandbox.run("audit", "verify", export).status == 22)
        let placed = try await sandbox.run("order", "place", "-", input: Self.notice)
        #expect(placed.status == 65)
        #expect(try await sandbox.toy("order", "show", "late", "--json").json["phase"] == .text("scheduled"))
    }
}

extension Sandbox {
    /// The program that knows a kind more, built beside the tests.
    fileprivate static let toy = URL(fileURLWithPath: program).deletingLastPathComponent()
        .appendingPathComponent("toy-sluice").path

    @discardableResult
    fileprivate func toy(_ arguments: String..., input: String? = nil) async throws -> Result {
        try await run(arguments, input: input, program: Self.toy)
    }
}
