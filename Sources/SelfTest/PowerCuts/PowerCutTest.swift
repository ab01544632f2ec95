import Foundation
import Provisioning
import Workflow
import WorkflowEngine

/// Takes the power away at every sync of a walk, and rebuilds the files as they may lie on the disk then; from each, the
/// walk must end as if nothing had happened, and nothing may be missing that had been reported as done.
struct PowerCutTest: Sendable {
    let walk: Walk
    let program: String
    let registry: Registry
    let seed: UInt64

    /// A walk as a disk sees it.
    struct Recording: Sendable {
        /// The files that the walk begins with.
        var files: [String: Data] = [:]
        /// What was asked of the disk, and in which step.
        var operations: [(step: Int, operation: DiskOperation)] = []
        /// The history before each step.
        var history: [[HistoryEntry]] = []
        var end = ""
    }

    /// The files as they may lie on the disk after the power was cut in a step.
    struct Cut: Sendable {
        let step: Int
        /// Counts the operations before it.
        let index: Int
        let survival: String
        let image: Disk.Image
    }

    /// Walks once under a recorder.
    ///
    /// On a busy machine a tracer may tell calls of several threads in another order than they were made; so it is tried
    /// again before the machine counts as unfit.
    ///
    /// - Throws: ``UnfitForSelfTest`` among others if replaying what was recorded does not give the files that are there.
    func record() async throws -> Recording {
        guard FileManager.default.isExecutableFile(atPath: SystemCall.tracerPath) else {
            throw UnfitForSelfTest.noTracer
        }
        var different: [String] = []
        for _ in 0..<Self.recordings {
            switch try await recordOnce() {
            case .whole(let recording): return recording
            case .differing(let files): different = files
            }
        }
        throw UnfitForSelfTest.walkFails(
            walk.name, step: "recording",
            reason: "the recording does not come to what is in \(different.joined(separator: ", "))")
    }

    /// How often a walk is recorded, until a recording is whole.
    private static let recordings = 3

    private enum Attempt {
        case whole(Recording)
        /// Replaying what was recorded does not give what is in these files.
        case differing([String])
    }

    private func recordOnce() async throws -> Attempt {
        var recording = Recording()
        let workplace = try Workplace(for: walk, program: program, knowing: registry)
        try await workplace.prepare()
        recording.files = try workplace.image()
        for (index, step) in walk.steps.enumerated() {
            recording.history.append(try await workplace.history())
            let ending = try await workplace.run(
                step.arguments, under: DiskOperation.recorder(to: workplace.traceFile.path))
            guard [0, 10, 13, 20].contains(ending.status) else {
                throw UnfitForSelfTest.walkFails(
                    walk.name, step: step.arguments.joined(separator: " "), reason: ending.errors)
            }
            let operations = try DiskOperation.read(try workplace.trace(), in: workplace.files.path)
            recording.operations += operations.map { (index, $0) }
        }
        var disk = Disk(holding: recording.files)
        for operation in recording.operations { disk.apply(operation.operation) }
        var chance = SeededGenerator(seed: seed)
        let replayed = disk.image(keeping: .everything, &chance)
        let files = try workplace.image().filter { !$0.key.hasSuffix("-shm") }
        let different = Set(files.keys).union(replayed.contents.keys).filter { files[$0] != replayed.contents[$0] }
        guard different.isEmpty else {
            let sizes = different.sorted().map { name in
                let there = files[name].map { "\($0.count) bytes" } ?? "nothing"
                return "\(name) (\(there), recorded \(replayed.contents[name].map { "\($0.count)" } ?? "nothing"))"
            }
            return .differing(sizes)
        }
        recording.end = try await workplace.outcome().end
        return .whole(recording)
    }

    /// How many more torn images there are of each cut.
    private static let tornAgain = 9

    /// Every cut of a walk proper, before and after each sync; with `stride`, one of so many.
    func cuts(of recording: Recording, stride: Int = 1) -> [Cut] {
        var disk = Disk(holding: recording.files)
        var chance = SeededGenerator(seed: seed)
        var cuts: [Cut] = []
        let seen = SeenImages()
        var count = 0
        func cut(at index: Int, in step: Int) {
            for (number, survival) in (Disk.Survival.allCases + Array(repeating: .torn, count: Self.tornAgain))
                .enumerated()
            {
                let image = disk.image(keeping: survival, &chance)
                guard seen.isNew(image.contents, before: step) else { continue }
                count += 1
                guard (count - 1) % stride == 0 else { continue }
                cuts.append(Cut(step: step, index: index, survival: "\(survival) \(number)", image: image))
            }
        }
        // What is done to the world while the walk is prepared belongs to the preparation.
        let first = walk.steps.firstIndex { $0.part == .attacked } ?? 0
        for (index, (step, operation)) in recording.operations.enumerated() {
            let isCut = operation.isSync && step >= first && walk.steps[step].part != .preparation
            if isCut { cut(at: index, in: step) }
            disk.apply(operation)
            if isCut { cut(at: index + 1, in: step) }
        }
        return cuts
    }

    /// Goes on from every cut, on all cores.
    func judge(
        _ cuts: [Cut], of recording: Recording, report: @escaping @Sendable (Int) -> Void
    ) async throws -> CrashTest.Result {
        let next = Numbers()
        return try await withThrowingTaskGroup(of: CrashTest.Result.self) { group in
            for _ in 0..<Workplace.count {
                group.addTask {
                    var share = CrashTest.Result()
                    let workplace = try Workplace(for: walk, program: program, knowing: registry)
                    try await workplace.prepare()
                    while true {
                        let index = next.take()
                        guard index < cuts.count else { return share }
                        let cut = cuts[index]
                        try workplace.restore(cut.image.contents, linking: cut.image.links)
                        let recovery = Recovery(
                            walk: walk, from: cut.step, history: recording.history[cut.step], end: recording.end)
                        let place =
                            "power cut, \(walk.name), step \(cut.step + 1), operation \(cut.index), \(cut.survival)"
                        let (violations, slowest) = try await recovery.judge(in: workplace, at: place)
                        share.add(CrashTest.Result(points: 1, violations: violations, slowestResume: slowest))
                        if index % 20 == 0 { report(index) }
                    }
                }
            }
            return try await group.reduce(into: CrashTest.Result()) { $0.add($1) }
        }
    }
}
