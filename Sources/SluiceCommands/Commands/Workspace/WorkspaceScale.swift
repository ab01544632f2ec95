import ArgumentParser
import Documents
import Provisioning
import RealtimeCompute

struct WorkspaceScale: Command {
    static let configuration = CommandConfiguration(
        commandName: "scale",
        abstract: "Give a subscription more or fewer CUs.",
        discussion: """
            More CUs are paid for at once. Never fewer than the namespaces hold and 2 for the workspace's own control. \
            Pay-as-you-go has no size of its own: its namespaces are resized with sluice order amend.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(help: ArgumentHelp("So many CUs in all.", valueName: "n"))
    var computeUnits: Int

    @Flag(help: "Confirm at once.")
    var confirm = false

    @Flag(help: "With --confirm: although a prerequisite does not hold.")
    var despiteFindings = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard WorkspaceManifest.computeUnits.contains(computeUnits) else {
            throw ValidationError("--compute-units is 1 to \(WorkspaceManifest.computeUnits.upperBound)")
        }
        guard confirm || !despiteFindings else { throw ValidationError("--despite-findings goes with --confirm") }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        var input = DecisionInput()
        input.despiteFindings = despiteFindings
        return try await context.placeChange(
            of: order, "scale", kind: "WorkspaceScaling", spec: ["computeUnits": .integer(computeUnits)],
            confirming: confirm ? input : nil)
    }
}
