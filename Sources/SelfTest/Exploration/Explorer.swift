import Provisioning
import SimulatedCloud
import Synchronization
import Workflow
import WorkflowEngine

/// Explores every situation that a workflow and its world can come to, with the production code for every step: whatever
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

    let scenario: any Scenario
    let scenarios: Scenarios
    let root: Root
    /// How many situations to explore at most; to closure if there are fewer.
    let limit: Int

    // MARK: - The search

    /// Explores to closure, and judges then whether a way leads on from everywhere; or as far as the limit.
    func explore(report: @Sendable (Int, Int) -> Void) async throws -> Result {
        var result = Result()
        var known: [String: Int] = [:]
        var queue = [try await beginning(&result)]
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
                of: .alwaysAWayOn, "no way leads on from \(queue[stuck].explored.record.phase)",
                at: place(of: stuck, queue[stuck]))
            result.violations.append(violation)
        }
        return result
    }

    private var beginsAt: String { "state, \(scenario.name), \(root.name)" }

    private func place(of number: Int, _ situation: Situation) -> String {
        "\(beginsAt) \(number), \(situation.explored.record.phase) after \(situation.explored.event)"
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

    private func beginning(_ result: inout Result) async throws -> Situation {
        let stage = try Stage(
            at: "\(beginsAt) 0", seed: 1, scenarios: scenarios, world: scenario.world, requestIDs: false)
        for change in root.world { try stage.change(change) }
        if let foundation = scenario.foundation { try await stage.lay(foundation) }
        let prepared = Set(stage.watch.workflows.keys)
        await stage.perform(.place(scenario.manifest), by: Survivor())
        guard let placed = stage.watch.workflows.keys.first(where: { !prepared.contains($0) }) else {
            preconditionFailure("the workflow of the exploration can be placed")
        }
        result.violations += stage.watch.violations
        return try await stage.situation(of: placed)
    }

    /// Every situation that a move can lead to, whole or cut short by a crash.
    private func after(
        _ situation: Situation, number: Int, _ result: inout Result
    ) async throws -> [Situation] {
        var found: [Situation] = []
        for move in situation.moves(from: root) {
            found += try await make(move, in: situation, number: number, &result)
        }
        return found
    }

    private func make(
        _ move: Move, in situation: Situation, number: Int, _ result: inout Result
    ) async throws -> [Situation] {
        var (found, requests) = try await make(move, meeting: nil, in: situation, number: number, &result)
        guard case .command = move else { return found }
        for call in Set(requests) {
            for fault in Self.callFaults {
                // One late request of a kind at a time.
                if case .late = fault, situation.cloud.isLate(call) { continue }
                let fault = FaultScript.call(fault, of: call, times: 1)
                found += try await make(move, meeting: fault, in: situation, number: number, &result).found
            }
        }
        return found
    }

    /// The situations that a move leads to, whole or cut short, and the changes that were asked for when it was whole.
    private func make(
        _ move: Move, meeting fault: FaultScript?, in situation: Situation, number: Int, _ result: inout Result
    ) async throws -> (found: [Situation], requests: [Call]) {
        let (whole, mortal, requests) = try await attempt(
            move, meeting: fault, in: situation, number: number, dyingAt: nil, &result)
        var found = [whole]
        for point in 0..<mortal.changes {
            found.append(
                try await attempt(move, meeting: fault, in: situation, number: number, dyingAt: point, &result).0)
        }
        return (found, requests)
    }

    private static let callFaults: [FaultScript.CallFault] = [
        .throttle, .unreachable, .refuse, .timeoutBefore, .timeoutAfter, .late(ExplorationTiming.window),
    ]

    private func attempt(
        _ move: Move, meeting fault: FaultScript?, in situation: Situation, number: Int, dyingAt point: Int?,
        _ result: inout Result
    ) async throws -> (Situation, Mortal, [Call]) {
        let stage = try Stage(resuming: situation, at: place(of: number, situation), scenarios: scenarios)
        let mortal = Mortal(dyingAt: point)
        if let fault { try stage.change(.add(fault)) }
        switch move {
        case .command(let command): await stage.perform(command, by: mortal)
        case .world(let change): try stage.change(change)
        case .tick: stage.time.advance(by: ExplorationTiming.poll)
        }
        if let fault { try stage.change(.clearFaults(fault)) }
        result.moves += 1
        result.violations += stage.watch.violations
        return (try await stage.situation(of: situation.subject), mortal, stage.watch.requests)
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
    convenience init(resuming situation: Situation, at place: String, scenarios: Scenarios) throws {
        let held = situation.workflows.map { (workflow: $0.record, claims: $0.claims) }
        try self.init(
            at: place, seed: 1, scenarios: scenarios, world: situation.cloud,
            journal: MemoryJournal(storeID: "selftest", holding: held), now: situation.now, requestIDs: false)
        watch.assume(situation.workflows.map { $0.doneByAnother() })
    }

    /// How things stand now.
    func situation(of subject: WorkflowID) async throws -> Situation {
        let seen = watch.workflows
        let workflows = try await journal.workflows().compactMap { record in seen[record.id]?.reread(as: record) }
        return Situation(
            workflows: workflows, subject: subject, cloud: try cloud.overview().state, now: time.current)
    }
}
