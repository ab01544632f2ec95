import Documents
import Foundation
import Testing

/// A store, its cloud and an export that release 0.1 made: orders in every phase, a change of key, lost answers, a request
/// that is still to take effect, and what that release printed of them.
@Suite("What an earlier release has made")
struct ReleasedStoreTests {
    private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Goldens/release-0.1")

    private static func path(_ name: String) -> String { golden.appendingPathComponent(name).path }

    private static func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: golden.appendingPathComponent(name)), as: UTF8.self)
    }

    /// A copy of the store and its cloud, brought up to date.
    private static func migratedCopy() async throws -> Sandbox {
        let sandbox = try copy()
        let result = try await sandbox.run("store", "migrate")
        #expect(result.status == 0, "\(result.errors)")
        return sandbox
    }

    /// A copy of the store and its cloud, private as they were when they were made.
    private static func copy() throws -> Sandbox {
        let sandbox = try Sandbox()
        for name in ["sluice.db", "sluice.db.key", "cloud.db"] {
            try FileManager.default.copyItem(atPath: path("store/\(name)"), toPath: sandbox.path(name))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: sandbox.path(name))
        }
        return sandbox
    }

    private static var names: [String] {
        get throws {
            try JSONDecoder().decode(JSONValue.self, from: Data(text("list.json").utf8)).items.compactMap {
                $0["name"].text
            }
        }
    }

    @Test("the export verifies without a store")
    func exportVerifies() async throws {
        let sandbox = try Sandbox()
        let verified = try await sandbox.run(
            "audit", "verify", Self.path("export.jsonl"), "--verifier", Self.path("verifier"), "--json")
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(try verified.json["size"] == .integer(97))
        #expect(try verified.json["signaturesChecked"] == .boolean(true))
    }

    @Test("the store is refused until it is migrated, which keeps a copy that nothing was done to")
    func storeIsMigrated() async throws {
        let sandbox = try Self.copy()
        let before = try Data(contentsOf: URL(fileURLWithPath: sandbox.store))
        let refused = try await sandbox.run("order", "list", "--json")
        #expect(refused.status == 12)
        #expect(try refused.error["error"]["code"] == "store-unmigrated")
        #expect(refused.errors.contains("sluice store migrate"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: sandbox.store)) == before)
        #expect(try await sandbox.run("store", "migrate").status == 0)
        let copies = try FileManager.default.contentsOfDirectory(atPath: sandbox.directory.path)
            .filter { $0.contains("before-V0002") }
        #expect(copies.count == 1)
        #expect(try await sandbox.run("order", "list").status == 0)
    }

    @Test("the store is sound, and verifies")
    func storeVerifies() async throws {
        let sandbox = try await Self.migratedCopy()
        for command in [["store", "check"], ["audit", "verify"]] {
            let result = try await sandbox.run(command)
            #expect(result.status == 0, "\(result.errors)")
        }
        let exported = try await sandbox.run("audit", "export")
        #expect(try exported.output == Self.text("export.jsonl"))
    }

    @Test("orders are told of in the same JSON, byte for byte, as they are and as they were")
    func ordersReadTheSame() async throws {
        let sandbox = try await Self.migratedCopy()
        #expect(try await sandbox.run("order", "list", "--json").output == Self.text("list.json"))
        var shown = ""
        var histories = ""
        for name in try Self.names {
            let history = try await sandbox.run("history", name, "--json", "--diff")
            histories += history.output
            for entry in try history.json.items.indices {
                shown += try await sandbox.run("order", "show", name, "--at", String(entry + 1), "--json").output
            }
        }
        #expect(try histories == Self.text("histories.json"))
        // Release 0.1 named first a command that findings would have refused; now the one that would succeed comes first.
        let expected = try Self.text("shown.json").replacing(
            "\"sluice order confirm broken\"", with: "\"sluice order confirm broken --despite-findings\"")
        #expect(shown == expected)
    }

    @Test("every order can be taken on to its end")
    func ordersResume() async throws {
        let sandbox = try await Self.migratedCopy()
        try await sandbox.run("cloud", "set", "bucket/shared-artifacts", "acl=private")
        try await sandbox.run("cloud", "set", "vpc/vpc-lab", "name=lab")
        try await sandbox.run("cloud", "set", "vswitch/vsw-lab-f", "freeAddresses=9")
        for name in ["drafted", "refused"] {
            #expect(try await sandbox.run("order", "confirm", name).status == 0)
        }
        for _ in 0..<8 {
            try await sandbox.run("resume")
            try await sandbox.run("cloud", "clock", "advance", "31m")
        }
        // What others bought without a key is not ours.
        for order in try await sandbox.run("order", "list", "--json").json.items
        where order["phase"] == .text("purchasing") {
            let decided = try await sandbox.run(
                "order", "repurchase", order["name"].text ?? "", "--reason", "it was never bought")
            #expect(decided.status == 0, "\(decided.errors)")
        }
        for _ in 0..<4 {
            try await sandbox.run("resume")
            try await sandbox.run("cloud", "clock", "advance", "31m")
        }
        let phases = try await sandbox.run("order", "list", "--json").json.items.map {
            [$0["name"].text ?? "", $0["phase"].text ?? ""]
        }
        let lost = ["trial": "withdrawn", "failed": "failed"]
        for phase in phases { #expect(phase[1] == lost[phase[0]] ?? "provisioned", "\(phase[0])") }
        #expect(try await sandbox.run("store", "check").status == 0)
    }
}
