import ArgumentParser
import Provisioning
import RealtimeCompute

struct OrderList: Command {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "A table of orders; unfinished ones without a project are counted below it."
    )

    @Option(help: ArgumentHelp("Only orders in this phase; may be given several times.", valueName: "phase"))
    var phase: [OrderState.Phase] = []

    @Flag(help: "Only orders that are not at an end.")
    var unfinished = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let orders = try await context.orderBook()?.orders() ?? []
        let wanted = orders.filter { order in
            (phase.isEmpty || phase.contains(order.state.phase)) && !(unfinished && order.isFinished)
        }
        let console = context.console
        if console.isJSON {
            try console.print(json: wanted.map { OrderJSON($0, in: console.language) })
        } else {
            console.print(wanted)
        }
        return .done
    }
}

struct OrderShow: Command {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Phase, what the order waits for and why, findings, resources, the next command."
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        guard let book = try context.orderBook() else { throw UnknownOrder(reference: order) }
        try context.console.print(try await book.order(try await book.resolve(order)))
        return .done
    }
}
