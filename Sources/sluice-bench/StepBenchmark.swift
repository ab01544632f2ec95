import Foundation
import GRDB
import Logging
import SimulatedCloud
import TransparencyLog
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// What a step through the engine costs, beside what SQLite takes to write the same rows.
///
/// By turns: some workflows are walked through the engine, one after the other; then the same commits are made by the
/// journal alone, and the same rows are written by the C API.
struct StepBenchmark {
    private static let rounds = 20
    private static let workflows = 20

    private var steps: Int { Self.workflows * Relay.steps }

    func run() async throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("sluice-bench-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let store = directory.appendingPathComponent("engine.db").path
        let journal = try SQLiteJournal.openOrCreate(store)
        let alone = try SQLiteJournal.openOrCreate(directory.appendingPathComponent("journal.db").path)
        let raw = try RawStore(at: directory.appendingPathComponent("raw.db").path)
        let reader = try DatabaseQueue(path: store)
        let engine = Engine(
            journal: journal, clock: MachineClock(), performer: Relay.Runner(),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })

        var (engines, journals, raws): ([Duration], [Duration], [Duration]) = ([], [], [])
        let clock = ContinuousClock()
        var position = 0
        for _ in 0..<Self.rounds {
            var generator = SystemRandomNumberGenerator()
            let ids = (0..<Self.workflows).map { _ in WorkflowID(madeAt: .systemTime, using: &generator) }
            let start = clock.now
            for id in ids {
                _ = try await engine.place(
                    id, named: id.rawValue.lowercased(), on: Relay.Event(.started, leg: 0),
                    by: Actor(.operator, id: "bench"))
                _ = try await engine.run([id], shouldStop: { false }, report: { _ in })
            }
            engines.append(clock.now - start)

            let written = try Self.steps(of: reader, after: position)
            precondition(written.count == steps, "every step was written: \(written.count)")
            position += written.count
            let commits = written.map(Self.commit)
            journals.append(
                try await clock.measure { for commit in commits { try await alone.commit(commit) } })
            raws.append(clock.measure { for index in written.indices { raw.write(written[index...index]) } })
        }
        try reader.close()
        let (engineTime, journalTime, rawTime) = (engines.median / steps, journals.median / steps, raws.median / steps)
        print("a durable step, median of \(Self.rounds) rounds of \(steps), taken by turns:")
        print("  raw C:    \(rawTime.microseconds) µs")
        print("  journal:  \(journalTime.microseconds) µs, of raw C \(Self.ratio(rawTime, journalTime))")
        print("  engine:   \(engineTime.microseconds) µs, of raw C \(Self.ratio(rawTime, engineTime))")
    }

    static func ratio(_ one: Duration, _ other: Duration) -> String {
        (one / other).formatted(.number.precision(.fractionLength(2)))
    }

    /// What a store has written beyond a position.
    static func steps(of database: DatabaseQueue, after position: Int) throws -> [RawStore.Step] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT position, \"from\", leaf, subtrees FROM transition WHERE position > ? ORDER BY position",
                arguments: [position]
            ).map { row in
                let leaf: Data = row["leaf"]
                guard let entry = LoggedTransition(leaf)?.entry else { preconditionFailure("the log can be read") }
                let workflow = StoredWorkflow(
                    id: entry.workflow, name: entry.workflow.rawValue.lowercased(), kind: entry.kind,
                    definitionVersion: entry.definitionVersion, cloud: "bench", phase: entry.to,
                    isFinished: entry.to == Relay.Phase.arrived.rawValue, state: entry.state, version: entry.version,
                    postponement: nil, createdAt: entry.at, updatedAt: entry.at)
                return RawStore.Step(
                    workflow: workflow, position: row["position"], from: row["from"], leaf: leaf,
                    subtrees: row["subtrees"])
            }
        }
    }

    private static func commit(_ step: RawStore.Step) -> Commit {
        guard let entry = LoggedTransition(step.leaf)?.entry else { preconditionFailure("the log can be read") }
        return Commit(
            step.workflow, event: entry.event, evidence: entry.evidence, from: step.from, actor: entry.actor,
            requestID: entry.requestID, claims: [])
    }
}
