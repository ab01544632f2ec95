import Documents
import Foundation
import Testing

struct StoreComesToBeTests {
    @Test func `before the first order there is no store, and looking makes none`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let list = try await sandbox.run("order", "list", "--json")
        #expect(list.status == 0)
        #expect(list.output == "[]\n")
        #expect(try await sandbox.run("order", "list").status == 0)
        #expect(try await sandbox.run("resume").status == 0)
        #expect(try await sandbox.run("resume", "--json").json == .list([]))
        for command in [
            ["order", "show", "x"], ["advance", "x"], ["run", "x"], ["history", "x"], ["order", "confirm", "x"],
            ["order", "withdraw", "x", "--reason", "y"], ["order", "amend", "x", Sandbox.example("risk.yaml")],
            ["order", "repurchase", "x", "--reason", "y"],
            ["order", "adopt", "x", "--order-number", "1", "--reason", "y"],
        ] {
            let result = try await sandbox.run(command + ["--json"])
            #expect(result.status == 14, "\(command)")
            #expect(try result.error["error"]["code"] == .text("no-such-order"))
            #expect(result.output.isEmpty)
        }
        #expect(!FileManager.default.fileExists(atPath: sandbox.store))
    }

    @Test func `the store goes where the options, the environment or the XDG directories say`() async throws {
        let sandbox = try Sandbox()
        let path = { (arguments: [String], environment: [String: String]) in
            try await sandbox.run(["store", "path"] + arguments, environment: environment).output
        }
        #expect(try await path(["--store", "/a/b.db"], [:]) == "/a/b.db\n")
        #expect(try await path([], ["SLUICE_STORE": "/c.db"]) == "/c.db\n")
        #expect(try await path([], ["SLUICE_STORE": "", "XDG_DATA_HOME": "/x"]) == "/x/sluice/sluice.db\n")
        #expect(
            try await path([], ["SLUICE_STORE": "", "HOME": "/h", "XDG_DATA_HOME": "relative"])
                == "/h/.local/share/sluice/sluice.db\n")
    }
}

struct OrderPlaceTests {
    @Test func `a placed order is printed in the shape of the contract`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let result = try await sandbox.run("order", "place", Sandbox.example("risk.yaml"), "--json")
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        let order = try result.json
        #expect(
            order.names == [
                "id", "name", "workflow", "cloud", "phase", "version", "createdAt", "updatedAt", "next", "capacity",
                "estimate", "findings", "inspectedAt", "projects",
            ])
        #expect(order["name"] == .text("risk"))
        #expect(order["workflow"] == .text("exclusive-order"))
        #expect(order["phase"] == .text("drafted"))
        #expect(order["version"] == .integer(1))
        #expect(order["createdAt"] == .text("2021-04-01T01:00:00Z"))
        #expect(order["id"].text?.count == 26)
        #expect(order["next"]["kind"] == .text("ask"))
        #expect(order["next"]["what"] == .text("confirm"))
        #expect(order["next"]["command"] == .text("sluice order confirm risk"))
        #expect(
            order["capacity"]
                == .object([
                    "nodes": .integer(9), "computeUnits": .integer(36), "allocated": .integer(0), "free": .integer(36),
                ]))
        #expect(
            order["estimate"]
                == .object([
                    "currency": .text("CNY"), "minorUnits": .integer(1_125_000), "per": .text("P1M"),
                    "source": .text("list price 2021"),
                ]))
        #expect(order["projects"].items == [.object(["name": .text("risk_rt"), "computeUnits": .integer(30)])])
    }

    @Test func `a name is taken once`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("order", "place", Sandbox.example("risk.yaml"))
        let again = try await sandbox.run("order", "place", Sandbox.example("risk.yaml"), "--json")
        #expect(again.status == 11)
        #expect(try again.error["error"]["code"] == .text("name-taken"))
        #expect(try await sandbox.run("order", "list", "--json").json.items.count == 1)
    }

    @Test func `the manifest can come from standard input`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let text = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: Sandbox.example("risk.yaml"))), as: UTF8.self)
        #expect(try await sandbox.run("order", "place", "-", input: text).status == 0)
    }

    @Test func `placed with --confirm, an order that cannot be confirmed stays a draft, is printed, and says why`()
        async throws
    {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let blocked = try await sandbox.run("order", "place", Sandbox.example("broken.yaml"), "--confirm", "--json")
        #expect(blocked.status == 10)
        #expect(try blocked.json["phase"] == .text("drafted"))
        #expect(try blocked.json["findings"].items.count == 4)
        #expect(try blocked.error["error"]["code"] == .text("prerequisites-do-not-hold"))

        try await sandbox.run("cloud", "set", "caller", "type=ram-user", "name=alice")
        let denied = try await sandbox.run("order", "place", Sandbox.example("risk.yaml"), "--confirm", "--json")
        #expect(denied.status == 11)
        #expect(try denied.json["phase"] == .text("drafted"))
        #expect(try denied.error["error"]["code"] == .text("not-permitted"))
    }

    @Test func `every example is what it says it is`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        for name in ["risk", "two-projects", "pay-as-you-go"] {
            #expect(try await sandbox.run("check", Sandbox.example("\(name).yaml")).status == 0, "\(name)")
        }
        let broken = try await sandbox.run("check", Sandbox.example("broken.yaml"), "--json")
        #expect(broken.status == 10)
        let findings = try broken.json["findings"].items
        let severities = findings.map { $0["severity"].text }
        #expect(severities.filter { $0 == "error" }.count == 3)
        #expect(severities.filter { $0 == "warning" }.count == 1)
        for finding in findings {
            for field in ["check", "resource", "observed", "required", "message", "hint"] {
                #expect(finding[field].text?.isEmpty == false, "\(field)")
            }
        }
        #expect(try broken.json["ready"] == .boolean(false))
    }
}

