import Documents
import Foundation
import RealtimeCompute
import Testing
import Workflow
import WorkflowTestKit

struct ManifestFuzzTests {
    private static let lawful = [
        "1", "2", "3", "6", "risk", "cn-shanghai", "Ecs_4c16g", "Ecs_24c96g", "pay-as-you-go", "a_b_c",
        "192.168.0.0/16",
        "\"\"", "30m", "PT90M", "规则",
    ]

    /// Every field that a manifest may have, so that every one is met.
    private static let manifest =
        Faults.manifest
            + """

              timing: { poll: 10s, clearance: 1h, visibilityWindow: 1h, startAllowance: PT90M, longestBackoff: 5m }
              storage: [ { name: db, region: cn-shanghai, vpc: vpc-db, securityGroup: sg-1 } ]
            """.split(separator: "\n").map { "\n  " + $0.trimmingPrefix { $0 == " " } }.joined()

    @Test func `a changed manifest is read or its faults are told, each with its place, and twice the same`() throws {
        let tree = FuzzedTree(try Document(text: Self.manifest, source: "manifest").root)
        var accepted = 0
        let seeds = Fuzzing.seeds(2000)
        for seed in seeds {
            var generator = SeededGenerator(seed: seed)
            let bytes = tree.fuzzed(by: &generator, lawful: Self.lawful)
            let outcome = FuzzOutcome(of: bytes, OrderManifest.read)
            outcome.expectExplained(in: bytes, seed: seed)
            #expect(outcome == FuzzOutcome(of: bytes, OrderManifest.read), "seed \(seed)")
            guard case .read(let order) = outcome else { continue }
            accepted += 1
            try expectKept(order, from: bytes, seed: seed)
        }
        #expect((seeds.count / 20..<seeds.count).contains(accepted), "some changes do harm, and some do none")
    }

    @Test func `bytes of any kind are no manifest, and say why`() {
        for seed in Fuzzing.seeds(500) {
            var generator = SeededGenerator(seed: seed)
            let alphabet = seed % 2 == 0 ? Array(0...255) : Array("a1 \n\t-:,[]{}\"'&*!|>#%?~.\\\r".utf8)
            let bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? 0
            }
            let outcome = FuzzOutcome(of: bytes, OrderManifest.read)
            guard case .refused = outcome else {
                Issue.record("seed \(seed) was read")
                continue
            }
            outcome.expectExplained(in: bytes, seed: seed)
        }
    }

    /// Expects that an order that was read is the same once it has been stored, or written out as JSON and read again.
    private func expectKept(_ order: OrderSpecification, from bytes: [UInt8], seed: UInt64) throws {
        let stored = try JSONDecoder().decode(OrderSpecification.self, from: try JSONEncoder().encode(order))
        #expect(stored == order, "seed \(seed)")
        let json = try Document(bytes: Data(bytes), source: "fuzzed").root.jsonText
        let again = FuzzOutcome(of: Array(json.utf8), OrderManifest.read)
        #expect(again == .read(order), "seed \(seed)")
        #expect(order.capacity.computeUnits.count >= order.projects.reduce(0) { $0 + $1.computeUnits.count })
        #expect(!order.projects.isEmpty, "seed \(seed)")
        #expect(Set(order.projects.map(\.name)).count == order.projects.count, "seed \(seed)")
        // An estimate of a large order must not overflow.
        #expect(order.estimate.minorUnits > 0, "seed \(seed)")
    }
}
