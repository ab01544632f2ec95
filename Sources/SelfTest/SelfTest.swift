import Foundation
import Provisioning
import Synchronization
import Workflow

/// What a self-test is to try.
package struct SelfTestPlan: Sendable {
    /// How many runs of the simulation.
    package var seeds: Int
    /// The first seed.
    package var firstSeed: UInt64
    /// How many states to explore from each root at most.
    package var states: Int
    /// Whether the program is killed at every write, and loses its power at every sync.
    package var crashPoints: Bool
    /// Of so many crash points one is tried.
    package var stride: Int
    /// The program to be killed.
    package var program: String
    /// The kind of workflow to be tested, as it is stored; `nil` for all.
    package var kind: String?
    /// The walk to be attacked, by its name; `nil` for all.
    package var walk: String?
    /// Whether the cloud is reached by the vendor's API, over HTTP: seeds and crash points only, of what that has.
    package var overHTTP: Bool

    package init(
        seeds: Int, from firstSeed: UInt64, states: Int, crashPoints: Bool, stride: Int, program: String,
        kind: String? = nil, walk: String? = nil, overHTTP: Bool = false
    ) {
        self.seeds = seeds
        self.states = states
        self.stride = stride
        self.firstSeed = firstSeed
        self.crashPoints = crashPoints
        self.program = program
        self.kind = kind
        self.walk = walk
        self.overHTTP = overHTTP
    }
}

