import Documents
import Provisioning
import RealtimeCompute
import SimulatedCloud
import Synchronization
import Workflow
import WorkflowEngine

/// Explores every situation that an order and its world can come to, with the production code for every step: whatever
/// an operator, a fault, a crash, the world or time may do in one, is done.
struct Explorer: Sendable {
    /// What an exploration came to.
    struct Result: Sendable {
        var states = 0
        /// States that are known of and were not explored, because of the limit.
        var unexplored = 0
        var moves = 0
        var violations: [Violation] = []
    }

    /// Where an exploration begins.
    struct Root: Sendable {
        let name: String
        /// Changes of the world, before anything.
        let world: [(String, String)]
        /// Whether others buy in the same account.
        let isShared: Bool
    }

    static let roots = [
        Root(name: "plain", world: [], isShared: false),
        Root(name: "hidden", world: [("visibility", "{ orders: 1m, clusters: 1m }")], isShared: false),
        Root(name: "keyless", world: [("purchase-keys", "{ keys: dropped }")], isShared: true),
    ]

    /// How long an order waits between two looks, and after a failure; time passes by as much.
    static let poll = Duration.seconds(60)
    /// How long a purchase may stay unseen, a clearance is in force, and a cluster takes to start.
    static let window = Duration.seconds(120)
    /// How long a cluster may take to start.
    static let allowance = Duration.seconds(180)

    /// The figures are small, so that few situations lie between one window and the next.
    private static let timing = """
        { poll: \(poll.iso8601), clearance: \(window.iso8601), visibilityWindow: \(window.iso8601),
          startAllowance: \(allowance.iso8601), firstBackoff: \(poll.iso8601), longestBackoff: \(poll.iso8601) }
        """

    private static func manifest(vSwitch: String, projects: String) -> Document {
        Stage.manifest(named: "risk", vSwitch: vSwitch, projects: projects, timing: timing)
    }

    private static let manifest = manifest(
        vSwitch: "vsw-1", projects: "{ name: risk_rt, computeUnits: 20 }, { name: risk_ml, computeUnits: 10 }")

    /// Other clusters and other projects.
    static let amended = [
        manifest(
            vSwitch: "vsw-2", projects: "{ name: risk_rt, computeUnits: 20 }, { name: risk_ml, computeUnits: 10 }"),
        manifest(vSwitch: "vsw-1", projects: "{ name: risk_rt, computeUnits: 20 }"),
        manifest(
            vSwitch: "vsw-1", projects: "{ name: risk_rt, computeUnits: 20 }, { name: risk_etl, computeUnits: 5 }"),
    ]

    let root: Root
    /// How many situations to explore at most; to closure if there are fewer.
    let limit: Int

    // MARK: - The search

    /// Explores to closure, and judges then whether a way leads on from everywhere; or as far as the limit.
    func explore(report: @Sendable (Int, Int) -> Void) async throws -> Result {
        var result = Result()
        var known: [String: Int] = [:]
        var queue = [try await beginning()]
        known[queue[0].key] = 0
        /// From which situations each can be reached.
        var before: [[Int]] = [[]]
        var finished: [Int] = []
        var index = 0
        while index < min(queue.count, limit) {
            let situation = queue[index]
            if situation.isFinished { finished.append(index) }
            for next in try await after(situation, number: index, &result) {
                let key = next.key
                let number = known[key] ?? queue.count
                if number == queue.count {
                    known[key] = number
                    queue.append(next)
                    before.append([])
                }
                before[number].append(index)
            }
            index += 1
            if index % 200 == 0 { report(index, queue.count) }
        }
        result.states = index
        result.unexplored = queue.count - index
        guard index == queue.count else { return result }
        for stuck in Self.unreaching(finished, before) {
            let violation = Violation(
                of: .alwaysAWayOn, "no way leads on from \(queue[stuck].record.phase)",
                at: place(of: stuck, queue[stuck]))
            result.violations.append(violation)
        }
        return result
    }

    private func place(of number: Int, _ situation: Situation) -> String {
        "state, \(root.name) \(number), \(situation.record.phase) after \(situation.event.rawValue)"
    }

    /// The situations from which none of the goals can be reached.
    private static func unreaching(_ goals: [Int], _ before: [[Int]]) -> [Int] {
        var reaches = Array(repeating: false, count: before.count)
        var front = goals
        for goal in goals { reaches[goal] = true }
        while let next = front.popLast() {
            for earlier in before[next] where !reaches[earlier] {
                reaches[earlier] = true
                front.append(earlier)
            }
        }
        return reaches.indices.filter { !reaches[$0] }
    }

