import Documents
import Foundation
import GRDB
import Testing

struct HistoryCommandTests {
    @Test func `every transition is printed in the shape of the contract`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("ready")
        let entries = try await sandbox.run("history", "risk", "--json").json.items
        #expect(entries.map { $0["event"].text } == ["placed", "confirmed", "purchaseBegun", "purchased", "cleared"])
        #expect(entries.map { $0["version"] } == (1...5).map { .integer($0) })
        #expect(entries.map { $0["position"] } == (1...5).map { .integer($0) })
        #expect(entries[0]["from"] == .null)
        #expect(!entries[0].names.contains("from"))
        #expect(entries[0]["actor"]["type"] == .text("operator"))
        #expect(entries[3]["actor"] == .object(["type": .text("account"), "id": .text("1234567890123456")]))
        #expect(entries[3]["requestId"].text?.isEmpty == false)
        #expect(entries[3]["evidence"]["receipt"]["orderNumber"].text?.isEmpty == false)
        #expect(entries[4]["evidence"]["claims"].items.isEmpty == false)
        let text = try await sandbox.run("history", "risk")
        #expect(text.output.contains("purchaseBegun"))
    }

    @Test func `an order is shown as it was at a version`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("paid")
        let then = try await sandbox.run("history", "risk", "--at", "2", "--json").json
        #expect(then["phase"] == .text("confirmed"))
        #expect(then["version"] == .integer(2))
        #expect(then["purchase"] == .null)
        #expect(try await sandbox.run("history", "risk", "--at", "99").status == 64)
    }
}

