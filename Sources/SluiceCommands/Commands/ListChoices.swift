import ArgumentParser
import Documents
import Provisioning
import Wording

struct ListChoices: Command {
    static let configuration = CommandConfiguration(
        commandName: "choices",
        abstract: "The places that could carry what a manifest asks for, and what excludes the others.",
        discussion: """
            Zones and vSwitches as the vendor's wizard offers them, VPCs and buckets of the region, and network ranges that \
            are free for the cluster. A zone or vSwitch is excluded for two reasons only: the zone has too few machines in \
            stock, or there are too few free addresses. What other orders of the store claim is taken. Changes nothing.
            """
    )

    @Argument(help: "The manifest, YAML or JSON; - reads standard input.", completion: .file())
    var manifest: String

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let read = try context.registry.manifest(in: try Document(path: manifest))
        let environment = try await context.environment(over: try context.journalForReading())
        guard let choices = try await read.choices(in: environment) else {
            throw RefusedRequest(
                "nothing-to-choose",
                LocalizedText("\(read.name) names no place that could be chosen", zh: "\(read.name) 没有可选择的位置"),
                hint: LocalizedText("Look at it: sluice check \(manifest).", zh: "可检查：sluice check \(manifest)。"))
        }
        if context.console.isJSON {
            try context.console.print(json: choices.json(in: context.console.language))
        } else {
            context.console.print(choices)
        }
        return .done
    }
}
