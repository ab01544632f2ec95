import ArgumentParser
import Provisioning
import Wording
import Workflow

struct OrderList: Command {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "A table of orders; unfinished ones without a project are counted below it."
    )

    @Option(help: ArgumentHelp("Only orders in this phase; may be given several times.", valueName: "phase"))
    var phase: [String] = []

    @Flag(help: "Only orders that are not at an end.")
    var unfinished = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let phase = try context.registry.phases(phase)
        let orders = try await context.workflowBook()?.workflows() ?? []
        let wanted = orders.filter { order in
            (phase.isEmpty || phase.contains(order.phase)) && !(unfinished && order.isFinished)
        }
        let console = context.console
        if console.isJSON {
            try console.print(json: wanted.map { WorkflowJSON($0, in: console.language) })
        } else {
            console.printTable(wanted)
        }
        return .done
    }
}

struct OrderShow: Command {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Phase, what the order waits for and why, findings, resources, the next command.",
        discussion: "With --at, as it was after a version or at a time of the cloud's, by the history alone."
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(
        help: ArgumentHelp("Show the order as it was at this version or time.", valueName: "version|time"),
        transform: PointInTime.argument)
    var at: PointInTime?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        guard let book = try context.workflowBook() else { throw UnknownOrder(reference: order) }
        let id = try await book.resolve(order)
        if let at {
            try context.console.print(try await book.workflow(id, at: at), asItWasAt: at)
        } else {
            try context.console.print(try await book.workflow(id))
        }
        return .done
    }
}

extension Console {
    /// Prints an order as it was, and says when that is.
    func print(_ order: WorkflowReport, asItWasAt point: PointInTime) throws {
        note(
            LocalizedText(
                "as it was after version \(order.version), of \(order.updatedAt.rfc3339)",
                zh: "版本 \(order.version) 之后的状态，时间 \(order.updatedAt.rfc3339)"))
        try print(order, isPast: true)
    }
}
