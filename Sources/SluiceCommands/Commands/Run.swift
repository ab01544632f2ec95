import ArgumentParser
import Provisioning
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

struct Run: Command {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Step until finished, asked, or time is up; waits included.",
        discussion: """
            Without an order, every unfinished one. Nothing is held between steps: interrupt it, kill it, start it again, \
            and it goes on from where it was. On a terminal a line shows what is waited for, how far it is and how long it \
            may yet take.

            Exits 0 if provisioned (or in the phase of --until), 10 if an order asks for you, 13 if calls fail (after 8 in \
            a row it leaves an order), 15 if another process is advancing it, 20 if it still waits, 21 if it failed or was \
            withdrawn, 130 if interrupted.
            """
    )

    @Argument(help: .order, completion: .order)
    var orders: [String] = []

    @Option(help: ArgumentHelp("Leave an order once it is in this phase.", valueName: "phase"))
    var until: String?

    @Option(
        help: ArgumentHelp("Stop after this long, in real time: 90s, 30m, 1h30m.", valueName: "duration"),
        transform: Duration.argument)
    var timeout: Duration?

    @OptionGroup(title: "Running many") var pace: Pace

    @OptionGroup(title: "Who is told of what") var telling: Telling

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        _ = try context.registry.phases([until].compactMap(\.self))
        guard let journal = try context.journalForWriting() else {
            if let order = orders.first { throw UnknownOrder(reference: order) }
            context.console.note(LocalizedText("nothing to run", zh: "没有可执行的订单"))
            return try await RunEnd.ofNothing.report(to: context.console, wasOneOrder: false)
        }
        var ids: [WorkflowID] = []
        for order in orders {
            let id = try await WorkflowBook(journal, of: context.registry, at: nil).resolve(order)
            if !ids.contains(id) { ids.append(id) }
        }
        if orders.isEmpty { ids = try await journal.inFlight(in: nil).map(\.id) }
        guard !ids.isEmpty else {
            context.console.note(LocalizedText("nothing to run", zh: "没有可执行的订单"))
            return try await RunEnd.ofNothing.report(to: context.console, wasOneOrder: false)
        }
        let end = try await context.run(ids, until: until, timeout: timeout, at: pace, telling: telling, over: journal)
        return try await end.report(to: context.console, wasOneOrder: !orders.isEmpty && ids.count == 1)
    }
}

/// How many orders are advanced at the same time.
struct Pace: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Advance so many orders at the same time; how many calls a service bears is found out besides.",
            valueName: "n"))
    var concurrency = 64

    func validate() throws {
        guard (1...1000).contains(concurrency) else { throw ValidationError("--concurrency is 1 to 1000") }
    }
}

struct Resume: Command {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Run every unfinished order, after saying what was found in flight.",
        discussion: """
            What a killed process had begun is looked for before anything is asked of the cloud again. There is no lease to \
            wait for and nothing to unlock. Orders of another cloud are passed over. Exits as run does; 0 if there is \
            nothing to resume.
            """
    )

    @OptionGroup(title: "Running many") var pace: Pace

    @OptionGroup(title: "Who is told of what") var telling: Telling

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let console = context.console
        guard let journal = try context.journalForWriting(), try journal.isAnythingInFlight() else {
            console.note(.nothingToResume)
            return try await RunEnd.ofNothing.report(to: console, wasOneOrder: false)
        }
        let (own, foreign) = try await context.provisioner(over: journal).inFlight()
        console.reportForeign(foreign)
        if own.count <= RunReporter.fewEnoughToName {
            let book = try context.workflowBook() ?? WorkflowBook(journal, of: context.registry, at: nil)
            for order in own {
                do {
                    let report = try await book.workflow(order.id)
                    console.note("\(report.name): \(report.phase), \(console(report.next.reason.message))")
                } catch let unknown as UnknownKind {
                    // The run says it again, with its status, and goes on with the others.
                    console.note("\(order.id): \(order.phase), \(console(unknown.message))")
                }
            }
        } else {
            console.reportCounts(of: own.map(\.phase), in: context.registry.phases)
        }
        if own.isEmpty { console.note(.nothingToResume) }
        let end = try await context.run(
            own.map(\.id), until: nil, timeout: nil, at: pace, telling: telling, over: journal)
        return try await end.report(to: console, wasOneOrder: false)
    }
}

extension Console {
    /// Tells how many orders are in which phase, in the order of the walk.
    fileprivate func reportCounts(of phases: [String], in order: [String]) {
        let counts = Dictionary(phases.map { ($0, 1) }, uniquingKeysWith: +)
        for phase in order {
            if let count = counts[phase] { note("\(phase): \(count)") }
        }
    }

    func reportForeign(_ names: [String]) {
        for name in names {
            note(
                "passed-over",
                LocalizedText("\(name): passed over, it belongs to another cloud", zh: "\(name)：已跳过，属于其他云"))
        }
    }
}

extension LocalizedText {
    fileprivate static let nothingToResume = Self("nothing to resume", zh: "没有需要恢复的订单")
}
