import Testing

@testable import SelfTest

struct SimulationTests {
    @Test func `no seed breaks a rule`() async throws {
        for seed in UInt64(1)...40 {
            let result = try await Simulation(seed: seed).run()
            #expect(result.violations.isEmpty, "seed \(seed): \(result.violations)")
        }
    }

    @Test func `the same seed gives the same run`() async throws {
        for seed in UInt64(1)...4 {
            let one = try await Simulation(seed: seed).run()
            let other = try await Simulation(seed: seed).run()
            #expect(one.trace == other.trace, "seed \(seed)")
            #expect(!one.trace.isEmpty)
        }
    }
}