    // MARK: - Moves

    private func beginning() async throws -> Situation {
        let stage = try Stage(at: "state, \(root.name) 0", seed: 1, requestIDs: false)
        for (resource, fields) in root.world { try stage.set(resource, fields) }
        try stage.set("cluster-start", "{ duration: 2m }")
        await stage.perform(.place(Self.manifest), by: Survivor())
        guard let placed = stage.watch.orders.first?.value else {
            preconditionFailure("the order of the exploration can be placed")
        }
        return try await stage.situation(of: placed.record.id)
    }

    /// Every situation that a move can lead to, whole or cut short by a crash.
    private func after(
        _ situation: Situation, number: Int, _ result: inout Result
    ) async throws -> [Situation] {
        var found: [Situation] = []
        for move in situation.moves(isShared: root.isShared) {
            found += try await make(move, in: situation, number: number, &result)
        }
        return found
    }

    private func make(
        _ move: Move, in situation: Situation, number: Int, _ result: inout Result
    ) async throws -> [Situation] {
        let (whole, mortal, requests) = try await attempt(move, in: situation, number: number, dyingAt: nil, &result)
        var found = [whole]
        for point in 0..<mortal.changes {
            found.append(try await attempt(move, in: situation, number: number, dyingAt: point, &result).0)
        }
        guard case .command(let command) = move else { return found }
        for call in Set(requests) {
            for fault in Self.callFaults {
                // One late request of a kind at a time.
                if case .late = fault, situation.cloud.isLate(call) { continue }
                let fault = FaultScript.call(fault, of: call, times: 1)
                found += try await make(.fault(fault, command), in: situation, number: number, &result)
            }
        }
        return found
    }

    private static let callFaults: [FaultScript.CallFault] = [
        .throttle, .unreachable, .refuse, .timeoutBefore, .timeoutAfter, .late(window),
    ]

    private func attempt(
        _ move: Move, in situation: Situation, number: Int, dyingAt point: Int?, _ result: inout Result
    ) async throws -> (Situation, Mortal, [Call]) {
        let stage = try Stage(resuming: situation, at: place(of: number, situation))
        let mortal = Mortal(dyingAt: point)
        switch move {
        case .command(let command): await stage.perform(command, by: mortal)
        case .fault(let fault, let command):
            try stage.add(fault)
            await stage.perform(command, by: mortal)
            try stage.cloud.change { state, now, _ in state.clearFaults(fault, at: now) }
        case .set(let resource, let fields): try stage.set(resource, fields)
        case .stall: try stage.add(.condition(.stall))
        case .unstall: try stage.clearFaults()
        case .buyInConsole: try stage.purchaseInConsole(try OrderManifest.read(Self.manifest).purchase)
        case .tick: stage.time.advance(by: Self.poll)
        }
        result.moves += 1
        result.violations += stage.watch.violations
        return (try await stage.situation(of: situation.record.id), mortal, stage.watch.requests)
    }
}

/// A process that dies at one of the moments at which it changes something, if at any.
final class Mortal: Fate {
    let process = 1
    private let passed = Atomic(0)
    private let last: Int?

    init(dyingAt point: Int?) {
        last = point
    }

    /// How many such moments there were.
    var changes: Int { passed.load(ordering: .relaxed) }

    func decide(_ point: PointInTime) async throws {
        if let last, passed.load(ordering: .relaxed) > last { throw ProcessKilled() }
        guard case .change = point else { return }
        let index = passed.wrappingAdd(1, ordering: .relaxed).oldValue
        if index == last { throw ProcessKilled() }
    }
}

extension Stage {
    /// A stage that goes on from a situation.
    convenience init(resuming situation: Situation, at place: String) throws {
        let claims = ExclusiveOrder.claims(of: situation.state)
        try self.init(
            at: place, seed: 1, world: situation.cloud,
            journal: MemoryJournal(storeID: "selftest", holding: situation.record, claiming: claims),
            now: situation.now, requestIDs: false)
        watch.assume(situation.record, situation.state, after: situation.event, claims: claims)
    }

    /// How things stand now.
    func situation(of id: WorkflowID) async throws -> Situation {
        guard let record = try await journal.workflow(id), let seen = watch.orders[id] else {
            preconditionFailure("the order of the exploration exists")
        }
        return Situation(
            record: record, state: seen.state, event: seen.event, cloud: try cloud.overview().state, now: time.current)
    }
}
