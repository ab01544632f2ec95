import Documents
import Foundation
import Testing
import TransparencyLog

/// What is taken away from a store, verified by us and by strangers.
struct ExportTests {
    private static let verifier = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Scripts/verify_log.py").path

    /// Runs the independent verifier.
    private func stranger(_ sandbox: Sandbox, _ arguments: String...) async throws -> Sandbox.Result {
        let running = try Running(
            ["/usr/bin/python3", Self.verifier] + arguments, environment: ["PATH": "/usr/bin:/bin"], input: nil,
            in: sandbox.directory)
        return try await running.end()
    }

    @Test func `a stranger's verifier agrees with ours on checkpoint, export and proofs`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let (export, proof, growth) = (sandbox.path("all.jsonl"), sandbox.path("p"), sandbox.path("g"))
        #expect(try await sandbox.run("audit", "export", "--to", export).status == 0)
        let exported = try await stranger(sandbox, "export", export, export + ".checkpoint", context.key)
        #expect(exported.status == 0, "\(exported.errors)")
        #expect(exported.output.hasPrefix("export: \(context.size) entries, 2 orders, sluice/"))
        for version in 1...4 {
            try? FileManager.default.removeItem(atPath: proof)
            #expect(
                try await sandbox.run("audit", "prove", "risk", "--version", "\(version)", "--to", proof).status == 0)
            let proven = try await stranger(sandbox, "proof", proof, context.key)
            #expect(proven.status == 0, "\(proven.errors)")
            #expect(try await sandbox.run("audit", "verify", proof, "--verifier", context.key).status == 0)
        }
        #expect(
            try await sandbox.run("audit", "consistency", sandbox.path("kept"), "\(context.size)", "--to", growth)
                .status
                == 0)
        let grown = try await stranger(sandbox, "growth", sandbox.path("kept"), growth, context.key)
        #expect(grown.status == 0, "\(grown.errors)")
        let ours = try await sandbox.run(
            "audit", "verify", growth, "--checkpoint", sandbox.path("kept"), "--verifier", context.key)
        #expect(ours.status == 0, "\(ours.errors)")
        // Both find what is not so.
        let other = SigningKey(name: String(context.key.prefix { $0 != "+" })).verifier.description
        #expect(try await stranger(sandbox, "export", export, export + ".checkpoint", other).status == 1)
        #expect(try await stranger(sandbox, "proof", proof, other).status == 1)
        #expect(try await stranger(sandbox, "growth", sandbox.path("now"), growth, context.key).status == 1)
    }

    @Test func `an export is the very bytes of the log, and verifies alone`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let printed = try await sandbox.run("audit", "export").output
        let leaves = try sandbox.leaves()
        #expect(Data(printed.utf8) == leaves.map { $0 + Data("\n".utf8) }.reduce(Data(), +))
        let export = sandbox.path("all.jsonl")
        #expect(try await sandbox.run("audit", "export", "--to", export).status == 0)
        #expect(try await sandbox.run("audit", "export", "--to", export).status == 11)
        let alone = try Sandbox()
        for suffix in ["", ".checkpoint"] {
            try FileManager.default.copyItem(atPath: export + suffix, toPath: alone.path("all.jsonl" + suffix))
        }
        let verified = try await alone.run(
            "audit", "verify", alone.path("all.jsonl"), "--verifier", context.key, "--json")
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(try verified.json["checkpoints"].items == [.integer(context.size)])
        #expect(try verified.json["signaturesChecked"] == .boolean(true))
        #expect(!FileManager.default.fileExists(atPath: alone.store))
        let piped = try await alone.run(["audit", "verify", "-", "--json"], input: printed)
        #expect(try piped.json["size"] == .integer(context.size))
    }

    @Test func `what comes through a pipe is read like a file`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let export = sandbox.path("all.jsonl")
        #expect(try await sandbox.run("audit", "export", "--to", export).status == 0)
        let script =
            #""$0" audit verify <(cat "$1") --checkpoint <(cat "$1.checkpoint") --verifier <(echo "$2") --json"#
        let piped = try await sandbox.run(export, context.key, under: ["/bin/bash", "-c", script])
        #expect(piped.status == 0, "\(piped.errors)")
        #expect(try piped.json["checkpoints"].items == [.integer(context.size)])
        #expect(try piped.json["signaturesChecked"] == .boolean(true))
        let proof = try await sandbox.run("audit", "prove", "risk", "--version", "2").output
        let proven = try await sandbox.run(["audit", "verify", "-", "--verifier", context.key], input: proof)
        #expect(proven.status == 0 && proven.output.hasPrefix("proven: order risk"), "\(proven.errors)")
        let growth = try await sandbox.run("audit", "consistency", sandbox.path("kept"), sandbox.path("now")).output
        let grown = try await sandbox.run(
            ["audit", "verify", "-", "--checkpoint", sandbox.path("kept"), "--verifier", context.key], input: growth)
        #expect(grown.status == 0, "\(grown.errors)")
    }

    @Test func `whatever is done to an export is found, at its position, by us and by strangers`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let export = sandbox.path("all.jsonl")
        try await sandbox.run("audit", "export", "--to", export)
        let lines = try sandbox.leaves().map { String(decoding: $0, as: UTF8.self) }
        var forgeries: [(String, Int, [String])] = []
        for index in lines.indices {
            // An actor's id in any line: lawful in itself.
            var edited = lines
            edited[index] = edited[index].replacing(#""authid":""#, with: #""authid":"x"#)
            forgeries.append(("edited", context.size, edited))
            var deleted = lines
            deleted.remove(at: index)
            forgeries.append(("deleted", index + 1, deleted))
            guard index > 0 else { continue }
            var swapped = lines
            swapped.swapAt(index - 1, index)
            forgeries.append(("swapped", index, swapped))
        }
        forgeries.append(("spaced", 1, lines.map { $0.replacing(#"":""#, with: #"": ""#) }))
        forgeries.append(("another store's", 1, lines.map { $0.replacing("sluice/", with: "sluice/x") }))
        for (name, position, forged) in forgeries {
            try Data(forged.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: export))
            let result = try await sandbox.run("audit", "verify", export, "--verifier", context.key)
            #expect(result.status == 22, "\(name) \(position)")
            #expect(
                name == "another store's" || result.errors.contains("from position \(position) on"),
                "\(name) \(position): \(result.errors)")
            let stranger = try await stranger(sandbox, "export", export, export + ".checkpoint", context.key)
            #expect(stranger.status == 1, "\(name) \(position)")
        }
    }

    @Test func `every line is canonical CloudEvents`() async throws {
        let context = try await AuditedStore()
        for (index, leaf) in try context.sandbox.leaves().enumerated() {
            let event = try JSONDecoder().decode(JSONValue.self, from: leaf)
            #expect(event["specversion"] == .text("1.0"))
            #expect(event["datacontenttype"] == .text("application/json"))
            let digits = String(index + 1)
            #expect(event["sequence"] == .text(String(repeating: "0", count: 20 - digits.count) + digits))
            let to = try #require(event["data"]["to"].text)
            #expect(event["type"] == .text("dev.sluice.order." + to))
            let order = try #require(event["subject"].text?.split(separator: "/").last)
            #expect(order.count == 26)
            #expect(event["recordedtime"].text?.hasSuffix("Z") == true)
            #expect(["operator", "account"].contains(event["authtype"].text))
        }
    }

    @Test func `part of a log is exported by order and time, and as a spreadsheet`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let ofTrial = try await sandbox.run("audit", "export", "--order", "trial").output
        #expect(ofTrial.split(separator: "\n").count == 2)
        try await sandbox.run("cloud", "clock", "advance", "1h")
        try await sandbox.run("advance", "risk")
        let history = try await sandbox.run("history", "risk", "--json").json.items
        let last = try #require(history.last?["at"].text)
        let since = try await sandbox.run("audit", "export", "--since", last).output.split(separator: "\n")
        #expect(since.count == 1)
        let csv = try await sandbox.run("audit", "export", "--format", "csv").output.split(separator: "\r\n")
        #expect(csv.count == context.size + 2)
        #expect(csv[0].hasPrefix("position,order,version,at,event"))
        #expect(csv[1].hasPrefix("1,01"))
        for arguments in [["--since", "yesterday"], ["--format", "xml"]] {
            #expect(try await sandbox.run(["audit", "export"] + arguments).status == 64)
        }
        #expect(try await sandbox.run("audit", "export", "--order", "nobody").status == 14)
    }

    /// What is wrong, and the status it has.
    private static let badInput: [(words: String, status: Int32)] = [
        ("verify absent.jsonl", 66), ("verify .", 66), ("verify --checkpoint garbage", 65),
        ("verify --verifier garbage", 65), ("verify garbage", 22), ("consistency garbage 1", 65),
        ("consistency 0 99", 64), ("consistency 2 1", 64), ("prove nobody", 14), ("prove risk --version 99", 64),
        ("checkpoint --to no/such/directory/file", 74), ("export --to no/such/directory/file", 74),
    ]

    @Test(arguments: badInput)
    func `bad input is told by its status`(words: String, status: Int32) async throws {
        let arguments = ["audit"] + words.split(separator: " ").map(String.init)
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        _ = try sandbox.file("garbage", "garbage\n")
        let result = try await sandbox.run(arguments + ["--json"])
        #expect(result.status == status, "\(arguments): \(result.errors)")
        #expect(try result.error["error"]["message"].text?.isEmpty == false)
        #expect(try await sandbox.run("store", "check").status == 0)
    }

    @Test func `without a store there is nothing to audit`() async throws {
        let sandbox = try Sandbox()
        for command in [
            ["key"], ["verify"], ["checkpoint"], ["export"], ["consistency", "0", "0"],
        ] {
            #expect(try await sandbox.run(["audit"] + command).status == 66, "\(command)")
        }
        // What names an order says that there is none, as every command does.
        #expect(try await sandbox.run("audit", "prove", "risk").status == 14)
    }
}

