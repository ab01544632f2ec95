import Foundation
import Provisioning
import Workflow
import WorkflowEngine

/// Kills the program at every call on a file that a walk makes, and lets each of them fail; after each, the walk must
/// end as if nothing had happened.
struct CrashTest: Sendable {
    /// What was tried, and what came of it.
    struct Result: Sendable {
        var points = 0
        var violations: [Violation] = []
        var slowestResume: Duration = .zero

        mutating func add(_ other: Self) {
            points += other.points
            violations += other.violations
            slowestResume = max(slowestResume, other.slowestResume)
        }
    }

    /// A call of a step, and the fault injected into it.
    struct Point: Sendable {
        let step: Int
        let call: SystemCall
        let fault: SystemCall.InjectedFault
        /// Whether the call before it was made to a lock: then the disk is as it was before that one.
        let followsLock: Bool
    }

    let walk: Walk
    let program: String
    let registry: Registry
    /// Of so many points one is tried.
    let stride: Int
    /// Whether the program reaches the cloud by the vendor's API.
    var overHTTP = false

    /// Whether it is only likely that a fault meets the call that it is for.
    private var isOnSeveralThreads: Bool { overHTTP || walk.isConcurrent }

    private func workplace() async throws -> Workplace {
        let workplace = try Workplace(for: walk, program: program, knowing: registry)
        try await workplace.prepare(servingCloud: overHTTP)
        return workplace
    }

    /// What a walk is when nothing is done to it.
    struct Undisturbed: Sendable {
        /// The files before each step, and what the store held.
        var before: [(image: [String: Data], history: [HistoryEntry])] = []
        var statuses: [Int32] = []
        var calls: [[SystemCall]] = []
        var end = ""
    }

    /// Walks once without doing anything but counting.
    func undisturbed() async throws -> Undisturbed {
        guard FileManager.default.isExecutableFile(atPath: SystemCall.tracerPath) else {
            throw UnfitForSelfTest.noTracer
        }
        var result = Undisturbed()
        let workplace = try await workplace()
        for step in walk.steps {
            result.before.append((try workplace.image(), try await workplace.history()))
            let ending = try await workplace.run(
                step.arguments, under: step.part == .attacked ? SystemCall.recorder(to: workplace.traceFile.path) : [])
            guard [0, 10, 13, 20].contains(ending.status) else {
                throw UnfitForSelfTest.walkFails(
                    walk.name, step: step.arguments.joined(separator: " "), reason: ending.errors)
            }
            result.statuses.append(ending.status)
            result.calls.append(step.part == .attacked ? try calls(in: workplace.trace()) : [])
        }
        let outcome = try await workplace.outcome()
        guard outcome.phase == walk.end, outcome.problems.isEmpty else {
            throw UnfitForSelfTest.walkFails(
                walk.name, step: "its end", reason: (outcome.problems + [outcome.end]).joined(separator: "; "))
        }
        result.end = outcome.end
        return result
    }

    private func calls(in trace: String) throws -> [SystemCall] {
        isOnSeveralThreads ? SystemCall.readByThread(trace) : try SystemCall.read(trace)
    }

    /// Every point of a walk, or one of so many.
    func points(of walk: Undisturbed, faults: [SystemCall.InjectedFault]) -> [Point] {
        let all = walk.calls.enumerated().flatMap { step, calls in
            calls.enumerated().flatMap { index, call in
                faults.filter(call.canMeet).map {
                    Point(
                        step: step, call: call, fault: $0,
                        followsLock: index > 0 && calls[index - 1].name == SystemCall.lock)
                }
            }
        }
        return all.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
    }

    /// Tries many points, on all cores.
    func attempt(
        _ points: [Point], of undisturbed: Undisturbed, report: @escaping @Sendable (Int) -> Void
    ) async throws -> Result {
        let next = Numbers()
        let seen = SeenImages()
        return try await withThrowingTaskGroup(of: Result.self) { group in
            for _ in 0..<Workplace.count {
                group.addTask {
                    var share = Result()
                    let workplace = try await workplace()
                    while true {
                        let index = next.take()
                        guard index < points.count else { return share }
                        share.add(try await attempt(points[index], of: undisturbed, in: workplace, seen: seen))
                        if index % 20 == 0 { report(index) }
                    }
                }
            }
            return try await group.reduce(into: Result()) { $0.add($1) }
        }
    }

    /// Tries one point: from the files as they were before its step.
    func attempt(
        _ point: Point, of undisturbed: Undisturbed, in workplace: Workplace, seen: SeenImages
    ) async throws -> Result {
        var result = Result(points: 1)
        let place =
            "crash point, \(walk.name), step \(point.step + 1), \(point.call.name) \(point.call.ordinal), "
            + "\(point.fault.rawValue)"
        let note = { (rule: Rule, detail: String) in
            result.violations.append(Violation(of: rule, detail, at: place))
        }
        let before = undisturbed.before[point.step]
        try workplace.restore(before.image)
        let ending = try await workplace.run(
            walk.steps[point.step].arguments, under: point.call.tracer(point.fault))
        switch point.fault {
        case .kill:
            if ending.status != 128 + 9, !isOnSeveralThreads {
                note(.sameEnd, "the kill did not come: \(ending.status)")
            }
        case .ioError, .noSpace, .emptyWrite, .shortWrite:
            let lawful: Set<Int32> = [undisturbed.statuses[point.step], 0, 10, 12, 13, 15, 20, 66]
            if !lawful.contains(ending.status) { note(.clearErrors, "exit \(ending.status): \(ending.errors)") }
        }
        // What lies on the disk is all that the next process can know: the same files end the same.
        guard stride > 1 || !(point.fault == .kill && point.followsLock),
            seen.isNew(try workplace.image(), before: point.step)
        else { return result }
        let recovery = Recovery(walk: walk, from: point.step, history: before.history, end: undisturbed.end)
        let recovered = try await recovery.judge(in: workplace, at: place)
        result.violations += recovered.violations
        result.slowestResume = recovered.slowestResume
        return result
    }
}
