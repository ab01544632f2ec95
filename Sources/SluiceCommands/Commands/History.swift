import ArgumentParser
import Provisioning
import RealtimeCompute
import Wording
import Workflow

struct History: Command {
    static let configuration = CommandConfiguration(
        abstract: "Every transition of an order, oldest first.",
        discussion: """
            Who, when, what, from which phase to which, why, under which request id; with --json, on what evidence. \
            With --at, the order as it was after that transition.

            Exits 22 if the history does not verify: if it has a gap, or does not lead where the order stands.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(help: ArgumentHelp("Show the order as it was at this version.", valueName: "version"))
    var at: Int?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        guard let book = try context.orderBook() else { throw UnknownOrder(reference: order) }
        let console = context.console
        let id = try await book.resolve(order)
        if let at {
            let order = try await book.order(id, atVersion: at)
            console.note(
                LocalizedText(
                    "as it was after version \(at), at \(order.updatedAt.rfc3339)",
                    zh: "版本 \(at) 之后的状态，时间 \(order.updatedAt.rfc3339)"))
            try console.print(order, isPast: true)
            return .done
        }
        try console.print(try await book.history(of: id))
        guard let problem = try await book.replay(id) else { return .done }
        throw UnverifiedHistory(problem: problem)
    }
}

/// A history that does not verify.
private struct UnverifiedHistory: CommandFailure {
    let problem: LocalizedText
    let code = "history-not-verified"
    let exitStatus = ExitStatus.unverified

    var message: LocalizedText {
        LocalizedText("the history does not verify: \(problem.english)", zh: "历史未通过验证：\(problem.chinese)")
    }

    var hint: LocalizedText {
        LocalizedText(
            "Someone has changed the store, or a disk has. Compare it with a backup.", zh: "存储或磁盘已被改动。请与备份比对。")
    }
}
