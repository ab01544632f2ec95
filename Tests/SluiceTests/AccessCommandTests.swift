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

    @Test func `policies that come again are the same policies, wherever they stand and whatever is beside them`()
        async throws
    {
        let sandbox = try Sandbox()
        let again = #""policies":[\#(Self.reads)]"#
        let lines = [
            #"{\#(again),"action":"oss:GetObject","resource":"acs:oss:*:1:b/x"}"#,
            #"{"resource":"acs:oss:*:1:b/x", \#(again), "action":"oss:PutObject"}"#,
            #"{"action":"oss:GetObject","context":{"policies":"[]"},"resource":"acs:oss:*:1:b/\"policies\":[]",\#(again)}"#,
            #"{\#(again),"action":"oss:GetObject","resource":"acs:oss:*:1:b/x""#,
            #"{\#(again),"action":7,"resource":"acs:oss:*:1:b/x"}"#,
            #"{"\u0070olicies":[],"x":[\#(Self.reads)],"action":"oss:GetObject","resource":"acs:oss:*:1:b/x"}"#,
            #"{\#(again),"action":"oss:GetObject","resource":"acs:oss:*:1:c/x"}"#,
        ]
        let result = try await sandbox.run("access", "explain", "--batch", input: lines.joined(separator: "\n"))
        let answers = result.output.split(separator: "\n").map(String.init)
        let allow = #"{"decision":"allow","policy":0,"statement":0}"#
        let none = #"{"decision":"implicit-deny"}"#
        #expect(answers.count == lines.count)
        #expect(answers[0...2] == [allow, none, allow])
        #expect(answers[3].hasPrefix(#"{"error":{"#))
        #expect(answers[4].contains("action"))
        #expect(answers[5].contains(#""path":"x""#))
        #expect(answers[6] == none)
    }

    // MARK: - What a purpose needs

    /// A cloud with little in it.
    private static func makeCloud(_ fields: [String: JSONValue], in sandbox: Sandbox) async throws {
        let least: [String: JSONValue] = [
            "account": ["id": "1"], "clock": ["start": "2021-04-01T09:00:00+08:00", "speed": 0],
            "regions": [["id": "cn-beijing", "zones": []]],
        ]
        let world: JSONValue = [
            "apiVersion": "sluice/v1", "kind": "World", "spec": .object(least.merging(fields) { $1 }),
        ]
        let text = String(decoding: try JSONEncoder().encode(world), as: UTF8.self)
        let result = try await sandbox.run("cloud", "init", "--force", "-", input: text)
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test func `the service's role is judged action by action, and what is missing is 10`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let whole = try await sandbox.run("access", "check", "--json")
        #expect(whole.status == 0)
        #expect(try whole.json["purpose"] == .text("exclusive"))
        #expect(try whole.json["principal"] == .text("role/AliyunStreamDefaultRole"))
        let actions = try whole.json["actions"].items
        #expect(actions.count == 10)
        #expect(actions.allSatisfy { $0["decision"] == .text("allow") && $0["policy"] != .null })

        _ = try await sandbox.run("cloud", "set", "role/AliyunStreamDefaultRole", "policies=[AliyunOSSFullAccess]")
        let narrow = try await sandbox.run("access", "check", "--for", "shared", "--json")
        #expect(narrow.status == 10)
        #expect(try narrow.json["ready"] == .boolean(false))
        let allowed = try narrow.json["actions"].items.filter { $0["decision"] == .text("allow") }
        #expect(allowed.map { $0["action"] } == [.text("oss:*")])
        #expect(allowed.map { $0["policy"] } == [.text("AliyunOSSFullAccess")])
        let said = try await sandbox.run("access", "check", "--for", "shared")
        #expect(said.output.contains("not granted vpc:DescribeVpcs") && said.output.contains("access policy shared"))
    }

    @Test func `a role that is not there is granted nothing, and a principal that was named is refused`() async throws {
        let sandbox = try Sandbox()
        try await Self.makeCloud([:], in: sandbox)
        let absent = try await sandbox.run("access", "check", "--for", "exclusive")
        #expect(absent.status == 10)
        #expect(absent.output.contains("there is no role/AliyunStreamDefaultRole"))
        #expect(try await sandbox.run("access", "check", "--as", "role/AliyunStreamDefaultRole").status == 11)
        #expect(try await sandbox.run("access", "check", "--for", "managed").status == 0, "the account may")
        for words in [["--for", "project"], ["--for", "check", "x"], ["--for", "nothing"], ["--as", "x"]] {
            #expect(try await sandbox.run(["access", "check"] + words).status == 64, "\(words)")
        }
    }

    @Test(arguments: [
        ["exclusive"], ["shared"], ["managed"], ["ram-user"], ["project", "risk_rt"], ["check"],
        ["function-connection", "code"], ["function-connection"],
    ])
    func `the least policy for a purpose grants all of it, and less does not`(purpose: [String]) async throws {
        let sandbox = try Sandbox()
        let policy = try await sandbox.run(["access", "policy"] + purpose).json
        func check(_ document: JSONValue) async throws -> (status: Int32, missing: Int) {
            try await Self.makeCloud(
                [
                    "users": [["name": "alice", "policies": ["Worker"]]],
                    "policies": [["name": "Worker", "document": document]],
                ], in: sandbox)
            let result = try await sandbox.run(
                ["access", "check", "--for"] + purpose + ["--as", "user/alice", "--json"])
            let missing = try result.json["actions"].items.count { $0["decision"] != .text("allow") }
            return (result.status, missing)
        }
        #expect(try await check(policy) == (0, 0))
        let statements = policy["Statement"].items
        for statement in statements {
            var less = policy
            if case .list(let actions) = statement["Action"] {
                less = ["Version": "1", "Statement": .list(statements.filter { $0 != statement })]
                guard case .object(var fields) = statement else { return }
                fields["Action"] = .list(Array(actions.dropFirst()))
                less = ["Version": "1", "Statement": .list(statements.filter { $0 != statement } + [.object(fields)])]
            } else {
                less = ["Version": "1", "Statement": .list(statements.filter { $0 != statement })]
            }
            if less["Statement"].items.isEmpty {
                less = ["Version": "1", "Statement": [["Effect": "Allow", "Action": "a:B", "Resource": "*"]]]
            }
            let left = try await check(less)
            #expect(left.status == 10 && left.missing > 0, "\(statement)")
        }
    }

    @Test func `a RAM user without ram PassRole is told of 922019`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let policy: JSONValue = [
            "Version": "1", "Statement": [["Effect": "Allow", "Action": "stream:*", "Resource": "*"]],
        ]
        try await Self.makeCloud(
            [
                "caller": ["type": "ram-user", "name": "alice"],
                "users": [["name": "alice", "policies": ["Worker"]]],
                "policies": [["name": "Worker", "document": policy]],
            ], in: sandbox)
        let result = try await sandbox.run("access", "check", "--for", "project", "risk_rt")
        #expect(result.status == 10)
        #expect(result.output.contains("user/alice is not granted ram:PassRole"))
        #expect(result.output.contains("922019"))
        let whoami = try await sandbox.run("access", "whoami", "--json").json
        #expect(whoami["type"] == .text("ram-user"))
        #expect(whoami["rights"]["create-project"] == .text("no"))
        #expect(whoami["rights"]["look"] == .text("if-granted"))
    }

    @Test func `both consoles and every way of logging on are in the matrix`() async throws {
        let sandbox = try Sandbox()
        let rows = try await sandbox.run("access", "matrix", "--json").json.items
        #expect(rows.count == 16)
        func grants(_ console: String, _ logon: String) -> [JSONValue] {
            rows.first { $0["console"] == .text(console) && $0["logon"] == .text(logon) }?["grants"].items
                .map { $0["what"] } ?? []
        }
        #expect(grants("management", "account").isEmpty)
        #expect(grants("management", "ram-user") == ["AliyunStreamFullAccess"])
        #expect(grants("management", "ram-role") == ["AliyunSTSAssumeRoleAccess", "AliyunStreamFullAccess"])
        #expect(grants("development", "ram-user").count == 1)
        #expect(try await sandbox.run("access", "matrix", "--lang", "zh").output.contains("管理控制台"))
        #expect(!FileManager.default.fileExists(atPath: sandbox.cloud))
    }
}
