import Documents
import Provisioning
import SimulatedCloud
import Workflow
import WorkflowEngine

/// One run of many workflows, several engines on one store, an operator and a cloud that do anything at any time, on
/// virtual time: everything in it follows from its seed.
final class Simulation {
    /// What a run came to.
    struct Result: Sendable {
        let violations: [Violation]
        let commits: Int
        /// The events of every workflow, one line each: the same seed gives the same.
        let trace: String
    }

    let seed: UInt64
    let stage: Stage
    /// Over which the cloud is reached; directly if it is `nil`.
    private let wire: Wire?
    var chance: SeededGenerator
    private let scheduler = Scheduler()
    /// What each kind plays; at least one does.
    let scripts: [any SimulationScript]
    /// How many workflows there may be.
    private let limit: Int
    /// The workflows that have been placed, and those that may yet be.
    var workflows: [WorkflowID] = []
    private var unplaced: [Document]
    /// The workflows that there were before anything was played.
    private(set) var prepared: Set<WorkflowID> = []
    /// What has to be there before anything is played.
    private let foundation: Foundation?

    /// One of the scenarios leads the run, and what it rests on is there from the start; of those that rest on nothing,
    /// some are played beside it.
    ///
    /// - Parameter played: the scenarios that may be played, of those that there are.
    init(seed: UInt64, playing played: [any Scenario], scenarios: Scenarios, over wire: Wire? = nil) throws {
        self.seed = seed
        self.wire = wire
        var chance = SeededGenerator(seed: seed)
        let leading = chance.pick(played)
        foundation = leading.foundation
        let beside = played.filter { scenario in
            scenario.foundation == nil && scenario.name != leading.name && chance.isLucky(oneIn: 2)
        }
        scripts = ([leading] + beside).compactMap(\.script)
        stage = try Stage(at: "seed \(seed)", seed: seed ^ 0x5EED, scenarios: scenarios, over: wire)
        let scripts = scripts
        limit = scripts.map(\.manifests.count).reduce(0, +)
        unplaced = scripts.flatMap { $0.manifests.prefix(chance.next(upTo: $0.manifests.count) + 1) }
        unplaced.shuffle(using: &chance)
        // The vendor's API takes no keys of ours.
        if chance.isLucky(oneIn: 3) || wire != nil { try stage.change(.set("purchase-keys", "{ keys: dropped }")) }
        if chance.isLucky(oneIn: 2) {
            let (orders, clusters) = (chance.pick(["0s", "2m", "20m"]), chance.pick(["0s", "2m"]))
            try stage.change(.set("visibility", "{ orders: \(orders), clusters: \(clusters), grants: 1m }"))
        }
        self.chance = chance
    }

    func run() async throws -> Result {
        if let foundation {
            try await stage.lay(foundation)
            rereadWorkflows()
            prepared = Set(workflows)
        }
        for _ in 0..<chance.next(upTo: 6) {
            try stage.change(.add(.random(on: script().calls, overWire: wire != nil, &chance)))
        }
        for _ in 0..<(20 + chance.next(upTo: 60)) { try await act() }
        for process in scheduler.parked {
            if chance.isLucky(oneIn: 2) { await scheduler.kill(process) } else { await finish(process) }
        }
        for process in scheduler.parked { await scheduler.kill(process) }
        try await expectAWayOn()
        try await judgeTheEnd()
        return Result(violations: stage.watch.violations, commits: stage.watch.commits, trace: try await trace())
    }

    // MARK: - What may happen

    private func act() async throws {
        let parked = scheduler.parked
        switch chance.next(upTo: 100) {
        case ..<40 where !parked.isEmpty: await scheduler.resume(chance.pick(parked))
        case ..<45 where !parked.isEmpty: await scheduler.kill(chance.pick(parked))
        case ..<83 where parked.count < 4: await start(command())
        case ..<95: try script().happen(on: stage, &chance)
        default: pass()
        }
    }

    private func script() -> any SimulationScript { scripts.count == 1 ? scripts[0] : chance.pick(scripts) }

    private func finish(_ process: Int) async {
        while scheduler.parked.contains(process) { await scheduler.resume(process) }
    }

    /// Lets time pass: a little, a poll, or until after some window or allowance.
    private func pass() {
        let durations: [Duration] = [.seconds(1), .seconds(31), .seconds(121), .seconds(11 * 60), .seconds(31 * 60)]
        stage.time.advance(by: chance.isLucky(oneIn: 40) ? .seconds(3 * 24 * 3600) : chance.pick(durations))
    }

    private func command() -> Command {
        let placed = workflows.count - prepared.count
        if placed < limit, chance.isLucky(oneIn: placed == 0 ? 1 : 6),
            let next = unplaced.popLast()
        {
            return .place(next)
        }
        guard !workflows.isEmpty, let seen = stage.watch.workflows[chance.pick(workflows)] else { return .nothing }
        return seen.staged.command(on: seen.record, on: stage, &chance)
    }

    private func start(_ command: Command) async {
        if case .place(let manifest) = command {
            // Whoever places waits to hear the id; a draft that is lost before is placed again.
            await scheduler.start(seed: chance.next()) { [stage] process in
                await stage.perform(.place(manifest), by: process)
            }
            while let process = scheduler.parked.last { await scheduler.resume(process) }
            let before = workflows.count
            rereadWorkflows()
            // What rests on another workflow may be refused until that is there.
            if workflows.count == before { unplaced.insert(manifest, at: 0) }
            return
        }
        await scheduler.start(seed: chance.next()) { [stage] process in await stage.perform(command, by: process) }
    }

    private func rereadWorkflows() { workflows = stage.watch.workflows.keys.sorted { $0.rawValue < $1.rawValue } }

    // MARK: - The end

    private func trace() async throws -> String {
        var lines: [String] = []
        for id in workflows {
            let history = try await stage.journal.history(of: id)
            lines.append(history.map { "\($0.event)@\($0.at)" }.joined(separator: " "))
        }
        return lines.joined(separator: "\n")
    }
}
