import ArgumentParser
import Foundation
import Provisioning
import Wording
import Workflow
import WorkflowEngine

struct History: Command {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Every transition of an order, oldest first.",
        discussion: """
            Who, when, what, from which phase to which, why, under which request id; with --json or --evidence, on what \
            evidence; with --diff, what each changed. With --at, the order as it was at a version or time. With --follow, \
            goes on to tell what happens until the order is at an end, or until it is interrupted.

            Exits 22 if the history does not verify: if it has a gap, or does not lead where the order stands.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(
        help: ArgumentHelp("Show the order as it was at this version or time.", valueName: "version|time"),
        transform: PointInTime.argument)
    var at: PointInTime?

    @OptionGroup var filter: HistoryFilter

    @Flag(help: "Show what each transition rests on.")
    var evidence = false

    @Flag(help: "Show what each transition changed.")
    var diff = false

    @Flag(help: "Go on to tell what happens; with --json, a line each.")
    var follow = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        guard let book = try context.workflowBook() else { throw UnknownOrder(reference: order) }
        let console = context.console
        _ = try context.registry.events(filter.event)
        let id = try await book.resolve(order)
        if let at {
            try console.print(try await book.workflow(id, at: at), asItWasAt: at)
            return .done
        }
        let details = HistoryDetails(evidence: evidence, diff: diff)
        if follow {
            try await report(of: id, in: book, details, to: console)
        } else {
            try console.print(try await book.history(of: id), where: filter, details)
        }
        guard let problem = try await book.replay(id) else { return .done }
        throw UnverifiedHistory(problem: problem)
    }

    /// Tells what has happened, and then what happens, until the order is at an end.
    private func report(
        of id: WorkflowID, in book: WorkflowBook, _ details: HistoryDetails, to console: Console
    ) async throws {
        let interruption = Interruption()
        var last = 0
        while true {
            // Asked before the history is read: whatever came before the end is then in it.
            let isOver = try await book.workflow(id).isFinished
            let history = try await book.history(of: id)
            try console.print(history, after: last, where: filter, details, following: true)
            last = history.last?.version ?? last
            if isOver || interruption.hasCome { return }
            Self.pause()
        }
    }

    /// Waits between two looks, on the thread it is called on.
    private static func pause() { Thread.sleep(forTimeInterval: 0.2) }
}

/// Which transitions are asked for.
struct HistoryFilter: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only those by this actor: a kind (operator, account, ram-user, assumed-role, system), an id, or both as "
                + "kind:id.", valueName: "actor"))
    var actor: String?

    @Option(help: ArgumentHelp("Only this event; may be given several times.", valueName: "event"))
    var event: [String] = []

    @Option(
        help: ArgumentHelp("Only what was at this time or later: RFC 3339.", valueName: "time"),
        transform: Timestamp.argument)
    var since: Timestamp?

    @Option(
        help: ArgumentHelp("Only what was at this time or earlier: RFC 3339.", valueName: "time"),
        transform: Timestamp.argument)
    var until: Timestamp?

    func admits(_ entry: HistoryEntry) -> Bool {
        let names = [entry.actor.type.rawValue, entry.actor.id, "\(entry.actor.type.rawValue):\(entry.actor.id)"]
        return actor.map(names.contains) ?? true
            && (event.isEmpty || event.contains(entry.event))
            && since.map { entry.at >= $0 } ?? true && until.map { entry.at <= $0 } ?? true
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
