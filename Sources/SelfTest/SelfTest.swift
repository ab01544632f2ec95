import Foundation
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

    package init(
        seeds: Int, from firstSeed: UInt64, states: Int, crashPoints: Bool, stride: Int, program: String
    ) {
        self.seeds = seeds
        self.states = states
        self.stride = stride
        self.firstSeed = firstSeed
        self.crashPoints = crashPoints
        self.program = program
    }
}

/// What a self-test came to.
package struct SelfTestReport: Sendable {
    /// How many runs of the simulation were made, and how many transitions they committed.
    package var seeds = 0
    package var commits = 0
    /// The states of the machine and its world that were explored.
    package var states = 0
    /// States that are known of and were not explored; none if the exploration has closed.
    package var unexploredStates = 0
    package var moves = 0
    /// The points at which the program was killed or a call of its failed, by the walk it was on.
    package var crashPoints: [(walk: String, points: Int)] = []
    /// The images of a disk that had lost its power.
    package var powerCuts = 0
    package var violations: [Violation] = []
    /// The longest that it took to go on to the end after a crash.
    package var slowestResume: Duration = .zero

    package var allCrashPoints: Int { crashPoints.map(\.points).reduce(0, +) }
}

/// Attacks Sluice until nothing is left to find: what is reported of it was seen on this machine, this disk, this kernel.
package struct SelfTest: Sendable {
    private let plan: SelfTestPlan
    /// Told what is being tried, from time to time.
    private let onProgress: @Sendable (Progress) -> Void

    /// How far a part of the test has come.
    package enum Progress: Sendable {
        case seeds(Int, of: Int)
        case states(Int, known: Int)
        case crashPoints(Int, walk: String)
        case powerCuts(Int)
    }

    package init(_ plan: SelfTestPlan, onProgress: @escaping @Sendable (Progress) -> Void) {
        self.plan = plan
        self.onProgress = onProgress
    }

    /// Runs all that the plan names.
    ///
    /// - Throws: ``UnfitForSelfTest`` if this machine lacks what the test needs.
    package func run() async throws -> SelfTestReport {
        var report = SelfTestReport()
        try await simulate(into: &report)
        try await explore(into: &report)
        if plan.crashPoints {
            try await crash(into: &report)
            try await cutPower(into: &report)
        }
        return report
    }

    /// Explores every situation from every root.
    func explore(into report: inout SelfTestReport) async throws {
        let onProgress = onProgress
        let limit = plan.states
        try await withThrowingTaskGroup(of: Explorer.Result.self) { group in
            for root in Explorer.roots {
                group.addTask {
                    try await Explorer(root: root, limit: limit).explore { onProgress(.states($0, known: $1)) }
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

    /// Kills and fails every walk at every point.
    func crash(into report: inout SelfTestReport) async throws {
        for walk in Walk.all {
            let test = CrashTest(walk: walk, program: plan.program, stride: plan.stride)
            let undisturbed = try await test.undisturbed()
            let points = test.points(of: undisturbed, faults: SystemCall.InjectedFault.allCases)
            let result = try await test.attempt(points, of: undisturbed) {
                onProgress(.crashPoints($0, walk: walk.name))
            }
            report.crashPoints.append((walk.name, result.points))
            report.violations += result.violations
            report.slowestResume = max(report.slowestResume, result.slowestResume)
        }
    }

    /// Cuts the power at every sync of every walk.
    func cutPower(into report: inout SelfTestReport) async throws {
        for walk in Walk.all {
            let test = PowerCutTest(walk: walk, program: plan.program, seed: plan.firstSeed)
            let recording = try await test.record()
            let before = report.powerCuts
            let cuts = test.cuts(of: recording, stride: plan.stride)
            let result = try await test.judge(cuts, of: recording) { onProgress(.powerCuts(before + $0)) }
            report.powerCuts += result.points
            report.violations += result.violations
            report.slowestResume = max(report.slowestResume, result.slowestResume)
        }
    }

    /// Runs the simulation for every seed of the plan, on all cores.
    func simulate(into report: inout SelfTestReport) async throws {
        let next = Numbers()
        let workers = ProcessInfo.processInfo.activeProcessorCount
        let plan = plan
        let onProgress = onProgress
        try await withThrowingTaskGroup(of: SelfTestReport.self) { group in
            for _ in 0..<workers {
                group.addTask {
                    var share = SelfTestReport()
                    while true {
                        let index = next.take()
                        guard index < plan.seeds else { return share }
                        let result = try await Simulation(seed: plan.firstSeed &+ UInt64(index)).run()
                        share.seeds += 1
                        share.commits += result.commits
                        share.violations += result.violations
                        if index % 100 == 99 { onProgress(.seeds(index + 1, of: plan.seeds)) }
                    }
                }
            }
            for try await share in group {
                report.seeds += share.seeds
                report.commits += share.commits
                report.violations += share.violations
            }
        }
    }
}

/// Numbers from 0 on, each handed out once.
final class Numbers: Sendable {
    private let next = Atomic(0)

    func take() -> Int { next.wrappingAdd(1, ordering: .relaxed).oldValue }
}
