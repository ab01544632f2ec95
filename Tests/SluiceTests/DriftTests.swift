import Documents
import Foundation
import Testing

struct DriftTests {
    @Test func `what is as it was ordered is no drift, and nothing is kept of it`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        #expect(try await sandbox.run("drift", "--json").output == "[]\n")
        #expect(try await sandbox.run("drift", "risk").status == 14)
        try await sandbox.confirm()
        #expect(try await sandbox.run("drift", "risk").status == 0)
        try await sandbox.reach("provisioned")
        let result = try await sandbox.run("drift", "--json")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(try result.json.items.map { $0["name"].text } == ["risk"])
        #expect(try result.json.items[0]["drift"] == .list([]))
        #expect(try await sandbox.run("drift").output == "1 order is as it was ordered\n")
        #expect(!FileManager.default.fileExists(atPath: sandbox.store + ".drift"))
    }

    @Test func `what may stay is accepted with a reason, until it is seen otherwise again`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("provisioned")
        try await sandbox.run("cloud", "set", "bucket/risk-udf", "versioning=true")
        try await sandbox.run("cloud", "set", "vpc/vpc-prod", "name=")
        #expect(try await sandbox.run("drift", "risk", "--accept", "bucket.versioning").status == 64)
        #expect(try await sandbox.run("drift", "--accept", "bucket.versioning", "--reason", "x").status == 64)
        let unknown = try await sandbox.run(
            "drift", "risk", "--accept", "bucket.version", "--reason", "wanted", "--json")
        #expect(unknown.status == 11)
        #expect(try unknown.error["error"]["code"] == .text("no-such-drift"))
        let accepted = try await sandbox.run(
            "drift", "risk", "--accept", "bucket.versioning", "--reason", "wanted for audits", "--json")
        #expect(accepted.status == 10)
        #expect(try accepted.json.items[0]["drift"].items.map { $0["what"].text } == ["vpc.named"])
        let kept = try accepted.json.items[0]["accepted"].items
        #expect(kept.map { $0["what"].text } == ["bucket.versioning"])
        #expect(kept[0]["accepted"]["reason"] == .text("wanted for audits"))
        #expect(
            try await sandbox.run("drift", "risk", "--accept", "vpc/vpc-prod", "--reason", "fine").status == 0)
        #expect(try await sandbox.run("drift").status == 0)
        #expect(try await sandbox.run("drift").output.contains("wanted for audits"))
        // Mended and broken again, it is drift again.
        try await sandbox.run("cloud", "set", "bucket/risk-udf", "versioning=false")
        #expect(try await sandbox.run("drift").status == 0)
        try await sandbox.run("cloud", "set", "bucket/risk-udf", "versioning=true")
        #expect(try await sandbox.run("drift").status == 10)
        // It is no history.
        let events = try await sandbox.run("history", "risk", "--json").json.items.map { $0["event"].text }
        #expect(events.last == "projectCreated")
    }

    @Test func `each thing that is otherwise is told, since when it is known, and what mends it`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("provisioned")
        let history = try await sandbox.run("history", "risk", "--json").output
        for change in [
            ["bucket/risk-udf", "acl=public-read", "versioning=true"], ["vpc/vpc-prod", "name="],
            ["role/AliyunStreamDefaultRole", "policies=[AliyunOSSFullAccess]"],
        ] {
            #expect(try await sandbox.run(["cloud", "set"] + change).status == 0)
        }
        func drift() async throws -> [JSONValue] {
            let result = try await sandbox.run("drift", "risk", "--json")
            #expect(result.status == 10)
            return try result.json.items[0]["drift"].items
        }
        let first = try await drift()
        #expect(first.map { $0["what"].text } == ["vpc.named", "bucket.acl", "bucket.versioning", "role.actions"])
        #expect(first[1]["resource"] == .text("bucket/risk-udf"))
        #expect(first[1]["ordered"] == .text("private"))
        #expect(first[1]["seen"] == .text("public-read"))
        #expect(first[1]["command"] == .text("sluice cloud set bucket/risk-udf acl=private"))
        let since = try #require(first[1]["since"].text)

        // What is known stays known since then; what changes once more is known since now.
        try await sandbox.run("cloud", "clock", "advance", "1h")
        try await sandbox.run("cloud", "set", "bucket/risk-udf", "acl=public-read-write")
        let second = try await drift()
        #expect(second[0]["since"].text == since)
        #expect(second[1]["since"].text != since)
        #expect(try await sandbox.run("drift", "--json").json.items[0]["drift"].items == second)
        #expect(try await sandbox.run("drift").output.contains("ordered: private, seen: public-read-write"))

        // The commands mend it.
        for thing in second {
            let words = try #require(thing["command"].text).split(separator: " ").map(String.init)
            let mended = try await sandbox.run(Array(words.dropFirst()))
            #expect(mended.status == 0, "\(words): \(mended.errors)")
        }
        #expect(try await sandbox.run("drift").status == 0)
        #expect(try await sandbox.run("history", "risk", "--json").output == history)
    }

    @Test func `a cluster that is another size, stopped or gone is told`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm(Sandbox.example("pay-as-you-go.yaml"))
        try await sandbox.reach("provisioned", "trial")
        let shown = try await sandbox.run("order", "show", "trial", "--json").json
        let cluster = try #require(shown["cluster"]["id"].text)
        let instance = try #require(shown["purchase"]["instanceId"].text)
        let what = { try await sandbox.run("drift", "--json").json.items[0]["drift"].items.map { $0["what"].text } }
        #expect(try await sandbox.run("cloud", "set", "cluster/\(cluster)", "slaves=4").status == 0)
        #expect(try await what().first == "cluster.status")
        try await sandbox.run("cloud", "clock", "advance", "2h")
        #expect(try await what() == ["cluster.slaves"])
        let told = try await sandbox.run("drift", "--json").json.items[0]["drift"].items[0]
        #expect(told["seen"].text?.hasPrefix("4 × ") == true)
        #expect(told["command"].text?.hasPrefix("sluice cluster scale trial --slaves ") == true)

        try await sandbox.run("cloud", "set", "instance/\(instance)", "status=stopped")
        #expect(try await what() == ["cluster.slaves", "instance.status"])
        try await sandbox.run("cloud", "set", "cluster/\(cluster)", "status=DESTROYED")
        #expect(try await what().first == "cluster.exists")
    }

    @Test func `a file that cannot be read is as none`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("provisioned")
        try await sandbox.run("cloud", "set", "vpc/vpc-prod", "name=")
        try Data("nonsense".utf8).write(to: URL(fileURLWithPath: sandbox.store + ".drift"))
        let result = try await sandbox.run("drift")
        #expect(result.status == 10)
        #expect(result.errors.contains("everything is known since now"))
        #expect(try await sandbox.run("drift").errors.isEmpty)
    }
}
