import Documents
import Foundation
import Testing

struct ChoicesTests {
    @Test func `places are offered, and each other one says which of the two reasons excludes it`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(changed: [
            (
                "freeAddresses: 200 }",
                "freeAddresses: 200 }\n    - { id: vsw-prod-g, vpc: vpc-prod, zone: cn-beijing-g, cidr: 172.16.9.0/24, freeAddresses: 3 }"
            )
        ])
        let result = try await sandbox.run("choices", Sandbox.example("risk.yaml"), "--json")
        #expect(result.status == 0)
        let choices = try result.json
        let zones = choices["zones"].items
        #expect(zones.map { $0["id"].text } == ["cn-beijing-f", "cn-beijing-g"])
        #expect(zones.map { $0["offered"] } == [.boolean(true), .boolean(false)])
        #expect(zones[0]["excludedBy"] == .list([]))
        #expect(zones[1]["excludedBy"] == .list([.text("stock"), .text("addresses")]))
        let vSwitches = zones.flatMap { $0["vSwitches"].items }
        #expect(vSwitches.map { $0["id"].text } == ["vsw-prod-f", "vsw-lab-f", "vsw-prod-g"])
        #expect(vSwitches[0]["offered"] == .boolean(true))
        #expect(vSwitches[1]["freeAddresses"] == .integer(7))
        #expect(vSwitches[1]["vpc"] == .text("vpc-lab"))
        #expect(vSwitches[1]["excludedBy"] == .list([.text("addresses")]))
        #expect(vSwitches[2]["excludedBy"] == .list([.text("stock"), .text("addresses")]))

        let vpcs = choices["vpcs"].items
        #expect(vpcs.map { $0["offered"] } == [.boolean(true), .boolean(false)])
        #expect(vpcs[0]["name"] == .text("production"))
        #expect(vpcs[1]["findings"].items.map { $0["check"].text } == ["vpc.named"])
        let buckets = choices["buckets"].items
        #expect(buckets.map { $0["offered"] } == [.boolean(true), .boolean(true), .boolean(false)])
        #expect(buckets[2]["findings"].items.map { $0["check"].text } == ["bucket.acl", "bucket.versioning"])
        #expect(choices["ranges"].items.first == .text("10.10.0.0/16"))
        #expect(choices["ranges"].items.count == 5)
        #expect(!FileManager.default.fileExists(atPath: sandbox.store))

        let table = try await sandbox.run("choices", Sandbox.example("risk.yaml")).output
        #expect(table.contains("✗ cn-beijing-g  no stock, too few addresses"))
        #expect(table.contains("vpc/vpc-lab was never named"))
    }

    @Test func `what another order claims is taken, what the order itself claims is not`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(changed: [("freeAddresses: 200", "freeAddresses: 10")])
        try await sandbox.confirm()
        try await sandbox.reach("ready")
        let first = { (manifest: String) in
            try await sandbox.run("choices", manifest, "--json").json["zones"].items[0]["vSwitches"].items[0]
        }
        #expect(try await first(Sandbox.example("risk.yaml"))["offered"] == .boolean(true))
        let other = try sandbox.file(
            "other.yaml",
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: Sandbox.example("risk.yaml"))), as: UTF8.self)
                .replacing("name: risk\n", with: "name: other\n"))
        #expect(try await first(other)["excludedBy"] == .list([.text("addresses")]))
    }

    @Test func `a range that the VPC holds is not offered, and a VPC in the order's range will not do`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(changed: [("cidr: 192.168.0.0/16 }", "cidr: 10.0.0.0/8 }")])
        let manifest = try sandbox.file(
            "lab.yaml",
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: Sandbox.example("risk.yaml"))), as: UTF8.self)
                .replacing("vpc: vpc-prod", with: "vpc: vpc-lab"))
        let choices = try await sandbox.run("choices", manifest, "--json").json
        #expect(choices["ranges"].items.first == .text("172.16.0.0/16"))
        #expect(choices["vpcs"].items[1]["findings"].items.map { $0["check"].text } == ["vpc.named", "network.cidr"])
    }
}
