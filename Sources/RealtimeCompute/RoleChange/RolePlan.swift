import AccessPolicies
package import Workflow

/// What is to become of a role of the service.
package enum RoleDeed: String, CaseIterable, Codable, Sendable {
    /// `AliyunStreamDefaultRole` exists and may do all that the service needs.
    case authorize
    /// It is deleted, and authorised again.
    case reinitialise
    /// It may no longer do what only the making of a cluster needs.
    case tighten
    /// `AliyunStreamAsiDefaultRole` exists and has its three policies.
    case repair
}

/// A change of a role: what is to be made of it, and how.
package struct RolePlan: Codable, Equatable, Sendable {
    /// How the role of fully managed Flink is repaired.
    package enum Way: Int, Codable, Sendable {
        /// What is missing is made.
        case completing = 1
        /// Everything is deleted, the service's stacks included, and made again.
        case anew = 2
    }

    package let deed: RoleDeed
    /// Whether the role is given a policy of the account's own and full access to object storage, instead of the
    /// vendor's own policy.
    package let isByHand: Bool
    /// Whether running jobs may lose their storage while the role is away.
    package let acceptsOutage: Bool
    package let way: Way

    package init(_ deed: RoleDeed, isByHand: Bool = false, acceptsOutage: Bool = false, way: Way = .completing) {
        self.deed = deed
        self.isByHand = isByHand
        self.acceptsOutage = acceptsOutage
        self.way = way
    }

    package var role: RoleName {
        switch deed {
        case .authorize, .reinitialise, .tighten: Figures.role
        case .repair: Figures.managedRole
        }
    }

    /// Whether the role is away for a while.
    package var takesTheRoleAway: Bool {
        switch deed {
        case .reinitialise: true
        case .repair: way == .anew
        case .authorize, .tighten: false
        }
    }

    /// What is to hold, stage by stage: all of a stage at once, before the next begins.
    package var stages: [[RoleCondition]] {
        let granting = RoleCondition.mayServe(isByHand ? ServicePolicies.byHandTogether : ServicePolicies.oneClick)
        let managed = [RoleCondition.exists] + ServicePolicies.managed.map { .has($0) }
        return switch (deed, way) {
        case (.authorize, _): [[.exists, granting]]
        case (.reinitialise, _): [[.isGone], [.exists, granting]]
        case (.tighten, _): [[.has(ServicePolicies.noClusterCreation)]]
        case (.repair, .completing): [managed]
        case (.repair, .anew):
            [
                Figures.stacks.map { .stackIsGone($0) } + [.isGone]
                    + ServicePolicies.managed.map { .policyIsGone($0) },
                managed,
            ]
        }
    }
}

/// Something that is to hold of a role, or of what belongs to it.
package enum RoleCondition: Equatable, Sendable {
    case exists
    case isGone
    case has(PolicyName)
    /// It may do all that the service needs of it in exclusive mode; these policies let it.
    case mayServe([PolicyName])
    case policyIsGone(PolicyName)
    case stackIsGone(StackName)
}

/// Something that is asked for to change a role.
package struct RoleRequest: Codable, Hashable, Sendable {
    package enum Call: String, Codable, Sendable {
        case createRole = "create-role"
        case deleteRole = "delete-role"
        case createPolicy = "create-policy"
        case deletePolicy = "delete-policy"
        case attachPolicy = "attach-policy"
        case detachPolicy = "detach-policy"
        case deleteStack = "delete-stack"
    }

    package let call: Call
    /// The policy that it is about; of a stack, its name; nothing of a role alone.
    package let subject: String?

    package init(_ call: Call, _ subject: String? = nil) {
        self.call = call
        self.subject = subject
    }

    /// Whether a refusal says that what is asked for has been done already.
    ///
    /// Source: the error codes of RAM; ``deleteStack`` by analogy.
    package func isMade(by refusal: CloudRefusal) -> Bool {
        switch call {
        case .createRole, .createPolicy, .attachPolicy: refusal.code.hasPrefix("EntityAlreadyExist")
        case .deleteRole, .deletePolicy, .detachPolicy, .deleteStack:
            refusal.code.hasPrefix("EntityNotExist") || refusal.code == "StackNotFound"
        }
    }

    /// Whether a refusal says that something that was taken away before does not show yet.
    package func isEarly(by refusal: CloudRefusal) -> Bool {
        (call == .deleteRole || call == .deletePolicy) && refusal.code.hasPrefix("DeleteConflict")
    }
}

