import AlibabaCloud
import ArgumentParser

struct AccessPolicyCommand: Command {
    enum Purpose: String, ExpressibleByArgument, CaseIterable {
        case check
    }

    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Print the least RAM policy for a purpose, as JSON.",
        discussion: """
            check grants what sluice check asks for: looks alone, nothing that changes anything. To buy and to create \
            projects no policy helps: the vendor lets only the account itself do so.
            """
    )

    @Argument(help: "The purpose: check.")
    var purpose: Purpose

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        switch purpose {
        case .check: try context.console.print(json: Permissions.checkPolicy)
        }
        return .done
    }
}
