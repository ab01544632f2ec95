import ArgumentParser
import Provisioning

struct WorkspaceRelease: Command {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Delete a pay-as-you-go workspace, with all its namespaces.",
        discussion: """
            Nothing brings it back: it says which namespaces go with it, and is confirmed only by the workspace's name. A \
            subscription cannot be released; it says when it ends.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(help: ArgumentHelp("Confirm at once, by the name of the workspace.", valueName: "name"))
    var confirm: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        var input = DecisionInput()
        input.confirmedName = confirm
        return try await context.placeChange(
            of: order, "release", kind: "WorkspaceRelease", spec: [:], confirming: confirm == nil ? nil : input)
    }
}
