import Documents
import Foundation
import Testing

struct ClusterListTests {
    @Test func `clusters are listed in the shape of the contract, as the cloud shows them now`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        #expect(try await sandbox.run("cluster", "list", "--json").output == "[]\n")
        #expect(try await sandbox.run("cluster", "list").status == 0)
        try await sandbox.confirm()
        try await sandbox.reach("provisioned")
        let result = try await sandbox.run("cluster", "list", "--json")
        #expect(result.status == 0, "\(result.errors)")
        let cluster = try #require(try result.json.items.first)
        #expect(
            cluster.names == [
                "order", "id", "name", "region", "status", "masters", "slaves", "computeUnits", "allocated", "projects",
                "billing", "endsAt", "daysLeft",
            ])
        #expect(cluster["order"] == .text("risk"))
        #expect(cluster["name"] == .text("risk_cluster"))
        #expect(cluster["status"] == .text("Running"))
        #expect(cluster["slaves"] == .object(["model": .text("Ecs_8c32g"), "count": .integer(6)]))
        #expect(cluster["computeUnits"] == .integer(36))
        #expect(cluster["allocated"] == .integer(30))
        #expect(cluster["projects"].items.map { $0["name"].text } == ["risk_rt"])
        #expect(cluster["billing"] == .text("subscription"))
        #expect(cluster["endsAt"] == .text("2022-04-01T01:00:00Z"))
        #expect(cluster["daysLeft"] == .integer(364))
        #expect(try await sandbox.run("cluster", "list").output.contains("risk_cluster"))
    }

    @Test func `an end that is near is said wherever the order is shown`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("provisioned")
        let before = try await sandbox.run("order", "show", "risk", "--json").json
        #expect(before["expiry"] == .null)
        let version = before["version"]
        // A day at a time is not needed: the clock jumps to six days before the end.
        try await sandbox.run("cloud", "clock", "advance", "358d")
        let shown = try await sandbox.run("order", "show", "risk", "--json").json
        #expect(shown["expiry"]["endsAt"] == .text("2022-04-01T01:00:00Z"))
        #expect(shown["expiry"]["daysLeft"] == .integer(6))
        #expect(shown["expiry"]["status"] == .text("normal"))
        #expect(shown["version"] == version)
        #expect(try await sandbox.run("order", "show", "risk").output.contains("sluice cluster renew risk"))
        #expect(try await sandbox.run("order", "list", "--json").json.items[0]["expiry"]["daysLeft"] == .integer(6))
        #expect(try await sandbox.run("order", "list").output.contains("! risk: the subscription ends at"))
        #expect(try await sandbox.run("run", "risk", "--json").json["expiry"]["daysLeft"] == .integer(6))
        let list = try await sandbox.run("cluster", "list")
        #expect(list.status == 10)
        #expect(list.output.contains("the subscription ends at 2022-04-01T01:00:00Z"))

        try await sandbox.run("cloud", "clock", "advance", "8d")
        let past = try await sandbox.run("cluster", "list", "--json")
        #expect(past.status == 10)
        #expect(try past.json.items[0]["expiry"]["status"] == .text("stopped"))
        #expect(try past.json.items[0]["daysLeft"] == .integer(-2))
        // Without the cloud, the order is shown as it is kept.
        try FileManager.default.removeItem(atPath: sandbox.cloud)
        let alone = try await sandbox.run("order", "show", "risk", "--json")
        #expect(alone.status == 0)
        #expect(try alone.json["expiry"] == .null)
    }

    @Test func `a cluster that is stopped because it is not paid for asks for somebody`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm(Sandbox.example("pay-as-you-go.yaml"))
        try await sandbox.reach("provisioned", "trial")
        let fine = try await sandbox.run("cluster", "list", "--json")
        #expect(fine.status == 0)
        #expect(try fine.json.items[0]["billing"] == .text("pay-as-you-go"))
        #expect(try !fine.json.items[0].names.contains("endsAt"))
        let instance = try #require(
            try await sandbox.run("order", "show", "trial", "--json").json["purchase"]["instanceId"].text)
        let set = try await sandbox.run("cloud", "set", "instance/\(instance)", "status=stopped")
        #expect(set.status == 0, "\(set.errors)")
        let list = try await sandbox.run("cluster", "list")
        #expect(list.status == 10)
        #expect(list.output.contains("! trial: stopped: not paid for"))
    }
}
