import ArgumentParser
import Documents
import Provisioning

struct ClusterScale: Command {
    static let configuration = CommandConfiguration(
        commandName: "scale",
        abstract: "Scale a cluster out or in by whole slaves, or give it other masters.",
        discussion: """
            Pay-as-you-go clusters are scaled by the vendor's API. Of a subscription, sluice says where in the console, and \
            watches until it has happened. Never below 2 slaves or what the projects hold; new slaves need free addresses \
            and stock.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(help: ArgumentHelp("So many slaves in all.", valueName: "n"))
    var slaves: Int?

    @Option(help: ArgumentHelp("The model that the masters are to be of.", valueName: "model"))
    var masterModel: String?

    @Option(
        help: ArgumentHelp(
            "A vSwitch of the same zone, for the new slaves, if the cluster's own is short of addresses.",
            valueName: "vswitch"))
    var vSwitch: String?

    @Flag(help: "Confirm at once.")
    var confirm = false

    @Flag(help: "With --confirm: although a prerequisite does not hold.")
    var despiteFindings = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard slaves != nil || masterModel != nil else {
            throw ValidationError("give --slaves, --master-model or both")
        }
        guard confirm || !despiteFindings else { throw ValidationError("--despite-findings goes with --confirm") }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        var spec: [String: JSONValue] = [:]
        if let slaves { spec["slaves"] = ["count": .integer(slaves)] }
        if let masterModel { spec["masters"] = ["model": .text(masterModel)] }
        if let vSwitch { spec["vSwitch"] = .text(vSwitch) }
        var input = DecisionInput()
        input.despiteFindings = despiteFindings
        return try await context.placeChange(
            of: order, "scale", kind: "ClusterScaling", spec: spec, confirming: confirm ? input : nil)
    }
}