/// A role as a look has shown it, with what belongs to it.
package struct RoleSight: Sendable {
    package let role: Role?
    package let attached: [AttachedPolicy]
    /// The account's own policies, of those that the plan names.
    package let policies: Set<PolicyName>
    package let stacks: Set<StackName>

    package init(role: Role?, attached: [AttachedPolicy], policies: Set<PolicyName>, stacks: Set<StackName>) {
        self.role = role
        self.attached = attached
        self.policies = policies
        self.stacks = stacks
    }

    private func has(_ policy: PolicyName) -> Bool { attached.contains { $0.name == policy } }

    /// Whether the role may do all that the service needs of it in exclusive mode.
    private var mayServe: Bool {
        let permissions = EffectivePermissions(documents: attached.map(\.document))
        return (Figures.requiredActions + [Figures.requiredStorageActions]).allSatisfy(permissions.grantsEverywhere)
    }

    /// What comes next of what a stage still needs.
    package enum Verdict: Equatable, Sendable {
        /// All of it holds.
        case holds
        case request(RoleRequest)
        /// Something does not hold that nothing we may ask for would mend: a policy that denies, say.
        case isStuck
    }

    package func next(of stage: [RoleCondition]) -> Verdict {
        for condition in stage {
            switch next(of: condition) {
            case .holds: continue
            case let verdict: return verdict
            }
        }
        return .holds
    }

    private func next(of condition: RoleCondition) -> Verdict {
        switch condition {
        case .exists: return role == nil ? .request(RoleRequest(.createRole)) : .holds
        case .isGone:
            guard role != nil else { return .holds }
            return .request(
                attached.first.map { RoleRequest(.detachPolicy, $0.name.rawValue) } ?? RoleRequest(.deleteRole))
        case .has(let policy): return has(policy) ? .holds : .request(granting(policy))
        case .mayServe(let wanted):
            guard !mayServe else { return .holds }
            // Ours denies what authorising is to give.
            guard !has(ServicePolicies.noClusterCreation) else {
                return .request(RoleRequest(.detachPolicy, ServicePolicies.noClusterCreation.rawValue))
            }
            return wanted.first { !has($0) }.map { .request(granting($0)) } ?? .isStuck
        case .policyIsGone(let policy):
            return policies.contains(policy) ? .request(RoleRequest(.deletePolicy, policy.rawValue)) : .holds
        case .stackIsGone(let stack):
            return stacks.contains(stack) ? .request(RoleRequest(.deleteStack, stack.rawValue)) : .holds
        }
    }

    /// What gives the role a policy: one of the account's own is made first.
    private func granting(_ policy: PolicyName) -> RoleRequest {
        ServicePolicies.type(of: policy) == .custom && !policies.contains(policy)
            ? RoleRequest(.createPolicy, policy.rawValue) : RoleRequest(.attachPolicy, policy.rawValue)
    }
}

/// A change of a role that was placed.
///
/// The same in every phase.
package struct PlannedRoleChange: Codable, Equatable, Sendable {
    package let id: WorkflowID
    package let name: OrderName
    package let plan: RolePlan
    package let timing: Timing

    package init(id: WorkflowID, name: OrderName, plan: RolePlan, timing: Timing) {
        self.id = id
        self.name = name
        self.plan = plan
        self.timing = timing
    }

    /// The right to change the role, which one workflow at a time has.
    package var claim: Claim { Self.claim(on: plan.role) }

    static func claim(on role: RoleName) -> Claim {
        Claim("role/\(role.rawValue.lowercased())/change", amount: 1, limit: 1)
    }
}
