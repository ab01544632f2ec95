import Documents
import Foundation
import Testing

/// What RAM lets somebody do, explained.
struct AccessCommandTests {
    private static let reads =
        #"{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:Get*","Resource":"acs:oss:*:*:b/*"}]}"#
    private static let denies =
        #"{"Version":"1","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"IpAddress":{"acs:SourceIp":"10.0.0.0/8"}}}]}"#

    @Test func `documents are judged without a cloud and without a store, and the statement is named`() async throws {
        let sandbox = try Sandbox()
        let words = [
            "access", "explain", "oss:GetObject", "acs:oss:*:1:b/x", "--policy", try sandbox.file("a.json", Self.reads),
            "--policy", try sandbox.file("b.json", Self.denies), "--json",
        ]
        let allowed = try await sandbox.run(words)
        #expect(allowed.status == 0, "\(allowed.errors)")
        #expect(try allowed.json["decision"] == .text("allow"))
        #expect(try allowed.json["policy"] == .integer(0))
        let denied = try await sandbox.run(words + ["--context", "acs:SourceIp=10.1.2.3"]).json
        #expect(denied["decision"] == .text("explicit-deny"))
        #expect(denied["policy"] == .integer(1))
        #expect(denied["statement"] == .integer(0))
        let elsewhere = try await sandbox.run(words.map { $0.replacing(":b/x", with: ":c/x") }).json
        #expect(elsewhere["decision"] == .text("implicit-deny"))
        #expect(!FileManager.default.fileExists(atPath: sandbox.store))
        #expect(!FileManager.default.fileExists(atPath: sandbox.cloud))
    }

    @Test func `a document with a fault is 65 with its path, and what cannot be meant is usage`() async throws {
        let sandbox = try Sandbox()
        let wrong = try sandbox.file("wrong.json", Self.reads.replacing("oss:Get*", with: "Get*"))
        let result = try await sandbox.run("access", "explain", "a:B", "*", "--policy", wrong, "--json")
        #expect(result.status == 65)
        #expect(
            try result.error["error"]["details"]["faults"].items.map { $0["path"] } == [.text("Statement[0].Action")])
        for words in [
            ["a:B", "*"], ["a:B", "--policy", wrong], ["--batch", "a:B", "*"], ["a:B", "*", "--as", "somebody"],
            ["a:B", "*", "--policy", wrong, "--as", "account"], ["a:B", "*", "--policy", wrong, "--context", "k"],
        ] {
            #expect(try await sandbox.run(["access", "explain"] + words).status == 64, "\(words)")
        }
    }

    @Test func `lines are judged one by one, and one with a fault spoils no other`() async throws {
        let sandbox = try Sandbox()
        let lines = [
            #"{"policies":[\#(Self.denies),\#(Self.reads)],"action":"oss:GetObject","resource":"acs:oss:*:1:b/x"}"#,
            #"{"policies":[\#(Self.reads),\#(Self.denies)],"action":"oss:GetObject","resource":"acs:oss:*:1:b/x","context":{"acs:SourceIp":"10.1.1.1"}}"#,
            #"{"policies":[{"Version":"1"}],"action":"a:B","resource":"*"}"#, "no json",
            #"{"policies":[],"action":"a:B","resource":"*","context":{}}"#,
        ]
        let result = try await sandbox.run("access", "explain", "--batch", input: lines.joined(separator: "\n"))
        #expect(result.status == 0)
        let answers = result.output.split(separator: "\n").map(String.init)
        #expect(answers.count == 5)
        #expect(answers[0] == #"{"decision":"allow","policy":1,"statement":0}"#)
        #expect(answers[1] == #"{"decision":"explicit-deny","policy":1,"statement":0}"#)
        #expect(answers[2].contains("policies[0].Statement"))
        #expect(answers[3].hasPrefix(#"{"error":{"#))
        #expect(answers[4] == #"{"decision":"implicit-deny"}"#)
    }

    @Test func `whoever is in the cloud is judged by the policies he has`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        func decision(_ action: String, _ holder: String) async throws -> JSONValue {
            try await sandbox.run("access", "explain", action, "*", "--as", holder, "--json").json["decision"]
        }
        #expect(try await decision("oss:GetObject", "role/aliyunstreamdefaultrole") == .text("allow"))
        #expect(try await decision("ram:CreateRole", "role/AliyunStreamDefaultRole") == .text("implicit-deny"))
        #expect(try await decision("ram:CreateRole", "account") == .text("allow"))
        #expect(try await sandbox.run("access", "explain", "a:B", "*", "--as", "user/nobody").status == 11)
    }
}
