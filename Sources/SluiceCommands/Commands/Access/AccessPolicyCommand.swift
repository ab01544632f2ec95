import AlibabaCloud
import ArgumentParser

struct AccessPolicyCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Print the least RAM policy for a purpose, as JSON, ready to paste.",
        discussion: """
            \(AccessPurpose.help)

            To buy in exclusive mode and to create projects no policy helps: the vendor lets only the account itself do so.
            """
    )

    @Argument(help: "The purpose.")
    var purpose: AccessPurpose.Kind

    @Argument(help: "What the purpose names: a project, a bucket.")
    var subject: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws { _ = try AccessPurpose.argument(purpose, subject) }

    func execute(_ context: Context) async throws -> ExitStatus {
        try context.console.print(json: try AccessPurpose.argument(purpose, subject).policy)
        return .done
    }
}