/// Looking back.
struct TimeTravelTests {
    @Test func `an order is shown as it was at a version or a time`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.run("cloud", "clock", "advance", "1h")
        try await sandbox.reach("paid")
        let entries = try await sandbox.run("history", "risk", "--json").json.items
        let bought = try #require(entries[2]["at"].text)
        let then = try await sandbox.run("order", "show", "risk", "--at", "2", "--json").json
        #expect(then["phase"] == .text("confirmed"))
        let before = try await sandbox.run("order", "show", "risk", "--at", "2021-04-01T09:30:00+08:00", "--json").json
        #expect(before["phase"] == .text("confirmed"), "\(bought)")
        let after = try await sandbox.run("order", "show", "risk", "--at", bought, "--json").json
        #expect(after["version"] == .integer(4))
        #expect(try await sandbox.run("order", "show", "risk", "--at", "2020-01-01T00:00:00Z").status == 64)
        #expect(try await sandbox.run("order", "show", "risk", "--at", "9").status == 64)
        #expect(try await sandbox.run("order", "show", "risk", "--at", "noon").status == 64)
    }

    @Test func `a history is filtered, and shows evidence and changes on demand`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("starting")
        let events = { (arguments: [String]) in
            try await sandbox.run(["history", "risk", "--json"] + arguments).json.items.compactMap { $0["event"].text }
        }
        #expect(try await events(["--actor", "operator"]) == ["placed", "confirmed"])
        #expect(try await events(["--actor", "account:1234567890123456"]).first == "purchaseBegun")
        #expect(try await events(["--event", "cleared", "--event", "placed"]) == ["placed", "cleared"])
        #expect(try await events(["--until", "2000-01-01T00:00:00Z"]).isEmpty)
        #expect(try await events(["--since", "2000-01-01T00:00:00Z"]).count == 6)
        #expect(try await sandbox.run("history", "risk", "--event", "nothing").status == 64)
        let changed = try await sandbox.run("history", "risk", "--event", "cleared", "--diff").output
        #expect(changed.contains("~ phase: paid → ready"))
        #expect(changed.contains("+ clearance.instance: "))
        let json = try await sandbox.run("history", "risk", "--event", "cleared", "--diff", "--json").json.items
        #expect(json[0]["changes"].items.contains { $0["path"] == .text("phase") && $0["after"] == .text("ready") })
        let evidence = try await sandbox.run("history", "risk", "--event", "purchased", "--evidence").output
        #expect(evidence.contains(#""receipt":{"orderNumber":"#))
    }

    @Test func `a history is followed to the order's end`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(speed: 6000)
        try await sandbox.confirm()
        let follower = try sandbox.start(["history", "risk", "--follow", "--json"])
        #expect(try await sandbox.run("run", "risk").status == 0)
        let ended = try await follower.end()
        #expect(ended.status == 0, "\(ended.errors)")
        let events = try ended.output.split(separator: "\n").map {
            try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))["event"].text
        }
        let history = try await sandbox.run("history", "risk", "--json").json.items.map { $0["event"].text }
        #expect(events == history)
        #expect(events.last == "projectCreated")
    }
}
