import Crypto
import Dispatch
import Foundation
import Glibc
import TransparencyLog
import WorkflowEngine

/// What the log costs: at each step, and to be verified.
struct LogBenchmark {
    let program: URL
    /// How many entries the log has that is verified.
    let entries: Int

    private static let rounds = 7
    private static let steps = 4000

    func run() async throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("sluice-bench-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(at: directory) }
        let harness = try Harness(program: program, in: directory)
        try harness.prepare(ordersToStep: 1)
        let leaves = try harness.walk("whole")
        let size = leaves.map(\.count).reduce(0, +) / leaves.count
        print("entries of \(size) bytes on average")
        try hashing(leaves)
        try await steps(leaves, in: directory)
        for count in [entries / 10, entries] { try export(of: count, leaves, in: directory) }
    }

    // MARK: - Hashing

    /// The rate of hashing a log, beside plain SHA-256 over the same bytes.
    private func hashing(_ sample: [Data]) throws {
        let leaves = (0..<100_000).map { sample[$0 % sample.count] }
        let bytes = leaves.map(\.count).reduce(0, +)
        var (plain, log): ([Duration], [Duration]) = ([], [])
        for _ in 0..<Self.rounds {
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
        print("hashing \(leaves.count) entries, \(bytes / 1_000_000) MB, one core, median of \(Self.rounds):")
        print("  plain SHA-256: \(plain.median.milliseconds) ms, \(rate(bytes, plain.median))")
        print("  leaves and root: \(log.median.milliseconds) ms, \(rate(bytes, log.median))")
        print("  rate of the log to plain: \(ratio(plain.median, log.median))")
    }

    // MARK: - Steps

    /// A durable step with the log, beside the same step that writes the same facts without it.
    private func steps(_ sample: [Data], in directory: URL) async throws {
        guard let step = sample.compactMap({ LoggedTransition($0)?.entry }).last else {
            preconditionFailure("an order was walked")
        }
        let logged = try LoggedSteps(like: step, at: directory.appendingPathComponent("with.db").path)
        let plain = try PlainSteps(like: step, at: directory.appendingPathComponent("without.db").path)
        var (with, without): ([Duration], [Duration]) = ([], [])
        let clock = ContinuousClock()
        // By turns, so that what else the machine does falls on both alike.
        for version in 1...Self.steps {
            let start = clock.now
            try await logged.take(version)
            let middle = clock.now
            try plain.take(version)
            with.append(middle - start)
            without.append(clock.now - middle)
        }
        print("a durable step, median of \(Self.steps), taken by turns:")
        print("  with the log: \(with.median.microseconds) µs")
        print("  without: \(without.median.microseconds) µs")
        print("  with to without: \(ratio(with.median, without.median))")
    }

    // MARK: - Exports

    /// How long the program takes to verify an export of so many entries, and how much memory at most.
    private func export(of count: Int, _ sample: [Data], in directory: URL) throws {
        let file = directory.appendingPathComponent("export-\(count).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        let key = SigningKey(name: LogLine.origin(of: "bench"))
        let made = try ExportMaker(sample).write(count, to: file)
        let checkpoint = SignedCheckpoint(
            Checkpoint(origin: key.name, size: count, root: made.root), signedBy: key)
        try Data(checkpoint.note.description.utf8).write(to: URL(fileURLWithPath: file.path + ".checkpoint"))
        defer { try? FileManager.default.removeItem(atPath: file.path + ".checkpoint") }

        var (plains, hashings): ([Duration], [(time: Duration, memory: Int)]) = ([], [])
        for _ in 0..<3 {
            plains.append(try ContinuousClock().measure { try hash(file) })
            hashings.append(try verify(file, key, "--hashes-only"))
        }
        let plain = plains.median
        let hashes = (time: hashings.map(\.time).median, memory: hashings.map(\.memory).max() ?? 0)
        let all = try verify(file, key)
        print(
            "audit verify of an export of \(count) entries, \(made.bytes / 1_000_000) MB, hashing by turns, median of 3:"
        )
        print("  plain SHA-256 of the file, one core: \(plain.milliseconds) ms, \(rate(made.bytes, plain))")
        print(
            "  leaves, root and checkpoint (--hashes-only): \(hashes.time.milliseconds) ms, \(rate(made.bytes, hashes.time)), ratio to plain "
                + "\(ratio(plain, hashes.time)), at most \(hashes.memory) MB of memory")
        print(
            "  and each order replayed: \(all.time.milliseconds) ms, \(rate(made.bytes, all.time)), ratio to plain "
                + "\(ratio(plain, all.time)), at most \(all.memory) MB of memory")
    }

    /// Hashes a file as plainly as can be.
    private func hash(_ file: URL) throws {
        var hash = SHA256()
        let handle = try FileHandle(forReadingFrom: file)
        while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
        precondition(hash.finalize().description.count > 0, "the hash is used")
    }

    /// Has the program verify an export; gives how long it took, and how many MB it held at most.
    private func verify(_ file: URL, _ key: SigningKey, _ options: String...) throws -> (time: Duration, memory: Int) {
        let process = Process()
        process.executableURL = program
        process.arguments = ["audit", "verify", file.path, "--verifier", key.verifier.description] + options
        process.environment = ["SLUICE_STORE": file.path + "-none", "LANG": "C.UTF-8"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // Process itself looks for the end of another only every twentieth of a second.
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        let time = try ContinuousClock().measure {
            try process.run()
            ended.wait()
        }
        precondition(process.terminationStatus == 0, "the export verifies: \(process.terminationStatus)")
        // The most of all children so far.
        var usage = rusage()
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        return (time, usage.ru_maxrss / 1024)
    }

    private func rate(_ bytes: Int, _ time: Duration) -> String {
        "\(Int(Double(bytes) / 1_000_000 / (time / .seconds(1)))) MB/s"
    }

    private func ratio(_ one: Duration, _ other: Duration) -> String {
        (one / other).formatted(.number.precision(.fractionLength(2)))
    }
}
