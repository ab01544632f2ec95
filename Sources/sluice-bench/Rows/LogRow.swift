import Crypto
import Foundation
import TransparencyLog
import WorkflowEngine

/// What the log costs: at each step, and to be verified.
struct LogRow {
    private let bench: Workbench
    /// How many entries the log has that is verified.
    private let entries: Int
    private let rounds: Int
    private let steps: Int

    init(_ bench: Workbench) {
        self.bench = bench
        entries = bench.many(1_000_000, quick: 2000)
        rounds = bench.many(7, quick: 2)
        steps = bench.many(4000, quick: 20)
    }

    func measure() async throws -> [Figure] {
        let harness = try Harness(program: bench.program, in: bench.directory.appendingPathComponent("log"))
        try harness.prepare(ordersToStep: 1)
        let leaves = try harness.walk("whole")
        return try [hashing(leaves)] + [await steps(leaves)] + verifying(leaves)
    }

    // MARK: - Hashing

    /// The rate of hashing a log, beside plain SHA-256 over the same bytes.
    private func hashing(_ sample: [Data]) -> Figure {
        let leaves = (0..<bench.many(100_000, quick: 1000)).map { sample[$0 % sample.count] }
        let bytes = leaves.map(\.count).reduce(0, +)
        var (plain, log): ([Duration], [Duration]) = ([], [])
        for _ in 0..<rounds {
            plain.append(
                ContinuousClock().measure {
                    var hash = SHA256()
                    for leaf in leaves { hash.update(data: leaf) }
                    precondition(hash.finalize().description.count > 0, "the hash is used")
                })
            log.append(
                ContinuousClock().measure {
                    var frontier = Frontier()
                    for leaf in leaves { frontier.append(MerkleHash(leaf: leaf)) }
                    precondition(frontier.root != .empty, "the root is used")
                })
        }
        return .rate(
            "hashing the log", of: leaves.count, "MB/s", rate(bytes, log.median), limit: rate(bytes, plain.median),
            is: "plain SHA-256, one core")
    }

    // MARK: - Steps

    /// A durable step with the log, beside the same step that writes the same facts without it.
    private func steps(_ sample: [Data]) async throws -> Figure {
        guard let step = sample.compactMap({ LoggedTransition($0)?.entry }).last else {
            preconditionFailure("an order was walked")
        }
        let logged = try LoggedSteps(like: step, at: bench.path("with.db"))
        let plain = try PlainSteps(like: step, at: bench.path("without.db"))
        var (with, without): ([Duration], [Duration]) = ([], [])
        let clock = ContinuousClock()
        // By turns, so that what else the machine does falls on both alike.
        for version in 1...steps {
            let start = clock.now
            try await logged.take(version)
            let middle = clock.now
            try plain.take(version)
            with.append(middle - start)
            without.append(clock.now - middle)
        }
        return .cost(
            "a step with the log", of: steps, "µs", with.median / .microseconds(1),
            limit: without.median / .microseconds(1), is: "the same facts without the log")
    }

    // MARK: - Exports

    /// How fast the program verifies an export, beside plain hashing of the file on one core.
    private func verifying(_ sample: [Data]) throws -> [Figure] {
        let file = bench.directory.appendingPathComponent("export.jsonl")
        let key = SigningKey(name: LogLine.origin(of: "bench"))
        let made = try ExportMaker(sample).write(entries, to: file)
        let checkpoint = SignedCheckpoint(
            Checkpoint(origin: key.name, size: entries, root: made.root), signedBy: key)
        try Data(checkpoint.note.description.utf8).write(to: URL(fileURLWithPath: file.path + ".checkpoint"))

        var (plains, hashings, replays): ([Duration], [Duration], [Duration]) = ([], [], [])
        for _ in 0..<bench.many(3, quick: 1) {
            plains.append(try ContinuousClock().measure { try hash(file) })
            hashings.append(try verify(file, key, "--hashes-only"))
            replays.append(try verify(file, key))
        }
        let limit = rate(made.bytes, plains.median)
        return [
            .rate(
                "audit verify --hashes-only", of: entries, "MB/s", rate(made.bytes, hashings.median), limit: limit,
                is: "plain SHA-256, one core"),
            .rate(
                "audit verify", of: entries, "MB/s", rate(made.bytes, replays.median), limit: limit,
                is: "plain SHA-256, one core", must: 0.25),
        ]
    }

    /// Hashes a file as plainly as can be.
    private func hash(_ file: URL) throws {
        var hash = SHA256()
        let handle = try FileHandle(forReadingFrom: file)
        while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
        precondition(hash.finalize().description.count > 0, "the hash is used")
    }

    /// Has the program verify an export; gives how long it took.
    private func verify(_ file: URL, _ key: SigningKey, _ options: String...) throws -> Duration {
        let process = Process()
        process.executableURL = bench.program
        process.arguments = ["audit", "verify", file.path, "--verifier", key.verifier.description] + options
        process.environment = ["SLUICE_STORE": file.path + "-none", "LANG": "C.UTF-8"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let time = try process.timeToEnd()
        precondition(process.terminationStatus == 0, "the export verifies: \(process.terminationStatus)")
        return time
    }

    private func rate(_ bytes: Int, _ time: Duration) -> Double { Double(bytes) / 1e6 / (time / .seconds(1)) }
}
