import ArgumentParser
import Foundation

/// Measures what Sluice costs, each figure beside its limit.
///
/// The limit is what the same work costs with nothing of Sluice, or where there is little of it; both are taken in one run.
/// Every row is measured by a process of its own, so that none inherits another's memory.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluice-bench",
        abstract: "Measure what Sluice costs, each figure beside its limit, in one run.",
        discussion: """
            Rows: \(Row.allCases.map(\.rawValue).joined(separator: ", ")). All that are in the table if none is named.

            A figure is a ratio: of a rate, that of Sluice to its limit, wanted as near to 1 as can be; of a cost, the other way
            round. Run it on a machine that does nothing else.
            """)

    @Argument(help: "The rows to measure.")
    var rows: [Row] = []

    @Flag(help: "So little of everything that it takes seconds: the figures mean nothing then.")
    var quick = false

    @Flag(help: "Print JSON: a list of figures.")
    var json = false

    @Option(help: "The program that is measured where a whole command is; the one beside this if not given.")
    var program: String?

    @Option(
        help:
            "Where stores are made: a directory on the disk that is meant. The system's for temporary files if not given."
    )
    var directory: String?

    @Flag(help: .hidden)
    var here = false

    func run() async throws {
        guard !here else { return try await measureHere() }
        var figures: [Figure] = []
        for row in rows.isEmpty ? Row.allCases.filter(\.isInTable) : rows {
            if !json { FileHandle.standardError.write(Data("measuring \(row.rawValue)\n".utf8)) }
            figures += try measureApart(row)
        }
        print(json ? try Figure.json(figures) : Figure.table(figures))
    }

    private func measureHere() async throws {
        guard let row = rows.first else { throw ValidationError("Name the row that is measured here.") }
        let place = URL(fileURLWithPath: directory ?? FileManager.default.temporaryDirectory.path)
            .appendingPathComponent("sluice-bench-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let bench = Workbench(
            directory: place, isQuick: quick,
            program: program.map { URL(fileURLWithPath: $0) } ?? Self.sibling("sluice"))
        print(try Figure.json(try await row.measure(on: bench)))
    }

    /// Has another process of this program measure a row.
    private func measureApart(_ row: Row) throws -> [Figure] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments =
            [row.rawValue, "--here"] + (quick ? ["--quick"] : []) + (program.map { ["--program", $0] } ?? [])
            + (directory.map { ["--directory", $0] } ?? [])
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ExitCode(process.terminationStatus) }
        return try JSONDecoder().decode([Figure].self, from: data)
    }

    /// A program beside this one.
    private static func sibling(_ name: String) -> URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent(name)
    }
}

/// Where a row is measured, and how much of everything it takes.
struct Workbench {
    /// For stores and clouds; gone when the row is measured.
    let directory: URL
    let isQuick: Bool
    let program: URL

    /// So many of something: few where nothing but running matters.
    func many(_ count: Int, quick: Int) -> Int { isQuick ? quick : count }

    func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    /// The program that comes with SQLite, which some limits are taken from.
    func sqlite3() throws -> URL {
        let program = URL(fileURLWithPath: "/usr/bin/sqlite3")
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            throw ValidationError("There is no \(program.path) to measure beside: install Debian's sqlite3.")
        }
        return program
    }
}

/// What is measured.
enum Row: String, CaseIterable, ExpressibleByArgument {
    case step, bulk, latency, fleet, growth, commands, size, log

    /// Whether it is measured when none is named; the log has a table of its own in the documentation.
    var isInTable: Bool { self != .log }

    func measure(on bench: Workbench) async throws -> [Figure] {
        switch self {
        case .step: try await StepRow(bench).measure()
        case .bulk: try await BulkRow(bench).measure()
        case .latency: try await LatencyRow(bench).measure()
        case .fleet: try await FleetRow(bench).measure()
        case .growth: try await GrowthRow(bench).measure()
        case .commands: try CommandsRow(bench).measure()
        case .size: try await SizeRow(bench).measure()
        case .log: try await LogRow(bench).measure()
        }
    }
}