struct ListCommandTests {
    @Test func `orders are listed, filtered, and the unfinished without a project counted`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(speed: 6000)
        try await sandbox.confirm()
        try await sandbox.run("run", "risk")
        try await sandbox.run("order", "place", Sandbox.example("broken.yaml"))
        try await sandbox.run("order", "place", Sandbox.example("pay-as-you-go.yaml"))
        let names = { (arguments: [String]) in
            try await sandbox.run(["order", "list", "--json"] + arguments).json.items.compactMap { $0["name"].text }
        }
        #expect(try await names([]) == ["risk", "broken", "trial"])
        #expect(try await names(["--unfinished"]) == ["broken", "trial"])
        #expect(try await names(["--phase", "provisioned"]) == ["risk"])
        #expect(try await names(["--phase", "provisioned", "--phase", "drafted"]) == ["risk", "broken", "trial"])
        let table = try await sandbox.run("order", "list").output
        #expect(table.contains("2 unfinished orders have no project yet"))
    }

    @Test func `orders are chosen by kind and name, sorted, and bounded`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        for manifest in ["risk.yaml", "broken.yaml", "pay-as-you-go.yaml"] {
            try await sandbox.run("order", "place", Sandbox.example(manifest))
        }
        try await sandbox.run("cloud", "clock", "advance", "1h")
        try await sandbox.run("order", "withdraw", "risk", "--reason", "test")
        let names = { (arguments: [String]) in
            try await sandbox.run(["order", "list", "--json"] + arguments).json.items.compactMap { $0["name"].text }
        }
        #expect(try await names(["--sort", "name"]) == ["broken", "risk", "trial"])
        #expect(try await names(["--sort", "updated"]) == ["risk", "trial", "broken"])
        #expect(try await names(["--sort", "phase"]) == ["broken", "trial", "risk"])
        #expect(try await names(["--sort", "created", "--all"]) == ["risk", "broken", "trial"])
        #expect(try await names(["--name", "*r*", "--unfinished"]) == ["broken", "trial"])
        #expect(try await names(["--name", "???k*"]) == ["risk", "broken"])
        #expect(try await names(["--kind", "ExclusiveOrder", "--name", "r[i]sk"]).isEmpty)
        #expect(try await names(["--kind", "exclusive-order"]).count == 3)
        #expect(try await names(["--kind", "shared-order"]).isEmpty)
        #expect(try await names(["--limit", "1"]) == ["risk"])
        let bounded = try await sandbox.run("order", "list", "--limit", "2")
        #expect(bounded.errors.contains("1 more is not shown"), "\(bounded.errors)")
        #expect(!bounded.output.contains("broken"))
        for mistake in [["--limit", "0"], ["--limit", "x"], ["--sort", "size"], ["--all", "--unfinished"]] {
            #expect(try await sandbox.run(["order", "list"] + mistake).status == 64, "\(mistake)")
        }
    }

    @Test func `of very many finished orders the youngest are listed, all on demand, in the shape of one`() async throws
    {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("order", "place", Sandbox.example("risk.yaml"))
        try await sandbox.run("order", "place", Sandbox.example("broken.yaml"))
        try await sandbox.run("order", "withdraw", "risk", "--reason", "test")
        try sandbox.multiply("risk", by: 1100)
        let list = try await sandbox.run("order", "list", "--json").json.items.compactMap { $0["name"].text }
        #expect(list == ["broken"] + (1051...1100).map { "risk\($0)" })
        let table = try await sandbox.run("order", "list")
        #expect(table.output.split(separator: "\n").filter { $0.contains("withdrawn") }.count == 50)
        #expect(table.errors.contains("1051 more are not shown"), "\(table.errors)")
        let unfinished = try await sandbox.run("order", "list", "--unfinished")
        #expect(!unfinished.errors.contains("not shown"))

        let all = try await sandbox.run("order", "list", "--all", "--json").output
        var shown: [String] = []
        for name in ["risk", "broken"] {
            let lines = try await sandbox.run("order", "show", name, "--json").output
                .trimmingCharacters(in: .newlines).split(separator: "\n")
            shown.append(lines.map { "  " + $0 }.joined(separator: "\n"))
        }
        #expect(all.hasPrefix("[\n" + shown.joined(separator: ",\n") + ",\n  {\n"))
        #expect(all.hasSuffix("\n  }\n]\n"))
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(all.utf8)).items.count == 1102)
        let lines = try await sandbox.run("order", "list", "--all").output.split(separator: "\n")
        #expect(lines.filter { $0.contains("withdrawn") }.count == 1101)
        let some = try await sandbox.run("order", "list", "--name", "risk110?", "--limit", "60", "--json").json.items
        #expect(some.compactMap { $0["name"].text } == ["risk1100"])
    }

    @Test func `an order is named by its id, its name, or four characters that begin its id`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("order", "place", Sandbox.example("risk.yaml"))
        let id = try await sandbox.run("order", "show", "risk", "--json").json["id"].text ?? ""
        for reference in [id, id.lowercased(), String(id.prefix(4)), String(id.prefix(25))] {
            #expect(try await sandbox.run("order", "show", reference).status == 0, "\(reference)")
        }
        #expect(try await sandbox.run("order", "show", String(id.prefix(3))).status == 14)
        try await sandbox.run("order", "place", Sandbox.example("broken.yaml"))
        let ambiguous = try await sandbox.run("order", "show", String(id.prefix(4)), "--json")
        #expect(ambiguous.status == 14)
        #expect(try ambiguous.error["error"]["code"] == .text("ambiguous-order"))
    }
}

struct GraphCommandTests {
    @Test func `the machine is printed from the code, in three forms`() async throws {
        let sandbox = try Sandbox()
        let mermaid = try await sandbox.run("graph")
        #expect(mermaid.output.hasPrefix("stateDiagram-v2\n    [*] --> drafted: placed\n"))
        #expect(try await sandbox.run("graph", "--format", "dot").output.hasPrefix("digraph"))
        let json = try await sandbox.run("graph", "--format", "json").json
        #expect(json["phases"].items.count == 12)
        #expect(json["transitions"].items.count == 58)
        #expect(try await sandbox.run("graph", "--json").json == json)
    }
}

struct CloudCommandTests {
    @Test func `the cloud is shown in the shape of the contract, empty arrays included`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let cloud = try await sandbox.cloudShow()
        #expect(cloud["now"] == .text("2021-04-01T01:00:00Z"))
        #expect(cloud["purchases"] == .object(["count": .integer(0), "orders": .list([])]))
        for name in ["clusters", "projects", "tickets", "faults"] { #expect(cloud[name] == .list([]), "\(name)") }
        #expect(cloud["vSwitches"].items.first?["freeAddresses"] == .integer(200))
        #expect(cloud["calls"] == .object([:]))
        try await sandbox.confirm()
        try await sandbox.reach("starting")
        let after = try await sandbox.cloudShow()
        #expect(after["purchases"]["orders"].items.first?.names == ["orderNumber", "key", "status", "madeAt"])
        #expect(after["clusters"].items.first?["status"] == .text("Starting"))
        #expect(after["vSwitches"].items.first?["freeAddresses"] == .integer(191))
        #expect(after["calls"]["purchase"] == .integer(1))
        #expect(after["calls"]["create-cluster"] == .integer(1))
    }

