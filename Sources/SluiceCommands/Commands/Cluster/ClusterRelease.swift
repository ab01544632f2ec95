import ArgumentParser
import Provisioning

struct ClusterRelease: Command {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Destroy a pay-as-you-go cluster, with all its projects.",
        discussion: """
            Nothing brings it back: it says which projects go with it, and is confirmed only by the cluster's name. A \
            subscription cannot be released; it says when it ends.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(help: ArgumentHelp("Confirm at once, by the name of the cluster.", valueName: "name"))
    var confirm: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        var input = DecisionInput()
        input.confirmedName = confirm
        return try await context.placeChange(
            of: order, "release", kind: "ClusterRelease", spec: [:], confirming: confirm == nil ? nil : input)
    }
}
