import Documents
import Foundation
import Testing

struct ManifestCommandTests {
    @Test func `a printed template can be placed as it is, by either name of its kind`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let template = try await sandbox.run("order", "new", "ExclusiveOrder")
        #expect(template.status == 0)
        #expect(template.output.hasPrefix("# "))
        #expect(try await sandbox.run("order", "new", "exclusive-order").output == template.output)
        #expect(try await sandbox.run("order", "place", "-", input: template.output).status == 0)
        let bare = try await sandbox.run("order", "new", "ExclusiveOrder", "--json").json
        #expect(bare["kind"] == .text("ExclusiveOrder"))
    }

    @Test func `the schema of one kind is that of its manifests, without a kind one of them all`() async throws {
        let sandbox = try Sandbox()
        let one = try await sandbox.run("order", "schema", "ExclusiveOrder").json
        #expect(one["$schema"] == .text("https://json-schema.org/draft/2020-12/schema"))
        #expect(one["properties"]["kind"]["const"] == .text("ExclusiveOrder"))
        let all = try await sandbox.run("order", "schema").json
        #expect(all["oneOf"].items.contains { $0["properties"]["kind"]["const"] == .text("ExclusiveOrder") })
        #expect(!FileManager.default.fileExists(atPath: sandbox.store))
    }

    @Test(arguments: ["new", "schema"]) func `a kind that is not known is a fault of usage`(_ verb: String) async throws
    {
        let result = try await Sandbox().run("order", verb, "ExclusiveOrders", "--json")
        #expect(result.status == 64)
        #expect(try result.error["error"]["code"] == .text("usage"))
    }
}
