import ArgumentParser
import Documents
import Provisioning
import RealtimeCompute
import Wording
import WorkflowEngine
import WorkflowSQLite

struct OrderImport: Command {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make an order of what exists: bought by hand, or before Sluice.",
        discussion: """
            Looks at the instance, its cluster and its projects, or at the workspace and its namespaces, and begins an order in the phase that they are in: \
            starting, overdue, running or provisioned; its history begins with what was seen. Nothing is bought or created. \
            An instance without a cluster, or one of shared mode without a project, needs a manifest that says what is \
            wanted, and begins as paid. A manifest must agree with what exists; what it asks for beyond that is created later.

            Refused if there is no such thing, if an order of this store owns it, or if it is going or gone.
            """
    )

    @Option(help: ArgumentHelp("What was bought, by the vendor's id of the instance.", valueName: "id"))
    var instance: String?

    @Option(help: ArgumentHelp("The cluster, by the vendor's id.", valueName: "id"))
    var cluster: String?

    @Option(help: ArgumentHelp("The workspace of fully managed Flink, by the vendor's id.", valueName: "id"))
    var workspace: String?

    @Option(help: ArgumentHelp("The order's name; the cluster's or workspace's if not given.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("Where it lies; everywhere the cloud knows of if not given.", valueName: "region"))
    var region: String?

    @Option(help: ArgumentHelp("What is wanted of it; - reads standard input.", valueName: "file"), completion: .file())
    var manifest: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard [instance, cluster, workspace].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("give one of --instance, --cluster and --workspace")
        }
        if let name, !NameRule.order.admits(name) {
            throw ValidationError("a name is \(NameRule.order.words.english)")
        }
        if let region, !NameRule.region.admits(region) {
            throw ValidationError("a region is written like cn-beijing")
        }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        var request = ImportRequest(
            workspace.map { .workspace($0) } ?? cluster.map { .cluster($0) } ?? .instance(instance ?? ""))
        request.name = name
        request.region = region
        request.manifest = try manifest.map { try Document(path: $0) }
        let journal = try context.journalForWriting()
        let environment = try await context.environment(over: journal)
        let existing = try await context.registry.existing(request, in: environment)
        if try await journal?.workflow(named: existing.name) != nil { throw JournalError.nameTaken(existing.name) }
        // The store is made only now that there is something to keep in it.
        let provisioner = try await context.provisioner(over: try context.journalMadeIfNeeded())
        try context.console.print(try await provisioner.place([existing]))
        return .done
    }
}
