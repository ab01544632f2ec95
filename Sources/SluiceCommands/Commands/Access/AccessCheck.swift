import AccessPolicies
import AlibabaCloud
import ArgumentParser
import Documents
import RealtimeCompute
import Wording

struct AccessCheck: Command {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Every action that a purpose needs: who grants it, and what denies it.",
        discussion: """
            \(AccessPurpose.help)

            Judged are the policies that the principal has in the cloud: of --as, else of the role that the purpose is \
            about, else of the caller. A pattern such as oss:* needs all that it stands for; a statement under a condition \
            cannot be relied on to allow.

              sluice access check --for exclusive
              sluice access check --for project risk_rt --as user/alice

            Exits 0 if everything is granted, 10 if anything is missing.
            """
    )

    @Option(name: .customLong("for"), help: "The purpose.")
    var purpose = AccessPurpose.Kind.exclusive

    @Argument(help: "What the purpose names: a project, a bucket.")
    var subject: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("Who is judged: role/NAME, user/NAME or account.", valueName: "principal"),
        transform: AccessHolder.argument)
    var holder: AccessHolder?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws { _ = try AccessPurpose.argument(purpose, subject) }

    func execute(_ context: Context) async throws -> ExitStatus {
        let purpose = try AccessPurpose.argument(self.purpose, subject)
        let check = try await PurposeCheck.judged(purpose, as: holder, in: try await context.cloud().cloud)
        let console = context.console
        if console.isJSON {
            try console.print(json: check.json)
        } else {
            console.print(check)
        }
        return check.isReady ? .done : .asked
    }
}

extension PurposeCheck {
    /// Judges whom a purpose is about, if nobody else is named; a role of the service that does not exist has no policies.
    ///
    /// - Parameter holder: who is judged instead.
    static func judged(_ purpose: AccessPurpose, as holder: AccessHolder? = nil, in cloud: any Cloud) async throws
        -> Self
    {
        if let holder { return Self(purpose, as: holder.name, by: try await holder.policies(in: cloud)) }
        if let role = purpose.serviceRole {
            let holder = AccessHolder.role(role)
            do {
                return Self(purpose, as: holder.name, by: try await holder.policies(in: cloud))
            } catch is UnknownHolder {
                return Self(purpose, as: holder.name, by: .absent)
            }
        }
        let holder = AccessHolder(try await cloud.callerIdentity().value)
        return Self(purpose, as: holder.name, by: try await holder.policies(in: cloud))
    }
}

/// What a purpose needs, judged by what somebody has.
struct PurposeCheck {
    /// A grant that is needed, and what is decided about it.
    struct Action {
        let grant: AccessPurpose.Grant
        let decision: AccessDecision
        /// The policy that decided, by name.
        let source: String?
    }

    let purpose: AccessPurpose
    let principal: String
    /// Whether there is nobody of that name.
    let isAbsent: Bool
    let actions: [Action]

    init(_ purpose: AccessPurpose, as principal: String, by held: HeldPolicies) {
        self.purpose = purpose
        self.principal = principal
        let decide: (AccessPurpose.Grant) -> Action
        switch held {
        case .account:
            isAbsent = false
            decide = { Action(grant: $0, decision: .allow(by: .account), source: nil) }
        case .absent:
            isAbsent = true
            decide = { Action(grant: $0, decision: .implicitDeny, source: nil) }
        case .documents(let policies):
            isAbsent = false
            let permissions = EffectivePermissions(of: policies.map(\.policy))
            decide = { grant in
                let decision = permissions.decision(on: grant.action, grant.resource)
                return Action(
                    grant: grant, decision: decision, source: decision.statement.map { policies[$0.policy].name })
            }
        }
        actions = purpose.grants.map(decide)
    }

    var missing: [Action] { actions.filter { !$0.decision.isAllowed } }
    var isReady: Bool { missing.isEmpty }

    var json: JSONValue {
        [
            "purpose": .text(purpose.kind.rawValue), "principal": .text(principal), "ready": .boolean(isReady),
            "actions": .list(
                actions.map { action in
                    .fields([
                        "action": .text(action.grant.action), "resource": .text(action.grant.resource),
                        "decision": .text(action.decision.word), "policy": action.source.map { .text($0) },
                        "statement": action.source == nil
                            ? nil : action.decision.statement.map { .integer($0.statement) },
                    ])
                }),
        ]
    }
}

extension Console {
    func print(_ check: PurposeCheck) {
        var table = Table()
        for action in check.actions {
            let ground =
                switch (action.source, action.decision.statement) {
                case (let source?, let statement?): "\(source), Statement[\(statement.statement)]"
                case (_, _): action.decision.isAllowed ? self(LocalizedText("the account itself", zh: "主账号")) : ""
                }
            table.add([action.decision.word, action.grant.action, action.grant.resource, ground])
        }
        table.lines.forEach { print($0) }
        guard !check.isReady else {
            print(
                self(
                    LocalizedText(
                        "\(check.principal) has all that \(check.purpose.kind.rawValue) needs",
                        zh: "\(check.principal) 具备 \(check.purpose.kind.rawValue) 所需的全部权限")))
            return
        }
        if check.isAbsent {
            print(self(LocalizedText("there is no \(check.principal)", zh: "没有 \(check.principal)")))
        } else {
            let actions = check.missing.map(\.grant.action)
            let list = actions.joined(separator: ", ")
            print(
                self(
                    LocalizedText(
                        "\(check.principal) is not granted \(list)", zh: "\(check.principal) 缺少权限 \(list)")))
            if actions.contains("ram:PassRole") {
                print(
                    self(
                        LocalizedText(
                            "without ram:PassRole the use of registered storage fails with code 922019",
                            zh: "缺少 ram:PassRole 时，使用已注册的存储会报错 922019")))
            }
        }
        printNext(
            ["sluice", "access", "policy", check.purpose.kind.rawValue] + (check.purpose.subject.map { [$0] } ?? []))
    }
}
