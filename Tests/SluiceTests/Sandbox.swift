import Documents
import Foundation
import Testing

/// A directory of its own for a store and a cloud, and the program run in it as a user would.
final class Sandbox: Sendable {
    let directory: URL

    /// The program under test, built beside the tests.
    static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("sluice").path
    /// The examples that the README uses.
    static let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Examples")

    /// - Parameter place: the directory to make it in; the user's for what is temporary if not given.
    init(in place: String? = nil) throws {
        let place = place.map { URL(fileURLWithPath: $0) } ?? FileManager.default.temporaryDirectory
        directory = place.appendingPathComponent("sluice-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    var store: String { path("sluice.db") }
    var cloud: String { path("cloud.db") }

    func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    /// Writes a file into the directory and gives its path.
    func file(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    static func example(_ name: String) -> String { examples.appendingPathComponent(name).path }

    // MARK: - Running

    /// What a run of the program left behind.
    struct Result {
        let status: Int32
        let output: String
        let errors: String

        /// Standard output as JSON.
        var json: JSONValue {
            get throws { try JSONDecoder().decode(JSONValue.self, from: Data(output.utf8)) }
        }

        /// Standard error as JSON.
        var error: JSONValue {
            get throws { try JSONDecoder().decode(JSONValue.self, from: Data(errors.utf8)) }
        }
    }

    /// Runs the program to its end.
    @discardableResult
    func run(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:], under tracer: [String] = []
    ) async throws -> Result {
        try await run(arguments, input: input, environment: environment, under: tracer)
    }

    func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:], under tracer: [String] = [],
        program: String = Sandbox.program
    ) async throws -> Result {
        let running = try start(arguments, input: input, environment: environment, under: tracer, program: program)
        return try await running.end()
    }

    /// Starts the program and leaves it running.
    func start(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:], under tracer: [String] = [],
        program: String = Sandbox.program
    ) throws -> Running {
        let words = tracer + [program] + arguments
        return try Running(
            words,
            environment: ["SLUICE_STORE": store, "LANG": "en_US.UTF-8", "PATH": "/usr/bin:/bin"]
                .merging(environment) { $1 }, input: input, in: directory)
    }

    // MARK: - What most tests begin with

    /// Makes a cloud whose time stands still, or runs at `speed`.
    func makeCloud(speed: Int = 0, changed changes: [(String, String)] = []) async throws {
        var world = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: Self.example("world.yaml"))), as: UTF8.self)
        for (from, to) in [("speed: 600", "speed: \(speed)")] + changes {
            precondition(world.contains(from), "the example world has \(from)")
            world = world.replacing(from, with: to)
        }
        let result = try await run("cloud", "init", "-", input: world)
        #expect(result.status == 0, "\(result.errors)")
    }

    /// Places and confirms the happy example.
    func confirm(_ manifest: String = example("risk.yaml")) async throws {
        let result = try await run("order", "place", manifest, "--confirm")
        #expect(result.status == 0, "\(result.errors)")
    }

    /// Advances the order until it is in `phase`, jumping the clock over waits.
    func reach(_ phase: String, _ order: String = "risk") async throws {
        for _ in 0..<60 {
            let shown = try await run("order", "show", order, "--json").json
            if shown["phase"] == .text(phase) { return }
            if shown["next"]["kind"] == .text("wait") {
                let jumped = try await run("cloud", "clock", "advance", "6m")
                try #require(jumped.status == 0, "\(jumped.errors)")
            }
            try await run("advance", order)
        }
        Issue.record("the order does not come to \(phase)")
    }

    /// The simulated cloud as it is.
    func cloudShow() async throws -> JSONValue { try await run("cloud", "show", "--json").json }

    /// Checks that an order was carried out once: one purchase, one cluster, each project once, a sound store.
    func expectProvisioned(_ order: String = "risk", at location: SourceLocation = #_sourceLocation) async throws {
        let shown = try await run("order", "show", order, "--json").json
        #expect(shown["phase"] == .text("provisioned"), sourceLocation: location)
        let cloud = try await cloudShow()
        #expect(cloud["purchases"]["count"] == .integer(1), sourceLocation: location)
        #expect(cloud["clusters"].items.count == 1, sourceLocation: location)
        #expect(cloud["projects"].items.count == shown["projects"].items.count, sourceLocation: location)
        let history = try await run("history", order, "--json").json
        let versions = history.items.map { $0["version"] }
        #expect(versions == (1...max(1, versions.count)).map { .integer($0) }, sourceLocation: location)
        let check = try await run("store", "check")
        #expect(check.status == 0, "\(check.output)", sourceLocation: location)
    }
}

/// The program while it runs.
final class Running: Sendable {
    private let process: Process
    private let files: URL
    let exit: AsyncStream<Int32>

    var pid: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    init(_ words: [String], environment: [String: String], input: String?, in directory: URL) throws {
        files = directory.appendingPathComponent("run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = environment
        process.currentDirectoryURL = directory
        for name in ["out", "err", "in"] {
            let contents = name == "in" ? Data((input ?? "").utf8) : Data()
            try contents.write(to: files.appendingPathComponent(name))
        }
        let output = try FileHandle(forWritingTo: files.appendingPathComponent("out"))
        let errors = try FileHandle(forWritingTo: files.appendingPathComponent("err"))
        let input = try FileHandle(forReadingFrom: files.appendingPathComponent("in"))
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = input
        let (exit, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            // A death by signal as a shell tells it.
            end.yield(process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus)
            end.finish()
        }
        self.exit = exit
        self.process = process
        try process.run()
        // The process has its own. These would stay open: with more than a thousand of them Foundation crashes.
        for handle in [output, errors, input] { try handle.close() }
    }

    /// Waits for the end of the process.
    func end() async throws -> Sandbox.Result {
        var status: Int32 = -1
        for await ended in exit { status = ended }
        return Sandbox.Result(
            status: status, output: try text("out"), errors: try text("err"))
    }

    /// What the process has written to standard error so far.
    func errorsSoFar() throws -> String { try text("err") }

    func signal(_ number: Int32) { kill(pid, number) }

    /// Waits until the process has said `text` on standard error.
    func hasSaid(_ text: String) async throws -> Bool {
        while process.isRunning {
            if try errorsSoFar().contains(text) { return true }
            await Task.yield()
        }
        return try errorsSoFar().contains(text)
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: files.appendingPathComponent(name)), as: UTF8.self)
    }
}

extension JSONValue {
    /// A field of an object; null where there is none.
    subscript(name: String) -> JSONValue {
        if case .object(let fields) = self { fields[name] ?? .null } else { .null }
    }

    /// The items of a list; none of anything else.
    var items: [JSONValue] {
        if case .list(let items) = self { items } else { [] }
    }

    /// The names of an object's fields.
    var names: Set<String> {
        if case .object(let fields) = self { Set(fields.keys) } else { [] }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }
}
