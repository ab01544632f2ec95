import Crypto
import Foundation
import GRDB
import Glibc
import TransparencyLog
import Workflow
import WorkflowEngine
import WorkflowSQLite

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
        let rig = try Rig(program: program, in: directory)
        try rig.prepare(ordersToStep: 1)
        let leaves = try rig.leaves()
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
        guard let step = sample.compactMap({ LoggedTransition($0)?.entry }).last(where: { $0.version > 1 }) else {
            preconditionFailure("an order was advanced")
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

        let plain = try ContinuousClock().measure {
            var hash = SHA256()
            let handle = try FileHandle(forReadingFrom: file)
            while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
            precondition(hash.finalize().description.count > 0, "the hash is used")
        }
        let hashes = try verify(file, key, "--hashes-only")
        let all = try verify(file, key)
        print("audit verify of an export of \(count) entries, \(made.bytes / 1_000_000) MB:")
        print("  plain SHA-256 of the file: \(plain.milliseconds) ms, \(rate(made.bytes, plain))")
        print(
            "  --hashes-only: \(hashes.time.milliseconds) ms, \(rate(made.bytes, hashes.time)), ratio to plain "
                + "\(ratio(plain, hashes.time)), at most \(hashes.memory) MB of memory")
        print(
            "  each order replayed: \(all.time.milliseconds) ms, \(rate(made.bytes, all.time)), ratio to plain "
                + "\(ratio(plain, all.time)), at most \(all.memory) MB of memory")
    }

    /// Has the program verify an export; gives how long it took, and how many MB it held at most.
    private func verify(_ file: URL, _ key: SigningKey, _ options: String...) throws -> (time: Duration, memory: Int) {
        let process = Process()
        process.executableURL = program
        process.arguments = ["audit", "verify", file.path, "--verifier", key.verifier.description] + options
        process.environment = ["SLUICE_STORE": file.path + "-none", "LANG": "C.UTF-8"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let time = try ContinuousClock().measure {
            try process.run()
            process.waitUntilExit()
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

/// Steps through the journal.
private final class LoggedSteps {
    private let journal: SQLiteJournal
    private let entry: HistoryEntry

    init(like entry: HistoryEntry, at path: String) throws {
        journal = try SQLiteJournal.openOrCreate(path)
        self.entry = entry
    }

    func take(_ version: Int) async throws {
        let time = entry.at + .seconds(version)
        let workflow = StoredWorkflow(
            id: entry.workflow, name: "bench", kind: "exclusive-order", definitionVersion: 1, cloud: "cloud",
            phase: entry.to, isFinished: false, state: entry.state, version: version, postponement: nil,
            createdAt: entry.at, updatedAt: time)
        try await journal.commit(
            Commit(
                workflow, event: entry.event, evidence: entry.evidence, from: version == 1 ? nil : entry.to,
                actor: entry.actor, requestID: entry.requestID, claims: []))
    }
}

/// The same steps into a history without a log: a store of the same settings, its facts in columns.
private final class PlainSteps {
    private let database: DatabaseQueue
    private let path: String
    private let entry: HistoryEntry

    init(like entry: HistoryEntry, at path: String) throws {
        self.path = path
        try SQLiteJournal.openOrCreate(path).close()
        database = try DatabaseQueue(path: path)
        self.entry = entry
        try database.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    CREATE TABLE plain (
                        position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                        workflow TEXT NOT NULL REFERENCES workflow (id), version INTEGER NOT NULL, event TEXT NOT NULL,
                        "from" TEXT, "to" TEXT NOT NULL, definitionVersion INTEGER NOT NULL, state TEXT NOT NULL,
                        evidence TEXT NOT NULL, actorType TEXT NOT NULL, actorID TEXT NOT NULL, requestID TEXT,
                        at TEXT NOT NULL,
                        UNIQUE (workflow, version)
                    ) STRICT;
                    CREATE TRIGGER plain_follows_the_one_before BEFORE INSERT ON plain
                    WHEN NEW.version > 1 AND NOT EXISTS (
                        SELECT 1 FROM plain AS before
                        WHERE before.workflow = NEW.workflow AND before.version = NEW.version - 1
                            AND before."to" = NEW."from" AND before.at <= NEW.at
                    )
                    BEGIN
                        SELECT RAISE(ABORT, 'plain_follows_the_one_before');
                    END;
                    """)
        }
    }

    func take(_ version: Int) throws {
        let time = (entry.at + .seconds(version)).description
        try database.writeWithoutTransaction { database in
            let lock = WritersLock(at: path + ".lock")
            defer { lock.release() }
            try database.inTransaction(.immediate) {
                _ = try Bool.fetchOne(
                    database.cachedStatement(
                        sql: "SELECT EXISTS (SELECT 1 FROM workflow WHERE name = ? AND id <> ?)"),
                    arguments: ["bench", entry.workflow.rawValue])
                if version == 1 {
                    try database.cachedStatement(
                        sql: """
                            INSERT INTO workflow (id, name, kind, definitionVersion, cloud, phase, isFinished, state,
                                version, createdAt, updatedAt)
                            VALUES (?, 'bench', 'exclusive-order', 1, 'cloud', ?, 0, ?, 1, ?, ?)
                            """
                    ).execute(arguments: [entry.workflow.rawValue, entry.to, entry.state, entry.at.description, time])
                } else {
                    try database.cachedStatement(
                        sql: """
                            UPDATE workflow SET name = 'bench', definitionVersion = 1, phase = ?, isFinished = 0, state = ?,
                                version = ?, attempt = NULL, reason = NULL, dueAt = NULL, updatedAt = ?
                            WHERE id = ? AND version = ?
                            """
                    ).execute(arguments: [entry.to, entry.state, version, time, entry.workflow.rawValue, version - 1])
                }
                try database.cachedStatement(
                    sql: """
                        INSERT INTO plain (workflow, version, event, "from", "to", definitionVersion, state, evidence,
                            actorType, actorID, requestID, at)
                        VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)
                        """
                ).execute(arguments: [
                    entry.workflow.rawValue, version, entry.event, version == 1 ? nil : entry.to, entry.to,
                    entry.state, entry.evidence, entry.actor.type.rawValue, entry.actor.id, entry.requestID, time,
                ])
                try database.cachedStatement(sql: "DELETE FROM claim WHERE workflow = ?").execute(
                    arguments: [entry.workflow.rawValue])
                return .commit
            }
        }
    }
}

/// What the journal takes while it writes: the lock on byte 0 of the file beside the store.
private struct WritersLock {
    private let descriptor: Int32

    init(at path: String) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        var request = flock()
        request.l_type = Int16(F_WRLCK)
        request.l_len = 1
        // F_OFD_SETLK of Linux.
        let taken = unsafe fcntl(descriptor, 37, &request)
        precondition(taken == 0, "nobody else writes")
    }

    func release() { close(descriptor) }
}

/// Makes exports of any length from the history of one order that was placed and withdrawn.
private struct ExportMaker {
    private let entries: [LoggedTransition]

    init(_ sample: [Data]) {
        let all = sample.compactMap { LoggedTransition($0) }
        guard let end = all.first(where: { $0.entry.to == "withdrawn" }) else {
            preconditionFailure("an order was withdrawn")
        }
        entries = all.filter { $0.entry.workflow == end.entry.workflow }
    }

    /// Writes a file of `count` entries; gives its size and their root.
    func write(_ count: Int, to url: URL) throws -> (bytes: Int, root: MerkleHash) {
        try Data().write(to: url)
        let file = try FileHandle(forWritingTo: url)
        var (buffer, size) = (Data(), 0)
        var frontier = Frontier()
        for position in 1...count {
            let number = String((position - 1) / entries.count)
            let template = entries[(position - 1) % entries.count]
            let old = template.entry
            let id = "01F25F3DM0" + String(repeating: "0", count: 16 - number.count) + number
            let entry = HistoryEntry(
                position: position, workflow: WorkflowID(rawValue: id), version: old.version, event: old.event,
                from: old.from, to: old.to, definitionVersion: old.definitionVersion,
                state: old.state.replacing(old.workflow.rawValue, with: id),
                evidence: old.evidence.replacing(old.workflow.rawValue, with: id), actor: old.actor,
                requestID: old.requestID, at: old.at)
            let leaf = LoggedTransition(entry, in: "bench", recordedAt: template.recordedAt).bytes
            frontier.append(MerkleHash(leaf: leaf))
            buffer += leaf
            buffer.append(UInt8(ascii: "\n"))
            guard buffer.count > 1 << 22 || position == count else { continue }
            size += buffer.count
            try file.write(contentsOf: buffer)
            buffer.removeAll(keepingCapacity: true)
        }
        try file.close()
        return (size, frontier.root)
    }
}

extension Duration {
    var microseconds: String {
        (self / .microseconds(1)).formatted(.number.precision(.fractionLength(1)))
    }
}
