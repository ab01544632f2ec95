import Documents
import Testing

struct ClusterRenewTests {
    @Test func `a cluster is renewed from the command line, by the contract`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        let early = try await sandbox.run("cluster", "renew", "risk", "--months", "3", "--json")
        #expect(early.status == 11)
        #expect(try early.error["error"]["code"] == .text("no-cluster"))
        try await sandbox.reach("provisioned")

        let wrong = try await sandbox.run("cluster", "renew", "risk", "--months", "10", "--json")
        #expect(wrong.status == 64)
        #expect(try await sandbox.run("cluster", "renew", "nobody", "--months", "1").status == 14)

        let placed = try await sandbox.run("cluster", "renew", "risk", "--months", "3", "--json")
        #expect(placed.status == 0, "\(placed.errors)")
        let draft = try placed.json
        #expect(draft["name"] == .text("risk-renew-1"))
        #expect(draft["workflow"] == .text("cluster-renewal"))
        #expect(draft["phase"] == .text("drafted"))
        #expect(draft["next"]["command"] == .text("sluice order confirm risk-renew-1"))
        #expect(draft["clusterRenewal"].names == ["order", "instanceId", "months", "endsAt"])
        #expect(draft["clusterRenewal"]["order"] == .text("risk"))
        #expect(draft["clusterRenewal"]["months"] == .integer(3))
        #expect(draft["clusterRenewal"]["endsAt"].text?.hasPrefix("2022-04-0") == true)
        #expect(draft["cluster"].names == ["id", "name"])
        #expect(draft["estimate"]["per"] == .text("P3M"))

        // A lost answer is found again.
        try await sandbox.run("cloud", "fault", "add", "renew:timeout-after")
        #expect(try await sandbox.run("order", "confirm", "risk-renew-1").status == 0)
        #expect(try await sandbox.run("run", "risk-renew-1", "--json").status == 0)
        let shown = try await sandbox.run("order", "show", "risk-renew-1", "--json").json
        #expect(shown["phase"] == .text("done"))
        #expect(shown["next"]["kind"] == .text("finished"))
        #expect(shown["clusterRenewal"]["newEndsAt"].text?.hasPrefix("2022-07-0") == true)
        #expect(shown["clusterRenewal"]["purchase"].names == ["orderNumber", "key", "epoch", "paidAt"])
        #expect(try await sandbox.cloudShow()["calls"]["renew"] == .integer(1))

        let history = try await sandbox.run("history", "risk-renew-1", "--json").json
        #expect(
            history.items.map { $0["event"].text } == [
                "placed", "confirmed", "purchaseBegun", "purchaseFound", "renewed",
            ])
        #expect(try await sandbox.run("audit", "verify").status == 0)
        #expect(try await sandbox.run("store", "check").status == 0)
        let graph = try await sandbox.run("graph", "--kind", "cluster-renewal")
        #expect(graph.output.contains("purchasing --> paid: purchaseFound"))

        // The next takes the next number, confirmed at once; a RAM user may not.
        let second = try await sandbox.run("cluster", "renew", "risk", "--months", "1", "--confirm", "--json")
        #expect(second.status == 0)
        #expect(try second.json["name"] == .text("risk-renew-2"))
        #expect(try second.json["phase"] == .text("confirmed"))
        let third = try await sandbox.run("cluster", "renew", "risk", "--months", "1", "--confirm", "--json")
        #expect(third.status == 10)
        #expect(try third.json["findings"].items.map { $0["check"] } == [.text("cluster.change")])
        #expect(
            try third.json["findings"].items.first?["claimedBy"].items.map { $0["name"] } == [.text("risk-renew-2")])
        let despite = try await sandbox.run("order", "confirm", "risk-renew-3", "--despite-findings", "--json")
        #expect(despite.status == 11)
        #expect(try despite.error["error"]["message"].text?.contains("risk-renew-2") == true)
        try await sandbox.run("cloud", "set", "caller", "type=ram-user", "name=alice")
        #expect(try await sandbox.run("order", "confirm", "risk-renew-3").status == 11)
        let withdrawn = try await sandbox.run("order", "withdraw", "risk-renew-3", "--reason", "one is enough")
        #expect(withdrawn.status == 0)
        #expect(try await sandbox.run("run", "risk-renew-3").status == 21)
    }
}