struct ConfirmCommandTests {
    @Test func `confirming with what blocks buys nothing, unless despite it`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("order", "place", Sandbox.example("broken.yaml"))
        #expect(try await sandbox.run("order", "confirm", "broken").status == 10)
        #expect(try await sandbox.run("advance", "broken").status == 10)
        #expect(try await sandbox.cloudShow()["purchases"]["count"] == .integer(0))
        let despite = try await sandbox.run("order", "confirm", "broken", "--despite-findings", "--json")
        #expect(despite.status == 0)
        #expect(try despite.json["phase"] == .text("confirmed"))
    }

    @Test func `a closed sale refuses, with 11`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("order", "place", Sandbox.example("risk.yaml"))
        try await sandbox.run("cloud", "clock", "advance", "30d")
        let result = try await sandbox.run("order", "confirm", "risk", "--json")
        #expect(result.status == 11)
        #expect(try result.error["error"]["code"] == .text("sale-closed"))
        #expect(try result.json["version"] == .integer(1))
        #expect(try await sandbox.run("check", Sandbox.example("risk.yaml")).status == 10)
    }

    @Test func `what does not apply in a phase is refused, and the order shown to scripts`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        let result = try await sandbox.run("order", "confirm", "risk", "--json")
        #expect(result.status == 11)
        #expect(
            try result.error["error"]["details"] == .object(["event": .text("confirmed"), "phase": .text("confirmed")]))
        #expect(try result.json["phase"] == .text("confirmed"))
    }
}

struct AmendCommandTests {
    @Test func `a draft is amended throughout, name included`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("order", "place", Sandbox.example("risk.yaml"))
        let amended = try await sandbox.run("order", "amend", "risk", Sandbox.example("pay-as-you-go.yaml"), "--json")
        #expect(amended.status == 0)
        #expect(try amended.json["name"] == .text("trial"))
        #expect(try amended.json["estimate"]["per"] == .text("PT1H"))
        #expect(try await sandbox.run("order", "show", "risk").status == 14)
        #expect(try await sandbox.run("order", "show", "trial").status == 0)
    }

    @Test func `once paid, what may not change is named`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("paid")
        try await sandbox.run("cloud", "set", "bucket/risk-udf", "acl=public-read")
        try await sandbox.run("advance", "risk")
        let result = try await sandbox.run("order", "amend", "risk", Sandbox.example("pay-as-you-go.yaml"), "--json")
        #expect(result.status == 11)
        #expect(try result.error["error"]["code"] == .text("unchangeable"))
        #expect(try result.error["error"]["message"].text?.contains("spec.billing") == true)
    }
}

