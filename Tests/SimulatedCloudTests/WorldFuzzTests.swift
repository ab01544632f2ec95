import Documents
import Foundation
import RealtimeCompute
import Testing
import Workflow
import WorkflowTestKit

@testable import SimulatedCloud

struct WorldFuzzTests {
    private static let lawful = [
        "0", "1", "600", "30m", "PT0S", "cn-shanghai", "private", "IA", "true", "null", "2021-04-01T09:00:00+08:00",
        "10.0.0.0/8", "[]", "purchase:throttle*3", "cluster:stall", "purchase:late=PT10M", "\"a, b\"", "mine",
    ]

    /// Every field that a world may have, so that every one is met.
    private static let world =
        World.text.replacing("faults: []", with: "faults: [ purchase:throttle*2, cluster:stall ]")
        .replacing("{ type: account }", with: "{ type: ram-user, name: alice, denied: [ purchase ] }") + """

              visibility: { orders: 1m, clusters: 0s, grants: 5m }
              purchaseKeys: dropped
            """

    @Test func `a changed world is read or its faults are told, each with its place, and twice the same`() throws {
        let tree = FuzzedTree(try Document(text: Self.world, source: "world").root)
        var accepted = 0
        let seeds = Fuzzing.seeds(2000)
        for seed in seeds {
            var generator = SeededGenerator(seed: seed)
            let bytes = tree.fuzzed(by: &generator, lawful: Self.lawful)
            let outcome = FuzzOutcome(of: bytes, Self.read)
            outcome.expectExplained(in: bytes, seed: seed)
            #expect(outcome == FuzzOutcome(of: bytes, Self.read), "seed \(seed)")
            guard case .read(let world) = outcome else { continue }
            accepted += 1
            try expectKept(world, seed: seed)
        }
        #expect((seeds.count / 20..<seeds.count).contains(accepted), "some changes do harm, and some do none")
    }

    /// Expects that a world that was read is the same once it has been stored, and that time can pass in it.
    private func expectKept(_ world: CloudState, seed: UInt64) throws {
        let stored = try JSONDecoder().decode(CloudState.self, from: try JSONEncoder().encode(world))
        #expect(stored == world, "seed \(seed)")
        var later = world
        let now = world.clock.now(at: World.start + .seconds(3600))
        #expect(now >= world.clock.now(at: World.start), "seed \(seed)")
        later.settle(at: now)
        later.clock.advance(by: .longestReadable, at: World.start)
        #expect(later.clock.now(at: .latest) <= .latest, "seed \(seed)")
    }

    private static func read(_ document: Document) throws(InvalidDocument) -> CloudState {
        try WorldFile.read(document, id: "simulated-fuzz", realNow: World.start)
    }
}

struct ChangeFuzzTests {
    private static let resources = [
        "vpc/vpc-prod", "vswitch/vsw-1", "bucket/risk-udf", "role/AliyunStreamDefaultRole", "policy/mine",
        "zone/cn-beijing-f", "purchase/1", "cluster/1", "caller", "sales", "clock", "visibility", "cluster-start",
        "purchase-keys", "vpc/new", "bucket/", "x/y", "",
    ]

    private static let fields = [
        "name", "region", "cidr", "zone", "vpc", "freeAddresses", "stock.Ecs_4c16g", "stock", "acl", "storageClass",
        "versioning", "trusts", "policies", "document", "type", "denied", "closes", "speed", "orders", "duration",
        "keys", "status", "exists", "", ".", "a.b.c.d",
    ]

    @Test func `a change of any resource is made whole, or not at all with its faults`() throws {
        let whole = try World.read()
        let values =
            FuzzedTree.nastyScalars + ["private", "30m", "12", "cn-beijing", "10.0.0.0/8", "true", "kept", "none"]
        for seed in Fuzzing.seeds(2000) {
            var generator = SeededGenerator(seed: seed)
            let assignments = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                (
                    name: Self.fields.randomElement(using: &generator) ?? "",
                    value: value(values.randomElement(using: &generator) ?? "")
                )
            }
            let resource = Self.resources.randomElement(using: &generator) ?? ""
            var world = whole
            do throws(InvalidDocument) {
                try world.set(resource, .object(of: assignments), at: World.start, realNow: World.start)
                let stored = try? JSONDecoder().decode(CloudState.self, from: JSONEncoder().encode(world))
                #expect(stored == world, "seed \(seed): \(resource)")
            } catch {
                #expect(!error.faults.isEmpty, "seed \(seed): \(resource)")
            }
        }
    }

    /// The value as YAML, or nothing where it is none.
    private func value(_ text: String) -> Node {
        guard let document = try? Document(text: text, source: "value") else { return .null }
        return document.root
    }
}
