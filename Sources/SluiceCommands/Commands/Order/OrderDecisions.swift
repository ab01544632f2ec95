import ArgumentParser
import Documents
import Provisioning

struct OrderAmend: Command {
    static let configuration = CommandConfiguration(
        commandName: "amend",
        abstract: "Change what may still change.",
        discussion: """
            Anything of a draft; the cluster section while the order is blocked; projects that do not exist yet while it is \
            running. What an unanswered call may have made is looked for first.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Argument(help: "The whole manifest as it is to be; - reads standard input.", completion: .file())
    var manifest: String

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        var input = DecisionInput()
        input.manifest = try Document(path: manifest)
        return try await context.decide(.amend, on: order, with: input)
    }
}

struct OrderWithdraw: Command {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Give an order up while nothing is bought that we know of.",
        discussion: """
            While a request to buy may still surface, this is refused; what is found to be bought is adopted instead.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"), transform: Reasoning.init)
    var reason: Reasoning

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        try await context.decide(.withdraw, on: order, with: reason.input)
    }
}

struct OrderRepurchase: Command {
    static let configuration = CommandConfiguration(
        commandName: "repurchase",
        abstract: "Buy again, knowingly, when a purchase cannot be accounted for.",
        discussion: """
            Refused as long as the last request may still surface. Purchases that were shown as candidates are taken never to \
            be ours from then on.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"), transform: Reasoning.init)
    var reason: Reasoning

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        try await context.decide(.repurchase, on: order, with: reason.input)
    }
}

struct OrderAdopt: Command {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Say which of the vendor's orders is ours, when a purchase cannot be accounted for.",
        discussion: """
            It must be visible, of the order's specification, bear no other key, and belong to no other order.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(help: ArgumentHelp("The vendor's order number.", valueName: "number"))
    var orderNumber: String

    @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"), transform: Reasoning.init)
    var reason: Reasoning

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        var input = reason.input
        input.orderNumber = orderNumber
        return try await context.decide(.adopt, on: order, with: input)
    }
}

struct OrderAbandon: Command {
    static let configuration = CommandConfiguration(
        commandName: "abandon",
        abstract: "Take a cluster for lost that was asked for and has never been seen.",
        discussion: """
            Only once no look has shown it by the end of the visibility window; it is looked for once more. The order ends as \
            failed, and says what was paid for.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"), transform: Reasoning.init)
    var reason: Reasoning

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        try await context.decide(.abandon, on: order, with: reason.input)
    }
}

extension Reasoning {
    /// A decision with nothing but its reason.
    var input: DecisionInput {
        var input = DecisionInput()
        input.reason = text
        return input
    }
}