struct PurchaseCommandTests {
    @Test func `an unanswered purchase that never came: asked, bought again knowingly, and no more than once`()
        async throws
    {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.run("cloud", "fault", "add", "purchase:timeout-before")
        let lost = try await sandbox.run("advance", "risk", "--json")
        #expect(lost.status == 13)
        #expect(try lost.json["phase"] == .text("purchasing"))
        #expect(try lost.json["moved"] == .boolean(true))
        #expect(try lost.json["attempts"]["lastError"]["code"] == .text("Timeout"))
        #expect(try await sandbox.run("order", "repurchase", "risk", "--reason", "x").status == 11)
        #expect(try await sandbox.run("order", "withdraw", "risk", "--reason", "x").status == 11)

        #expect(try await sandbox.run("advance", "risk").status == 0)
        #expect(try await sandbox.run("advance", "risk").status == 20)
        try await sandbox.run("cloud", "clock", "advance", "30m")
        let asked = try await sandbox.run("advance", "risk", "--json")
        #expect(asked.status == 10)
        #expect(try asked.json["next"]["what"] == .text("account-for-purchase"))
        #expect(try await sandbox.cloudShow()["purchases"]["count"] == .integer(0))
        #expect(try await sandbox.run("order", "repurchase", "risk", "--reason", "it never came").status == 0)
        try await sandbox.reach("provisioned")
        try await sandbox.expectProvisioned()
        #expect(try await sandbox.run("order", "show", "risk", "--json").json["purchase"]["epoch"] == .integer(2))
    }

    @Test func `a lost answer to a purchase that was made is found`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.run("cloud", "fault", "add", "purchase:timeout-after")
        #expect(try await sandbox.run("advance", "risk").status == 13)
        let found = try await sandbox.run("advance", "risk", "--json")
        #expect(found.status == 0)
        #expect(try found.json["phase"] == .text("paid"))
        try await sandbox.reach("provisioned")
        try await sandbox.expectProvisioned()
    }

    @Test func `candidates are shown and one is adopted`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("cloud", "set", "purchase-keys", "keys=dropped")
        try await sandbox.confirm()
        try await sandbox.run("cloud", "fault", "add", "purchase:timeout-after")
        try await sandbox.run("advance", "risk")
        try await sandbox.run("cloud", "purchase", Sandbox.example("risk.yaml"))
        let asked = try await sandbox.run("advance", "risk", "--json")
        #expect(asked.status == 10)
        let numbers = try asked.json["candidates"].items.compactMap { $0["orderNumber"].text }
        #expect(numbers.count == 2)
        let refused = try await sandbox.run(
            "order", "adopt", "risk", "--order-number", "404", "--reason", "x", "--json")
        #expect(refused.status == 11)
        #expect(try refused.error["error"]["code"] == .text("not-adoptable"))
        let adopted = try await sandbox.run(
            "order", "adopt", "risk", "--order-number", numbers[0], "--reason", "the older one", "--json")
        #expect(adopted.status == 0)
        #expect(try adopted.json["purchase"]["orderNumber"] == .text(numbers[0]))
    }

    @Test func `a withdrawn order ends with 21`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("order", "place", Sandbox.example("risk.yaml"))
        #expect(try await sandbox.run("order", "withdraw", "risk", "--reason", "not needed").status == 0)
        #expect(try await sandbox.run("advance", "risk").status == 21)
        #expect(try await sandbox.run("run", "risk").status == 21)
        #expect(try await sandbox.run("order", "withdraw", "risk", "--reason", "again").status == 11)
    }
}
