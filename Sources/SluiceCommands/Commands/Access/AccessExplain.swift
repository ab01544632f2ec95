import AccessPolicies
import ArgumentParser
import Documents
import Foundation
import RealtimeCompute
import Wording

struct AccessExplain: Command {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Whether RAM lets somebody do something, and which statement decides.",
        discussion: """
            With --policy it judges documents in files, and needs neither a cloud nor a store; with --as the policies that \
            a role, a user or the account has in the cloud. A statement that denies wins over any that allows; without \
            one that allows, nothing is allowed.

              sluice access explain vpc:DescribeVpcs '*' --policy role.json
              sluice access explain oss:GetObject acs:oss:*:*:my-bucket/x --policy a.json --policy b.json \\
                  --context acs:SourceIp=10.0.0.1
              sluice access explain stream:ListCluster '*' --as user/alice

            --batch reads lines of JSON from standard input, { "policies": [document…], "action", "resource", "context" }, \
            and writes { "decision", "policy", "statement" } for each: indices from 0, absent where no statement decided; \
            { "error" } for a line or a document with faults. Exits 0 whatever is decided.
            """
    )

    @Argument(help: "The action: vpc:DescribeVpcs.")
    var action: String?

    @Argument(help: "The resource, as acs:oss:*:*:my-bucket, or *.")
    var resource: String?

    @Option(help: ArgumentHelp("A policy document; may be repeated.", valueName: "file"), completion: .file())
    var policy: [String] = []

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("Whose policies of the cloud: role/NAME, user/NAME or account.", valueName: "principal"),
        transform: AccessHolder.argument)
    var holder: AccessHolder?

    @Option(
        help: ArgumentHelp(
            "What a condition compares, as acs:SourceIp=10.0.0.1; may be repeated.", valueName: "key=value"))
    var context: [String] = []

    @Flag(help: "Judge lines of JSON from standard input.")
    var batch = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard !batch else {
            guard action == nil, resource == nil, policy.isEmpty, holder == nil, context.isEmpty else {
                throw ValidationError("--batch takes everything from its lines: give nothing else")
            }
            return
        }
        guard action != nil, resource != nil else {
            throw ValidationError("give an action and a resource, or --batch")
        }
        guard policy.isEmpty != (holder == nil) else {
            throw ValidationError("give --policy FILE, once or more, or --as PRINCIPAL")
        }
        for pair in context where !pair.contains("=") { throw ValidationError("--context is key=value, not \(pair)") }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        guard !batch else { return try AccessBatch(context.console).run() }
        let request = AccessRequest(
            action ?? "", on: resource ?? "",
            context: Dictionary(
                self.context.map { pair in
                    let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    return (String(halves[0]), String(halves[1]))
                }, uniquingKeysWith: { $1 }))
        let held =
            try await holder?.policies(in: try await context.cloud().cloud)
            ?? .documents(try policy.map(NamedPolicy.init(path:)))
        let explanation = Explanation(request, by: held)
        let console = context.console
        if console.isJSON {
            try console.print(json: explanation.json)
        } else {
            console.print(console(explanation.words))
        }
        return .done
    }
}

/// What was decided, and by what.
struct Explanation {
    let request: AccessRequest
    let decision: AccessDecision
    /// The policy that decided, by name; `nil` if none did.
    private let source: String?

    init(_ request: AccessRequest, by held: HeldPolicies) {
        self.request = request
        switch held {
        case .account:
            decision = .allow(by: .account)
            source = nil
        case .absent:
            decision = .implicitDeny
            source = nil
        case .documents(let policies):
            decision = AccessDecision(request, by: policies.map(\.policy))
            source = decision.statement.map { policies[$0.policy].name }
        }
    }

    var json: JSONValue {
        var fields: [String: JSONValue] = [
            "action": .text(request.action), "resource": .text(request.resource), "decision": .text(decision.word),
        ]
        if let source, let statement = decision.statement {
            fields["policy"] = .integer(statement.policy)
            fields["statement"] = .integer(statement.statement)
            fields["source"] = .text(source)
        }
        return .object(fields)
    }

    var words: LocalizedText {
        guard let source, let statement = decision.statement else {
            return decision.isAllowed
                ? LocalizedText("allow: the account may do everything", zh: "allow：主账号可以做任何操作")
                : LocalizedText("implicit-deny: no statement allows it", zh: "implicit-deny：没有语句允许")
        }
        return LocalizedText(
            "\(decision.word): \(source), Statement[\(statement.statement)]",
            zh: "\(decision.word)：\(source)，Statement[\(statement.statement)]")
    }
}

extension AccessDecision {
    /// As it is written for scripts.
    var word: String {
        switch self {
        case .allow: "allow"
        case .implicitDeny: "implicit-deny"
        case .explicitDeny: "explicit-deny"
        }
    }

    /// The statement that decided.
    var statement: StatementReference? {
        switch self {
        case .allow(let statement), .explicitDeny(let statement): statement
        case .implicitDeny: nil
        }
    }
}

extension StatementReference {
    /// Stands for the account, which no policy limits.
    static let account = Self(policy: 0, statement: 0)
}
