package import Wording

/// Something that a caller may do or not, by what it is.
package enum CallerAction: String, CaseIterable, Sendable {
    /// See orders, prerequisites and what the cloud holds.
    case look
    /// Accept the service agreement.
    case confirm
    /// Send the request that pays.
    case buy
    /// Order another purchase, when the last one cannot be accounted for.
    case repurchase
    /// Pay for more months.
    case renew
    case createCluster = "create-cluster"
    case createProject = "create-project"
    /// Scale or release a cluster.
    case changeCluster = "change-cluster"
    /// Make, change and delete roles and their policies.
    case manageRoles = "manage-roles"
    /// Buy, change and release a workspace of fully managed Flink, and its namespaces.
    case manageWorkspace = "manage-workspace"
}

/// How far a caller may do something.
package enum CallerRight: String, Sendable {
    case yes
    /// If RAM grants it the actions: `sluice access check` says which are missing.
    case ifGranted = "if-granted"
    case no
}

extension CallerAction {
    /// One row of ``table``.
    package struct Rights: Sendable {
        package let action: CallerAction
        /// The phases in which it comes up; empty where it may at any time.
        package let phases: [String]
        package let words: LocalizedText
        package let ramUser: CallerRight
        package let assumedRole: CallerRight

        /// The account owns everything and pays: it may do all of it.
        package func right(of kind: Caller.Kind) -> CallerRight {
            switch kind {
            case .account: .yes
            case .ramUser: ramUser
            case .assumedRole: assumedRole
            }
        }
    }

    /// What each kind of caller may do in each phase: refusals, findings, help and documentation are made of it.
    ///
    /// Source: the documentation of Realtime Compute, "activate the service and create a project", which lets only the
    /// account activate, buy and create projects in exclusive mode; of fully managed Flink, "RAM-based authorization".
    package static let table: [Rights] = [
        row(.look, [], LocalizedText("look at orders and at what they rest on", zh: "查看订单及其依赖的资源"), .ifGranted),
        row(
            .confirm, ["drafted"], LocalizedText("accept the service agreement", zh: "接受服务协议"), .no),
        row(.buy, ["confirmed", "purchasing"], LocalizedText("buy", zh: "购买"), .no),
        row(.repurchase, ["purchasing"], LocalizedText("order another purchase", zh: "再次购买"), .no),
        row(.renew, ["drafted", "confirmed"], LocalizedText("renew", zh: "续费"), .no),
        row(.createCluster, ["ready"], LocalizedText("create the cluster", zh: "创建集群"), .ifGranted),
        row(.createProject, ["running"], LocalizedText("create projects", zh: "创建项目"), .no),
        row(
            .changeCluster, ["ready"], LocalizedText("scale and release clusters", zh: "扩缩容和释放集群"), .ifGranted),
        row(
            .manageRoles, ["confirmed"], LocalizedText("make and change roles", zh: "创建和修改角色"), .ifGranted),
        row(
            .manageWorkspace, ["confirmed", "purchasing", "running"],
            LocalizedText("buy and manage workspaces", zh: "购买和管理工作空间"), .ifGranted),
    ]

    private static func row(
        _ action: Self, _ phases: [String], _ words: LocalizedText, _ others: CallerRight
    ) -> Rights {
        Rights(action: action, phases: phases, words: words, ramUser: others, assumedRole: others)
    }

    package var rights: Rights {
        guard let row = Self.table.first(where: { $0.action == self }) else {
            preconditionFailure("\(rawValue) stands in the table")
        }
        return row
    }
}

extension Caller {
    /// Whether it may, as far as that depends on what it is; what RAM grants is another matter.
    package func may(_ action: CallerAction) -> Bool { action.rights.right(of: kind) != .no }

    /// That it may not, where it may not.
    package func refusal(to action: CallerAction) -> NotPermitted? {
        may(action) ? nil : NotPermitted(action: action.rawValue, caller: self, needed: .account)
    }
}
