import ArgumentParser
import Foundation
import Provisioning
import SelfTest
import Wording
import Workflow

struct Selftest: Command {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Attack this program, and report whether it ever buys twice or loses a step.",
        discussion: """
            Runs workflows, engines, operators and clouds that do anything at any time, from seeds, in one process on \
            virtual time; explores every state that a workflow of each kind and its world can come to, breadth first; and, with --crash-points, \
            kills this very program at each write, sync, lock, rename and truncation of whole walks, fails each of them, \
            and cuts the power at each sync, on this disk and kernel. After each, the workflow must end as if nothing had \
            happened.

            --over-http has every process reach the cloud by the vendor's API, over HTTP on this machine, with connections \
            that break: seeds and crash points of all that this API has.

            --crash-points needs strace (Debian: strace). A seed that breaks a rule is named; --from SEED --seeds 1 runs \
            it again. Exits 1 if anything was violated.
            """
    )

    @Option(help: ArgumentHelp("How many runs of the simulation.", valueName: "n"))
    var seeds = 1000

    @Option(help: ArgumentHelp("The first seed.", valueName: "seed"))
    var from: UInt64 = 1

    @Option(help: ArgumentHelp("Explore at most so many states from each beginning.", valueName: "n"))
    var states = 100_000

    @Flag(help: "Kill the program at every write, and cut the power at every sync.")
    var crashPoints = false

    @Option(help: ArgumentHelp("Try one of so many crash points and power cuts.", valueName: "n"))
    var stride = 1

    @Flag(name: .customLong("over-http"), help: "Reach the cloud by the vendor's API, over HTTP.")
    var overHTTP = false

    @Option(help: ArgumentHelp("Test one kind of workflow; all if not given.", valueName: "kind"))
    var kind: String?

    @Option(help: ArgumentHelp("Attack one walk, as violations name it; all if not given.", valueName: "name"))
    var walk: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard states > 0 else { throw ValidationError("--states is a number from 1") }
        guard stride > 0 else { throw ValidationError("--stride is a number from 1") }
        guard walk == nil || crashPoints else { throw ValidationError("--walk is for --crash-points") }
        guard (0...100_000_000).contains(seeds) else {
            throw ValidationError("--seeds is a number from 0 to 100000000")
        }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        let console = context.console
        let kinds = try kind.map { [try context.registry.kind(argument: $0)] } ?? context.registry.kinds
        let scenarios = context.tested()
        let untested = kinds.map(\.name).filter { scenarios.scenario(of: $0) == nil }
        guard untested.isEmpty else { throw UnfitForSelfTest.noScenario(untested) }
        let plan = SelfTestPlan(
            seeds: seeds, from: from, states: states, crashPoints: crashPoints, stride: stride,
            program: URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path,
            kind: kind == nil ? nil : kinds[0].name, walk: walk, overHTTP: overHTTP)
        let report = try await SelfTest(plan, scenarios: scenarios) { progress in
            console.tell(progress)
        }
        .run()
        try console.report(report)
        return report.violations.isEmpty ? .done : .unexpected
    }
}