/// Attacks Sluice until nothing is left to find: what is reported of it was seen on this machine, this disk, this kernel.
package struct SelfTest: Sendable {
    private let plan: SelfTestPlan
    private let scenarios: Scenarios
    /// Told what is being tried, from time to time.
    private let onProgress: @Sendable (Progress) -> Void

    /// A part of the test, with what it attacks.
    package enum Part: Sendable {
        case seeds
        case states(kind: String)
        case crashPoints(walk: String)
        case powerCuts(walk: String)
    }

    /// How far a part of the test has come.
    package enum Progress: Sendable {
        case seeds(Int, of: Int)
        case states(Int, known: Int, kind: String)
        case crashPoints(Int, of: Int, walk: String)
        case powerCuts(Int, of: Int, walk: String)
        /// A part is done: how much was tried, and what it has found.
        case ended(Part, tried: Int, violations: [Violation])
    }

    package init(
        _ plan: SelfTestPlan, scenarios: Scenarios = .standard, onProgress: @escaping @Sendable (Progress) -> Void
    ) {
        self.plan = plan
        self.scenarios = scenarios
        self.onProgress = onProgress
    }

    /// The scenarios that the plan names.
    private var planned: [any Scenario] {
        scenarios.all.filter {
            (plan.kind == nil || $0.kind.name == plan.kind) && (!plan.overHTTP || $0.isInVendorAPI)
        }
    }

    private func walks(of scenario: any Scenario) -> [Walk] {
        scenario.walks.filter { plan.walk == nil || $0.name == plan.walk }
    }

    private var wire: Wire? { plan.overHTTP ? .http : nil }

    /// Runs all that the plan names.
    ///
    /// - Throws: ``UnfitForSelfTest`` if this machine lacks what the test needs, or a kind its scenario.
    package func run() async throws -> SelfTestReport {
        if let kind = plan.kind, planned.isEmpty { throw UnfitForSelfTest.noScenario([kind]) }
        if let walk = plan.walk, planned.allSatisfy({ walks(of: $0).isEmpty }) {
            throw UnfitForSelfTest.noWalk(walk, known: planned.flatMap(\.walks).map(\.name))
        }
        var report = SelfTestReport()
        try await simulate(into: &report)
        for scenario in planned {
            var kind = KindReport(kind: scenario.name)
            // Where a process is after each answer does not depend on how it came.
            if !plan.overHTTP {
                try await explore(scenario, into: &kind)
                onProgress(.ended(.states(kind: kind.kind), tried: kind.states, violations: kind.violations))
            }
            report.kinds.append(kind)
        }
        guard plan.crashPoints else { return report }
        for (index, scenario) in planned.enumerated() {
            report.kinds[index].violations += try await crash(scenario, into: &report)
        }
        // What lies on the disk does not depend on how the cloud was reached.
        guard !plan.overHTTP else { return report }
        for (index, scenario) in planned.enumerated() {
            report.kinds[index].violations += try await cutPower(scenario, into: &report)
        }
        return report
    }

    /// Explores every situation from every root of a scenario.
    private func explore(_ scenario: any Scenario, into report: inout KindReport) async throws {
        let onProgress = onProgress
        let limit = plan.states
        let scenarios = scenarios
        let kind = report.kind
        try await withThrowingTaskGroup(of: Explorer.Result.self) { group in
            for root in scenario.roots {
                group.addTask {
                    try await Explorer(scenario: scenario, scenarios: scenarios, root: root, limit: limit)
                        .explore { onProgress(.states($0, known: $1, kind: kind)) }
                }
            }
            for try await result in group {
                report.states += result.states
                report.unexploredStates += result.unexplored
                report.moves += result.moves
                report.violations += result.violations
            }
        }
    }

    /// Kills and fails every walk of a scenario at every point.
    private func crash(_ scenario: any Scenario, into report: inout SelfTestReport) async throws -> [Violation] {
        var violations: [Violation] = []
        for walk in walks(of: scenario) where !plan.overHTTP || walk.isInVendorAPI {
            let test = CrashTest(
                walk: walk, program: plan.program, registry: scenarios.registry, stride: plan.stride,
                overHTTP: plan.overHTTP)
            let undisturbed = try await test.undisturbed()
            let points = test.points(of: undisturbed, faults: SystemCall.InjectedFault.allCases)
            let result = try await test.attempt(points, of: undisturbed) {
                onProgress(.crashPoints($0, of: points.count, walk: walk.name))
            }
            onProgress(
                .ended(.crashPoints(walk: walk.name), tried: result.points, violations: result.violations))
            report.crashPoints.append((walk.name, result.points))
            report.slowestResume = max(report.slowestResume, result.slowestResume)
            violations += result.violations
        }
        return violations
    }

    /// Cuts the power at every sync of every walk of a scenario.
    private func cutPower(_ scenario: any Scenario, into report: inout SelfTestReport) async throws -> [Violation] {
        var violations: [Violation] = []
        for walk in walks(of: scenario) {
            let test = PowerCutTest(
                walk: walk, program: plan.program, registry: scenarios.registry, seed: plan.firstSeed)
            let recording = try await test.record()
            let cuts = test.cuts(of: recording, stride: plan.stride)
            let result = try await test.judge(cuts, of: recording) {
                onProgress(.powerCuts($0, of: cuts.count, walk: walk.name))
            }
            onProgress(.ended(.powerCuts(walk: walk.name), tried: result.points, violations: result.violations))
            report.powerCuts += result.points
            report.slowestResume = max(report.slowestResume, result.slowestResume)
            violations += result.violations
        }
        return violations
    }

    /// Runs the simulation for every seed of the plan, on all cores.
    private func simulate(into report: inout SelfTestReport) async throws {
        let played = planned.filter { $0.script != nil }
        guard !played.isEmpty else { return }
        let next = Numbers()
        let workers = ProcessInfo.processInfo.activeProcessorCount
        let (plan, scenarios, wire, onProgress) = (plan, scenarios, wire, onProgress)
        try await withThrowingTaskGroup(of: SelfTestReport.self) { group in
            for _ in 0..<workers {
                group.addTask {
                    var share = SelfTestReport()
                    while true {
                        let index = next.take()
                        guard index < plan.seeds else { return share }
                        let seed = plan.firstSeed &+ UInt64(index)
                        let result = try await Simulation(
                            seed: seed, playing: played, scenarios: scenarios, over: wire
                        ).run()
                        share.seeds += 1
                        share.commits += result.commits
                        share.violationsBySeed += result.violations
                        if index % 100 == 99 { onProgress(.seeds(index + 1, of: plan.seeds)) }
                    }
                }
            }
            for try await share in group {
                report.seeds += share.seeds
                report.commits += share.commits
                report.violationsBySeed += share.violationsBySeed
            }
        }
        onProgress(.ended(.seeds, tried: report.seeds, violations: report.violationsBySeed))
    }
}

/// Numbers from 0 on, each handed out once.
final class Numbers: Sendable {
    private let next = Atomic(0)

    func take() -> Int { next.wrappingAdd(1, ordering: .relaxed).oldValue }
}
