import ArgumentParser
import Documents
import Provisioning
import RealtimeCompute
import Wording

struct ClusterScale: Command {
    static let configuration = CommandConfiguration(
        commandName: "scale",
        abstract: "Scale a cluster out or in by whole slaves, give it other masters, or scale shared mode.",
        discussion: """
            Pay-as-you-go clusters are scaled by the vendor's API. Of a subscription and of shared mode, sluice says where in \
            the console, and watches until it has happened. Never below 2 slaves or what the projects hold; new slaves need \
            free addresses and stock.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(help: ArgumentHelp("So many slaves in all.", valueName: "n"))
    var slaves: Int?

    @Option(help: ArgumentHelp("Of an order of shared mode: so many CUs in all.", valueName: "n"))
    var computeUnits: Int?

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
        let isOfCluster = slaves != nil || masterModel != nil
        guard isOfCluster != (computeUnits != nil) else {
            throw ValidationError("give --slaves, --master-model or both; of shared mode, --compute-units alone")
        }
        if let slaves, !(1...Figures.slaveCounts.upperBound).contains(slaves) {
            throw ValidationError("--slaves is 2 to \(Figures.slaveCounts.upperBound)")
        }
        if let masterModel, MachineModel(rawValue: masterModel) == nil {
            let models = MachineModel.allCases.map(\.rawValue)
            let suggestion = masterModel.nearest(among: models).map { "; did you mean \($0)?" } ?? ""
            throw ValidationError("--master-model is one of \(models.joined(separator: ", "))\(suggestion)")
        }
        if let vSwitch, !NameRule.resource.admits(vSwitch) {
            throw ValidationError("--v-switch is \(NameRule.resource.words.english)")
        }
        if let computeUnits, !SharedManifest.computeUnits.contains(computeUnits) {
            throw ValidationError("--compute-units is 1 to \(SharedManifest.computeUnits.upperBound)")
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
        if let computeUnits {
            return try await context.placeChange(
                of: order, "scale", kind: "SharedScaling", spec: ["computeUnits": .integer(computeUnits)],
                confirming: confirm ? input : nil)
        }
        return try await context.placeChange(
            of: order, "scale", kind: "ClusterScaling", spec: spec, confirming: confirm ? input : nil)
    }
}
