import ArgumentParser
import Documents
import Provisioning
import RealtimeCompute

struct WorkspaceRenew: Command {
    static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: "Let the subscription of a workspace end so many months later.",
        discussion: """
            A renewal is a payment, made once and never taken back; the vendor's call takes no token, so that one whose \
            answer was lost is looked for among the renewals and at the end of the workspace. It waits to be confirmed; \
            with --confirm it is confirmed at once. One that cannot be accounted for is answered with order adopt, order \
            repurchase or order withdraw.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(help: ArgumentHelp("For how many months: 1 to 9, 12, 24 or 36.", valueName: "n"))
    var months: Int

    @Flag(help: "Confirm at once: this agrees to pay.")
    var confirm = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard Figures.renewalMonths.contains(months) else {
            throw ValidationError("--months is 1 to 9, 12, 24 or 36")
        }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        try await context.placeChange(
            of: order, "renew", kind: "ClusterRenewal", spec: ["months": .integer(months)],
            confirming: confirm ? DecisionInput() : nil)
    }
}
