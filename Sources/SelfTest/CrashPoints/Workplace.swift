import Foundation
import Provisioning
import RealtimeCompute
import SimulatedCloud
import Synchronization
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// A directory of its own with a store and a cloud, in which the program is run as a user runs it.
final class Workplace: Sendable {
    /// How many there are at once: processes wait for the disk as much as for the processor.
    static let count = 2 * ProcessInfo.processInfo.activeProcessorCount

    let directory: URL
    private let program: String
    /// The walk that is walked here.
    private let walk: Walk
    private let registry: Registry
    /// Answers the vendor's API from the cloud that lies here now; `nil` if the program is to open the cloud itself.
    private let service = Mutex<ServedCloud?>(nil)

    /// Makes an empty one under the system's temporary directory; it is removed with its last reference.
    init(for walk: Walk, program: String, knowing registry: Registry) throws {
        self.program = program
        self.walk = walk
        self.registry = registry
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("sluice-selftest-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: directory)
        } catch {
            // Temporary files that cannot be removed are the system's to remove.
            return
        }
    }

    /// Where the store and the cloud lie, and nothing else.
    var files: URL { directory.appendingPathComponent("files") }
    var store: String { files.appendingPathComponent("sluice.db").path }
    private var cloud: String { files.appendingPathComponent("cloud.db").path }
    var traceFile: URL { directory.appendingPathComponent("trace") }

    /// What the last tracer has written.
    func trace() throws -> String { String(decoding: try Data(contentsOf: traceFile), as: UTF8.self) }

    /// What a run of the program came to.
    struct Ending: Sendable {
        /// As a shell tells it: 128 and the signal's number for a death by signal.
        let status: Int32
        let duration: Duration
        let errors: String
    }

    /// Writes the walk's manifests, and makes its cloud.
    ///
    /// - Parameter servingCloud: whether the program reaches it by the vendor's API from here on.
    func prepare(servingCloud: Bool = false) async throws {
        for (name, text) in walk.manifests {
            try text.write(to: directory.appendingPathComponent(name), atomically: false, encoding: .utf8)
        }
        let world = directory.appendingPathComponent("world.yaml")
        try walk.world.write(to: world, atomically: false, encoding: .utf8)
        _ = try await run(["cloud", "init", "world.yaml"])
        if servingCloud {
            let served = try await ServedCloud(at: cloud)
            service.withLock { $0 = served }
        }
    }

    /// Runs the program, or a tracer on it, to its end.
    func run(_ arguments: [String], under tracer: [String] = []) async throws -> Ending {
        let words = tracer + [program] + arguments
        let process = Process()
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = [
            "SLUICE_STORE": store, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": directory.path,
        ]
        .merging(arguments.first == "cloud" ? [:] : service.withLock { $0?.environment } ?? [:]) { $1 }
        process.currentDirectoryURL = directory
        let errors = directory.appendingPathComponent("errors")
        try Data().write(to: errors)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let told = try FileHandle(forWritingTo: errors)
        process.standardError = told
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            end.yield(process.terminationStatus + (process.terminationReason == .exit ? 0 : 128))
            end.finish()
        }
        let began = ContinuousClock.now
        try process.run()
        var status: Int32 = -1
        for await ended in ends { status = ended }
        // By itself it would stay open, one for each of very many runs.
        try told.close()
        return Ending(
            status: status, duration: ContinuousClock.now - began,
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }

    // MARK: - Files

    /// The contents of every file of the store and the cloud, by name.
    func image() throws -> [String: Data] {
        var image: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: files.path) {
            image[name] = try Data(contentsOf: files.appendingPathComponent(name))
        }
        return image
    }

    /// Puts an image in the place of what is there.
    ///
    /// - Parameter links: names that are of one file.
    func restore(_ image: [String: Data], linking links: [[String]] = []) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: files.path) where image[name] == nil {
            try FileManager.default.removeItem(at: files.appendingPathComponent(name))
        }
        for (name, data) in image {
            let file = files.appendingPathComponent(name)
            // Anew, and not into the old file: another process may still hold it.
            if FileManager.default.fileExists(atPath: file.path) { try FileManager.default.removeItem(at: file) }
            try data.write(to: file)
        }
        try service.withLock { try $0?.reopen() }
        for names in links {
            for name in names.dropFirst() {
                let file = files.appendingPathComponent(name)
                try FileManager.default.removeItem(at: file)
                try FileManager.default.linkItem(at: files.appendingPathComponent(names[0]), to: file)
            }
        }
    }

    /// Lets time pass in the cloud.
    func letPass(_ duration: Duration) throws { try SimulatedCloud(at: cloud).advanceClock(by: duration) }

    // MARK: - Looking

    /// All that the store holds, in the order in which it was committed; empty if there is no store.
    func history() async throws -> [HistoryEntry] {
        guard try SQLiteJournal.exists(at: store) else { return [] }
        let journal = try SQLiteJournal.open(store, for: .reading)
        let history = try await history(in: journal)
        try journal.close()
        return history
    }

    /// The first of the workflows that are attacked that is not at an end, or the first of them; `nil` if there is none.
    func subject() async throws -> WorkflowReport? {
        guard try SQLiteJournal.exists(at: store) else { return nil }
        let journal = try SQLiteJournal.open(store, for: .reading)
        let reports = try await WorkflowBook(journal, of: registry, at: nil).workflows()
        try journal.close()
        let attacked = reports.filter { $0.name == walk.subject || walk.others.contains($0.name) }
        return attacked.first { !$0.isFinished } ?? attacked.first
    }

    /// What became of the workflows and of the world.
    func outcome() async throws -> Outcome {
        let journal = try SQLiteJournal.open(store, for: .reading)
        let book = WorkflowBook(journal, of: registry, at: nil)
        let workflows = try await book.workflows()
        var problems = try journal.check().map(\.english)
        do {
            _ = try await book.audit(journal, against: [], trusting: try journal.verifier())
        } catch let problem as LogAudit.Problem {
            problems.append("\(problem.position.map(String.init) ?? "-"): \(problem.fault.words.english)")
        }
        try journal.close()
        return Outcome(of: workflows, named: walk.subject, problems: problems, cloud: try cloudState())
    }

    private func history(in journal: SQLiteJournal) async throws -> [HistoryEntry] {
        var entries: [HistoryEntry] = []
        for workflow in try await journal.workflows() { entries += try await journal.history(of: workflow.id) }
        return entries.sorted { $0.position < $1.position }
    }

    func cloudState() throws -> CloudState { try SimulatedCloud(at: cloud).overview().state }
}
