import ArgumentParser
import Provisioning
import Wording
import Workflow
import WorkflowEngine

struct OrderList: Command {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "A table of orders; unfinished ones without a project are counted below it.",
        discussion: """
            Unfinished orders and the 50 that came to their ends last, oldest first; below the table it says how many more \
            there are. With --all, every order; with --limit N, at most N, those that changed last. The options that \
            choose orders choose among all of them before any are left out, and go together.
            """
    )

    @Option(help: ArgumentHelp("Only orders in this phase; may be given several times.", valueName: "phase"))
    var phase: [String] = []

    @Option(
        help: ArgumentHelp("Only workflows of this kind; may be given several times.", valueName: "kind"))
    var kind: [String] = []

    @Option(help: ArgumentHelp("Only orders in this region; may be given several times.", valueName: "region"))
    var region: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only orders whose name is like this: * stands for any characters, ? for one.", valueName: "glob"))
    var name: String?

    @Flag(help: "Only orders that are not at an end.")
    var unfinished = false

    @Flag(help: "Every order, however many there are.")
    var all = false

    @Option(help: ArgumentHelp("At most so many: those that changed last.", valueName: "n"))
    var limit: Int?

    @Option(help: "updated (last changed first), created (oldest first), name or phase.")
    var sort = Order.created

    @OptionGroup(title: "Global options") var options: GlobalOptions

    enum Order: String, CaseIterable, ExpressibleByArgument {
        case updated, created, name, phase

        fileprivate var queried: WorkflowQuery.Sort {
            switch self {
            case .updated: .updated
            case .created: .created
            case .name: .name
            case .phase: .phase
            }
        }
    }

    /// How many finished orders are shown if nobody says.
    private static let finishedShown = 50

    func validate() throws {
        guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("--limit is at least 1") }
        guard !(unfinished && all) else { throw ValidationError("--unfinished and --all exclude each other") }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        let console = context.console
        let query = try query(context.registry)
        let book = try context.workflowBook()
        guard !console.isJSON else {
            var list = JSONList(console)
            do {
                try await book?.forEachChunk(of: query) { orders in
                    try list.print(await context.observed(orders).map { WorkflowJSON($0, in: console.language) })
                }
            } catch let unknown as UnknownKind {
                list.end()
                throw unknown
            }
            list.end()
            return .done
        }
        var table = WorkflowTable(console)
        let leftOut: Int
        do {
            leftOut = try await book?.forEachChunk(of: query) { table.print(await context.observed($0)) } ?? 0
        } catch let unknown as UnknownKind {
            table.end()
            throw unknown
        }
        table.end()
        if leftOut > 0 {
            console.note(
                LocalizedText(
                    leftOut == 1 ? "1 more is not shown: see --all" : "\(leftOut) more are not shown: see --all",
                    zh: "另有 \(leftOut) 个未显示：参见 --all"))
        }
        return .done
    }

    private func query(_ registry: Registry) throws -> WorkflowQuery {
        let finished: WorkflowQuery.Finished =
            if unfinished { .none } else if all || limit != nil { .all } else { .youngest(Self.finishedShown) }
        return WorkflowQuery(
            phases: Set(try registry.phases(phase)), kinds: Set(try kind.map { try registry.kind(argument: $0).name }),
            regions: Set(region), name: name.map(NamePattern.init),
            finished: finished, limit: limit, sortedBy: sort.queried, descending: sort == .updated)
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
            try context.console.print(await context.observed(try await book.workflow(id)))
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
