import ArgumentParser
import Provisioning
import Wording

struct Advance: Command {
    static let configuration = CommandConfiguration(
        commandName: "advance",
        abstract: "Do exactly one turn of an order: at most one effect is asked of the cloud.",
        discussion: """
            What is not due yet is not done; an order that asks is looked at again. Nothing is waited for: to go on by \
            itself, use run.

            Exits 0 if the order moved or is provisioned, 10 if it asks for you, 13 if a call failed (it is tried again \
            later), 15 if another process is advancing it, 20 if nothing was due, 21 if it failed or was withdrawn.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let (provisioner, id) = try await context.provisioner(for: order)
        let report = try await context.showing(id, moving: true) { try await provisioner.advance(id) }
        let console = context.console
        if console.isJSON {
            let moved = !report.transitions.isEmpty
            try console.print(json: WorkflowJSON(report.workflow, in: console.language, moved: moved))
        } else {
            console.report(report.transitions, of: report.workflow)
            if let failure = report.failure { console.note(failure.message) }
            try console.print(report.workflow)
        }
        return ExitStatus(of: report)
    }
}

extension ExitStatus {
    /// The first that holds: lost, asking, a failed call, moved or provisioned, still waiting.
    init(of report: AdvanceReport) {
        let workflow = report.workflow
        if workflow.standing == .lost {
            self = .orderLost
        } else if workflow.isAsking {
            self = .asked
        } else if report.failure != nil {
            self = .cloudUnavailable
        } else {
            self = !report.transitions.isEmpty || workflow.standing == .reached ? .done : .waiting
        }
    }
}
