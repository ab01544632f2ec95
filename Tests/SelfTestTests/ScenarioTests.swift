import Provisioning
import Testing

@testable import SelfTest

/// A kind of workflow and its scenario are added without a change anywhere else.
struct ScenarioTests {
    private func scenarios(_ mistake: Complaints.Mistake? = nil) throws -> Scenarios {
        Scenarios(Scenarios.standard.all + [try ComplaintScenario(mistake)])
    }

    private func explore(_ scenarios: Scenarios) async throws -> SelfTestReport {
        let plan = SelfTestPlan(
            seeds: 0, from: 1, states: 10_000, crashPoints: false, stride: 1, program: "", kind: "complaint")
        return try await SelfTest(plan, scenarios: scenarios) { _ in }.run()
    }

    @Test func `a kind of a test's own is explored to closure, beside the order that it rests on`() async throws {
        let report = try await explore(try scenarios())
        #expect(report.kinds.map(\.kind) == ["complaint"])
        #expect(report.unexploredStates == 0)
        #expect(report.states > 10)
        #expect(report.violations.isEmpty, "\(report.violations)")
    }

    @Test(arguments: Complaints.Mistake.allCases)
    func `what breaks a rule for every kind is found without a line of the scenario's`(mistake: Complaints.Mistake)
        async throws
    {
        let report = try await explore(try scenarios(mistake))
        let rules: Set<Rule> =
            switch mistake {
            case .noLook: [.lookBeforeCreate]
            case .sendsAgain: [.intentBeforeRequest]
            case .looksAfterwards: [.nothingLostBetweenCalls]
            }
        #expect(Set(report.violations.map(\.rule)) == rules)
        #expect(report.violations.first?.place.hasPrefix("state, complaint, plain ") == true)
    }

    @Test func `kinds are mixed in the simulation`() async throws {
        let scenarios = try scenarios()
        var isMixed = false
        for seed in UInt64(1)...200 where !isMixed {
            let result = try await Simulation(
                seed: seed, playing: scenarios.all, scenarios: scenarios
            ).run()
            #expect(result.violations.isEmpty, "seed \(seed): \(result.violations)")
            isMixed = isMixed || result.trace.contains("clusterCreated") && result.trace.contains("begun")
        }
        #expect(isMixed)
    }

    @Test func `a kind is simulated alone after what it rests on`() async throws {
        let scenarios = try scenarios()
        let complaint = try #require(scenarios.scenario(of: "complaint"))
        for seed in UInt64(1)...10 {
            let result = try await Simulation(seed: seed, playing: [complaint], scenarios: scenarios).run()
            #expect(result.violations.isEmpty, "seed \(seed): \(result.violations)")
            #expect(result.trace.contains("opened") || result.trace.contains("refused"), "seed \(seed)")
        }
    }

    @Test func `a kind without a scenario is named`() async throws {
        let plan = SelfTestPlan(
            seeds: 0, from: 1, states: 1, crashPoints: false, stride: 1, program: "", kind: "complaint")
        await #expect(throws: UnfitForSelfTest.noScenario(["complaint"])) {
            try await SelfTest(plan) { _ in }.run()
        }
    }
}
