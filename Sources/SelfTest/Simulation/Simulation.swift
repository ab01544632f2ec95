import Documents
import Provisioning
import RealtimeCompute
import SimulatedCloud
import Wording
import Workflow
import WorkflowEngine

/// One run of many orders, several engines on one store, an operator and a cloud that do anything at any time, on
/// virtual time: everything in it follows from its seed.
final class Simulation {
    /// What a run came to.
    struct Result: Sendable {
        let violations: [Violation]
        let commits: Int
        /// The events of every order, one line each: the same seed gives the same.
        let trace: String
    }

    let seed: UInt64
    let stage: Stage
    var chance: SeededGenerator
    private let scheduler = Scheduler()
    /// The orders that have been placed, and those that may yet be.
    var orders: [WorkflowID] = []
    private var unplaced: [Document]

    init(seed: UInt64) throws {
        self.seed = seed
        chance = SeededGenerator(seed: seed)
        stage = try Stage(at: "seed \(seed)", seed: seed ^ 0x5EED)
        unplaced = Self.manifests(chance.next(upTo: 3) + 1)
        if chance.isLucky(oneIn: 3) { try stage.set("purchase-keys", "{ keys: dropped }") }
        if chance.isLucky(oneIn: 2) {
            try stage.set(
                "visibility",
                "{ orders: \(chance.pick(["0s", "2m", "20m"])), clusters: \(chance.pick(["0s", "2m"])), grants: 1m }")
        }
    }

    func run() async throws -> Result {
        for _ in 0..<chance.next(upTo: 6) { try act(of: .fault) }
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
        case ..<95: try act(of: chance.isLucky(oneIn: 3) ? .fault : chance.pick(WorldAct.allCases))
        default: pass()
        }
    }

    private func finish(_ process: Int) async {
        while scheduler.parked.contains(process) { await scheduler.resume(process) }
    }

    /// Lets time pass: a little, a poll, or until after some window or allowance.
    private func pass() {
        let durations: [Duration] = [.seconds(1), .seconds(31), .seconds(121), .seconds(11 * 60), .seconds(31 * 60)]
        stage.time.advance(by: chance.isLucky(oneIn: 40) ? .seconds(3 * 24 * 3600) : chance.pick(durations))
    }

    private func command() -> Command {
        if orders.count < 3, chance.isLucky(oneIn: orders.isEmpty ? 1 : 6), let next = unplaced.popLast() {
            return .place(next)
        }
        guard !orders.isEmpty else { return .nothing }
        let id = chance.pick(orders)
        switch chance.next(upTo: 20) {
        case ..<12: return .advance(id)
        case ..<15: return .confirm(id, despiteFindings: chance.isLucky(oneIn: 2))
        case 15: return .decide(.withdraw, id)
        case 16: return .decide(.repurchase, id)
        case 17: return .adopt(id, anyNumber())
        default:
            let name = stage.watch.orders[id]?.record.name ?? ""
            return .amend(id, chance.pick(Self.amendments(of: name)))
        }
    }

    private func anyNumber() -> OrderNumber {
        let purchases = (try? stage.cloud.overview().state.purchases) ?? []
        return purchases.isEmpty ? "0" : chance.pick(purchases.map(\.purchase.orderNumber))
    }

    private func start(_ command: Command) async {
        if case .place(let manifest) = command {
            // Whoever places waits to hear the id; a draft that is lost before is placed again.
            await scheduler.start(seed: chance.next()) { [stage] process in
                await stage.perform(.place(manifest), by: process)
            }
            while let process = scheduler.parked.last { await scheduler.resume(process) }
            orders = stage.watch.orders.values.sorted { $0.record.id.rawValue < $1.record.id.rawValue }.map(\.record.id)
            return
        }
        await scheduler.start(seed: chance.next()) { [stage] process in await stage.perform(command, by: process) }
    }

    // MARK: - The end

    private func trace() async throws -> String {
        var lines: [String] = []
        for id in orders {
            let history = try await stage.journal.history(of: id)
            lines.append(history.map { "\($0.event)@\($0.at)" }.joined(separator: " "))
        }
        return lines.joined(separator: "\n")
    }

    private static func manifests(_ count: Int) -> [Document] { Array(drafts.prefix(count)) }

    private static let drafts = [
        Stage.manifest(named: "first", projects: "{ name: first_rt, computeUnits: 20 }"),
        Stage.manifest(
            named: "second", projects: "{ name: second_rt, computeUnits: 20 }, { name: second_ml, computeUnits: 10 }"),
        Stage.manifest(named: "third", projects: "{ name: third_rt, computeUnits: 36 }"),
    ]

    static func amendments(of name: String) -> [Document] { amended[name] ?? drafts }

    private static let amended = Dictionary(
        uniqueKeysWithValues: drafts.map { draft in
            let name = draft.source
            return (
                name,
                [
                    Stage.manifest(named: name, projects: "{ name: \(name)_rt, computeUnits: 20 }"),
                    Stage.manifest(named: name, projects: "{ name: \(name)_other, computeUnits: 5 }"),
                    Stage.manifest(
                        named: name, vSwitch: "vsw-2", projects: "{ name: \(name)_rt, computeUnits: 20 }"),
                ]
            )
        })
}

/// What an operator may have a process do.
enum Command: Sendable {
    case place(Document)
    case advance(WorkflowID)
    case decide(DecisionName, WorkflowID, DecisionInput = .reasoned)
    case nothing

    static func confirm(_ id: WorkflowID, despiteFindings: Bool) -> Self {
        var input = DecisionInput.reasoned
        input.despiteFindings = despiteFindings
        return .decide(.confirm, id, input)
    }

    static func adopt(_ id: WorkflowID, _ number: OrderNumber) -> Self {
        var input = DecisionInput.reasoned
        input.orderNumber = number.rawValue
        return .decide(.adopt, id, input)
    }

    static func amend(_ id: WorkflowID, _ manifest: Document) -> Self {
        var input = DecisionInput.reasoned
        input.manifest = manifest
        return .decide(.amend, id, input)
    }
}

extension DecisionInput {
    /// What is given with every decision of a self-test.
    static var reasoned: Self {
        var input = Self()
        input.reason = "selftest"
        return input
    }
}

extension Stage {
    /// Has a process carry out a command; what may refuse it is told by name, anything else is a violation.
    func perform(_ command: Command, by fate: any Fate) async {
        let provisioner = provisioner(fate)
        do {
            switch command {
            case .place(let manifest):
                _ = try await provisioner.place(try provisioner.registry.manifest(in: manifest))
            case .advance(let id): _ = try await provisioner.advance(id)
            case .decide(let decision, let id, let input):
                _ = try await provisioner.decide(decision, on: id, with: input)
            case .nothing: break
            }
        } catch is ProcessKilled {
            return
        } catch is any Explained {
            return
        } catch {
            watch.note(.clearErrors, "\(type(of: error)) from \(command)")
        }
    }
}

extension SeededGenerator {
    /// A number from 0 up to, but not including, `bound`.
    mutating func next(upTo bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    mutating func isLucky(oneIn odds: Int) -> Bool { next(upTo: odds) == 0 }

    mutating func pick<Item>(_ items: [Item]) -> Item { items[next(upTo: items.count)] }
}
