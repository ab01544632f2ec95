import ArgumentParser
import Documents
import Provisioning
import RealtimeCompute
import WorkflowEngine
import WorkflowSQLite

struct OrderPlace: Command {
    static let configuration = CommandConfiguration(
        commandName: "place",
        abstract: "Validate a manifest, look at every prerequisite, and keep the order as a draft.",
        discussion: """
            Nothing is bought: the order waits to be confirmed. With --confirm it is confirmed at once, if it can be; if not, \
            it stays a draft and the exit status is that of order confirm. The first order makes the store.
            """
    )

    @Argument(help: "The manifest, YAML or JSON; - reads standard input.", completion: .file())
    var manifest: String

    @Flag(help: "Confirm at once: this accepts the service agreement.")
    var confirm = false

    @Flag(help: "With --confirm: although a prerequisite does not hold.")
    var despiteFindings = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard confirm || !despiteFindings else { throw ValidationError("--despite-findings goes with --confirm") }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        let specification = try OrderManifest.read(try Document(path: manifest))
        // The store first: the cloud may lie beside it, and what keeps both from being used is the store's.
        let journal = try context.journalForWriting()
        let cloud = try context.cloud()
        if try await journal?.workflow(named: specification.name.rawValue) != nil {
            throw JournalError.nameTaken(specification.name.rawValue)
        }
        // The store is made only now that there is something to keep in it.
        let check = try await CheckReport(
            of: specification, in: cloud, at: SimulatedClock(cloud: cloud), besides: journal)
        let provisioner = try context.provisioner(over: try context.journalMadeIfNeeded())
        let order = try await provisioner.place(specification, checked: check)
        guard confirm else {
            try context.console.print(order)
            return .done
        }
        do {
            return try await context.confirm(order.id, despiteFindings: despiteFindings, by: provisioner)
        } catch let failure as any CommandFailure
            where failure.exitStatus != .refused && failure.exitStatus != .cloudUnavailable
        {
            // Whatever kept it from being confirmed, it was placed.
            try context.console.print(order)
            throw failure
        }
    }
}
