import Provisioning
import RealtimeComputeKinds
import SimulatedCloud
import Testing
import Workflow
import WorkflowEngine

@testable import SelfTest

struct ExplorerTests {
    /// Scenarios and their roots.
    static let roots = Scenarios.standard.all.flatMap { scenario in
        scenario.roots.map { (scenario: scenario.name, root: $0.name) }
    }

    @Test(arguments: roots)
    func `whatever may happen in a situation breaks no rule`(scenario name: String, root rootName: String) async throws
    {
        let scenario = try #require(Scenarios.standard.all.first { $0.name == name })
        let root = try #require(scenario.roots.first { $0.name == rootName })
        let explorer = Explorer(scenario: scenario, scenarios: .standard, root: root, limit: 60)
        let result = try await explorer.explore { _, _ in }
        // The smallest kind has fewer states than the limit, and then all of them were explored.
        #expect(result.states == 60 || result.states > 20 && result.unexplored == 0)
        #expect(result.moves > 60)
        #expect(result.violations.isEmpty)
    }

    @Test func `every kind that Sluice comes with has a scenario, and every call that changes something its look`() {
        #expect(Set(Registry.standard.kinds.map(\.name)) == Set(Scenarios.standard.registry.kinds.map(\.name)))
        for call in Call.mutating {
            #expect(call.precedingLooks.isDisjoint(with: Call.mutating), "\(call)")
        }
    }

    @Test func `a situation holds what was there before the workflow that is explored`() async throws {
        let scenario = ExclusiveOrderScenario()
        let stage = try Stage(at: "here", seed: 1, scenarios: .standard)
        let other = ExclusiveOrderScenario.manifest(named: "other", projects: "{ name: other, computeUnits: 36 }")
        let before = try await stage.bring(other, to: "provisioned")
        await stage.perform(.place(scenario.manifest), by: Survivor())
        let id = try #require(stage.watch.workflows.keys.first { $0 != before })
        let situation = try await stage.situation(of: id)
        #expect(situation.workflows.map(\.record.id) == [before, id])
        #expect(!situation.isFinished)
        #expect(situation.key.hasPrefix("provisioned "))
        let resumed = try Stage(resuming: situation, at: "here", scenarios: .standard)
        #expect(try await resumed.situation(of: id).key == situation.key)
        #expect(stage.watch.violations.isEmpty)
    }
}