    @Test func `a cloud is made once, unless by force`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let before = try await sandbox.cloudShow()["id"]
        #expect(try await sandbox.run("cloud", "init", Sandbox.example("world.yaml")).status == 11)
        #expect(try await sandbox.cloudShow()["id"] == before)
        #expect(try await sandbox.run("cloud", "init", Sandbox.example("world.yaml"), "--force").status == 0)
        #expect(try await sandbox.cloudShow()["id"] != before)
        let nested = "simulated:" + sandbox.path("a/b/cloud.db")
        #expect(try await sandbox.run("cloud", "init", Sandbox.example("world.yaml"), "--cloud", nested).status == 0)
    }

    @Test func `a missing cloud is 66, and says how to make one`() async throws {
        let sandbox = try Sandbox()
        for command in [
            ["cloud", "show"], ["cloud", "clock"], ["check", Sandbox.example("risk.yaml")],
            ["order", "place", Sandbox.example("risk.yaml")], ["cloud", "fault", "list"],
        ] {
            let result = try await sandbox.run(command)
            #expect(result.status == 66, "\(command)")
            #expect(result.errors.contains("sluice cloud init"))
        }
        #expect(!FileManager.default.fileExists(atPath: sandbox.store))
    }

    @Test func `the clock is shown, jumped, and run faster`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        #expect(
            try await sandbox.run("cloud", "clock", "advance", "1h30m", "--json").json["now"]
                == .text("2021-04-01T02:30:00Z"))
        #expect(
            try await sandbox.run("cloud", "clock", "advance", "PT30M", "--json").json["now"]
                == .text("2021-04-01T03:00:00Z"))
        #expect(try await sandbox.run("cloud", "clock").output.contains("stands still"))
        #expect(try await sandbox.run("cloud", "set", "clock", "speed=600").status == 0)
        #expect(try await sandbox.run("cloud", "clock", "--json").json["speed"] == .integer(600))
    }

    @Test func `faults are added, listed, and cleared`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("cloud", "fault", "add", "purchase:throttle*2", "cluster:stall")
        let list = try await sandbox.run("cloud", "fault", "list", "--json").json
        #expect(list == .list([.text("purchase:throttle*2"), .text("cluster:stall")]))
        try await sandbox.run("cloud", "fault", "clear", "cluster:stall")
        #expect(try await sandbox.run("cloud", "fault", "list", "--json").json.items.count == 1)
        try await sandbox.run("cloud", "fault", "clear")
        #expect(try await sandbox.run("cloud", "fault", "list", "--json").json == .list([]))
    }

    @Test func `a policy can be set from a file`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let file = try sandbox.file(
            "p.json", #"{"Version":"1","Statement":[{"Effect":"Deny","Action":"oss:*","Resource":"*"}]}"#)
        #expect(try await sandbox.run("cloud", "set", "policy/no-oss", "document=@\(file)").status == 0)
        try await sandbox.run(
            "cloud", "set", "role/AliyunStreamDefaultRole", "policies=AliyunStreamRolePolicy,no-oss")
        let check = try await sandbox.run("check", Sandbox.example("risk.yaml"), "--json")
        #expect(check.status == 10)
        #expect(try check.json["findings"].items.map { $0["missing"] } == [.list([.text("oss:*")])])
        #expect(try await sandbox.run("cloud", "set", "policy/x", "document=@/nowhere").status == 66)
        #expect(try await sandbox.run("cloud", "set", "bucket/risk-udf", "acl=open").status == 64)
    }
}

