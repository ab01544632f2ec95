import ArgumentParser
import Documents
import Provisioning
import RealtimeCompute

struct RoleGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role",
        abstract: "The roles that Realtime Compute assumes in this account: authorise, tighten and repair them.",
        discussion: """
            Each change is a workflow of its own: role-authorize-1, role-tighten-1. It waits to be confirmed, and is \
            advanced, shown and audited like an order; with --confirm it is confirmed at once. Before anything is asked for \
            it is looked for: what exists is kept, and what was killed halfway goes on from what it sees.
            """,
        subcommands: [RoleAuthorize.self, RoleReinitialise.self, RoleTighten.self, RoleRepair.self]
    )
}

/// What the commands of roles have in common.
private protocol RoleCommand: Command {
    var confirmation: ConfirmationOptions { get }
    var deed: RoleDeed { get }
    var spec: [String: JSONValue] { get }
}

extension RoleCommand {
    func execute(_ context: Context) async throws -> ExitStatus {
        // Without a cloud there is nothing to make a store for.
        _ = try await context.cloud()
        return try await context.place(
            RoleChangeRequest.kind, as: "role", deed.rawValue,
            spec: spec.merging(["change": .text(deed.rawValue)]) { $1 },
            in: try context.journalMadeIfNeeded(), confirming: confirmation.confirm ? DecisionInput() : nil)
    }
}

struct ConfirmationOptions: ParsableArguments {
    @Flag(help: "Confirm at once.")
    var confirm = false
}

struct RoleAuthorize: RoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "authorize",
        abstract: "Give the service AliyunStreamDefaultRole, with all that it needs of it.",
        discussion: """
            In one click, as the vendor calls it: the role has the vendor's own policy AliyunStreamRolePolicy. By hand: a \
            policy of the account's own, AliyunStreamDefaultRolePolicy, and AliyunOSSFullAccess. A role that may do all of it \
            already is left as it is.
            """
    )

    @Flag(help: "With a policy of the account's own and AliyunOSSFullAccess.")
    var byHand = false

    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup(title: "Global options") var options: GlobalOptions

    fileprivate var deed: RoleDeed { .authorize }
    fileprivate var spec: [String: JSONValue] { ["byHand": .boolean(byHand)] }
}

struct RoleReinitialise: RoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "reinitialise",
        abstract: "Take AliyunStreamDefaultRole away, and authorise it again.",
        discussion: """
            Its policies are taken off, the role is deleted, and authorised again. Meanwhile running jobs lose their storage: \
            it says which clusters and projects, and is confirmed only with --accept-outage while any runs.
            """
    )

    @Flag(help: "Running jobs may lose their storage while the role is away.")
    var acceptOutage = false

    @Flag(help: "Authorise again with a policy of the account's own and AliyunOSSFullAccess.")
    var byHand = false

    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup(title: "Global options") var options: GlobalOptions

    fileprivate var deed: RoleDeed { .reinitialise }

    fileprivate var spec: [String: JSONValue] {
        ["acceptOutage": .boolean(acceptOutage), "byHand": .boolean(byHand)]
    }
}

struct RoleTighten: RoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "tighten",
        abstract: "Take from AliyunStreamDefaultRole what only the making of a cluster needs.",
        discussion: """
            ecs:CreateSecurityGroup and ecs:AuthorizeSecurityGroup, once no order of the store has a cluster to create. \
            They are denied by a policy of sluice's own, SluiceNoClusterCreation, which leaves every other grant as it is. \
            An order that needs them is blocked until role authorize takes the policy off again.
            """
    )

    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup(title: "Global options") var options: GlobalOptions

    fileprivate var deed: RoleDeed { .tighten }
    fileprivate var spec: [String: JSONValue] { [:] }
}

struct RoleRepair: RoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Repair AliyunStreamAsiDefaultRole, without which fully managed Flink stops.",
        discussion: """
            The first way makes what is missing of the role and its three policies. The second deletes the service's ROS \
            stacks FlinkServerlessStack and FlinkOnAckStack in Hangzhou, the role and its policies, and makes them again.
            """
    )

    @Flag(help: "The role of fully managed Flink, which is the one that can be repaired.")
    var managed = false

    @Option(help: ArgumentHelp("1 completes what is missing, 2 makes everything anew.", valueName: "way"))
    var way = 1

    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard managed else {
            throw ValidationError(
                "say --managed: fully managed Flink's role is repaired; of exclusive mode's, see role authorize")
        }
        guard RolePlan.Way(rawValue: way) != nil else { throw ValidationError("--way is 1 or 2") }
    }

    fileprivate var deed: RoleDeed { .repair }
    fileprivate var spec: [String: JSONValue] { ["way": .integer(way)] }
}