struct LanguageTests {
    @Test func `messages follow the option, then the locale; JSON carries ids in either`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("order", "place", Sandbox.example("broken.yaml"))
        let chinese = try await sandbox.run("order", "show", "broken", environment: ["LANG": "zh_CN.UTF-8"])
        #expect(chinese.output.contains("确认"))
        #expect(
            try await sandbox.run("order", "show", "broken", "--lang", "en", environment: ["LANG": "zh_CN.UTF-8"])
                .output.contains("confirm the order"))
        #expect(
            try await sandbox.run("order", "show", "broken", environment: ["LC_ALL": "C", "LANG": "zh_CN.UTF-8"]).output
                .contains("confirm the order"))
        let json = try await sandbox.run("order", "show", "broken", "--json", "--lang", "zh").json
        #expect(json["findings"].items.map { $0["check"].text }.first == "vpc.named")
        #expect(json["findings"].items.first?["message"].text?.contains("未命名") == true)
        #expect(try await sandbox.run("order", "show", "nobody", "--lang", "zh").errors.contains("没有订单"))
    }

    @Test func `nothing is coloured where there is no terminal`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(speed: 6000)
        try await sandbox.confirm()
        let result = try await sandbox.run("run", "risk", environment: ["TERM": "xterm-256color"])
        #expect(!result.output.contains("\u{1B}"))
        #expect(!result.errors.contains("\u{1B}"))
    }

    @Test func `every command teaches how it is used`() async throws {
        let sandbox = try Sandbox()
        for command in [
            [], ["cloud"], ["cloud", "init"], ["cloud", "show"], ["cloud", "clock"], ["cloud", "set"],
            ["cloud", "fault", "add"],
            ["check"], ["order"], ["order", "place"], ["order", "list"], ["order", "show"], ["order", "confirm"],
            ["order", "amend"], ["order", "withdraw"], ["order", "repurchase"], ["order", "adopt"], ["advance"],
            ["run"],
            ["resume"], ["history"], ["graph"], ["store"], ["store", "path"], ["store", "check"], ["store", "migrate"],
            ["store", "backup"],
        ] {
            let result = try await sandbox.run(command + ["--help"])
            #expect(result.status == 0, "\(command)")
            #expect(result.output.hasPrefix("OVERVIEW:"), "\(command)")
        }
        for shell in ["bash", "zsh", "fish"] {
            #expect(try await sandbox.run("--generate-completion-script", shell).output.contains("advance"))
        }
        #expect(try await sandbox.run("--version").output == "0.1.0\n")
    }
}

extension Sandbox {
    /// Multiplies a finished order behind the program's back: what stands in its history is the copies' but for names
    /// and ids, and the hashes of the log are not made anew.
    fileprivate func multiply(_ name: String, by count: Int) throws {
        let database = try DatabaseQueue(path: store)
        defer { try? database.close() }
        try database.write { database in
            let id =
                try String.fetchOne(database, sql: "SELECT id FROM workflow WHERE name = ?", arguments: [name]) ?? ""
            let states = try Row.fetchAll(
                database, sql: "SELECT version, leaf FROM transition WHERE workflow = ? ORDER BY version",
                arguments: [id])
            for number in 1...count {
                let copy = "00000" + String(repeating: "0", count: 15) + String(100_000 + number)
                let renamed = { (text: String) in
                    text.replacing(id, with: copy).replacing(
                        #""name":"\#(name)""#, with: #""name":"\#(name)\#(number)""#)
                }
                try database.execute(
                    sql: """
                        INSERT INTO workflow (id, name, kind, definitionVersion, cloud, phase, isFinished, version,
                            createdAt, updatedAt)
                        SELECT ?, ?, kind, definitionVersion, cloud, phase, isFinished, version, createdAt, updatedAt
                        FROM workflow WHERE id = ?
                        """, arguments: [copy, "\(name)\(number)", id])
                for row in states {
                    let leaf = renamed(String(decoding: row["leaf"] as Data, as: UTF8.self))
                    try database.execute(
                        sql: """
                            INSERT INTO transition (position, workflow, version, "from", "to", at, leaf, subtrees)
                            SELECT (SELECT max(position) FROM transition) + 1, ?, version, "from", "to", at, ?, zeroblob(32)
                            FROM transition WHERE workflow = ? AND version = ?
                            """, arguments: [copy, Data(leaf.utf8), id, row["version"] as Int])
                }
            }
        }
    }
}
