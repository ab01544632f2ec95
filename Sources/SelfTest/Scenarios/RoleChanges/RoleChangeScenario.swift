package import Documents
import Provisioning
package import RealtimeCompute
package import RealtimeComputeKinds
import SimulatedCloud
import Workflow
package import WorkflowEngine

/// The role of exclusive mode taken away and authorised again, while somebody else takes its policies off.
package struct RoleChangeScenario: Scenario {
    package typealias K = RoleChanges

    package let kind = RoleChanges()

    package init() {}

    // MARK: - Exploration

    /// All is seen at once; grants show late.
    package let roots = [
        Root(name: "plain"), Root(name: "hidden", world: [.set("visibility", "{ grants: 1m }")]),
    ]

    package let manifest = Document.ofSelfTest(
        """
        apiVersion: sluice/v1
        kind: RoleChange
        metadata: { name: again }
        spec: { change: reinitialise, acceptOutage: true, timing: \(ExplorationTiming.manifest) }
        """)

    static let role = "role/AliyunStreamDefaultRole"

    package func moves(in situation: Situation, of state: RoleChange.State, from root: Root) -> [Move] {
        let id = situation.subject
        let withdraw = Move.command(.decide(.withdraw, id))
        switch state {
        case .drafted:
            return [
                .command(.confirm(id, despiteFindings: false)), .command(.confirm(id, despiteFindings: true)), withdraw,
            ]
        case .confirmed: return [withdraw]
        case .blocked(let blocked): return blocked.stage == nil ? [withdraw] : []
        case .changing:
            let hasPolicies = situation.cloud.roles.contains { !$0.policies.isEmpty }
            return hasPolicies ? [.world(.set(Self.role, "{ policies: [] }"))] : []
        case .done, .withdrawn: return []
        }
    }

    package var fields: ComparedFields {
        var fields = ComparedFields.standard
        fields.leftOut.formUnion([
            "confirmation", "zones", "vSwitches", "instances", "buckets", "vpcs", "purchases", "wasMade",
        ])
        fields.ages["at"] = ExplorationTiming.window
        fields.ages["since"] = ExplorationTiming.poll
        return fields
    }

    /// Of roles and policies counts what a look now or later can see.
    package func forget(_ remains: inout Remains, of state: RoleChange.State, in situation: Situation) {
        for table in ["roles", "policies"] { remains.forgetUnseenVersions(of: table, in: situation) }
    }

    // MARK: - Rules

    package func breaches(
        of event: RoleChange.Event, from old: RoleChange.State?, to new: RoleChange.State, as record: StoredWorkflow
    ) -> [Breach] {
        switch (event, old) {
        case (.requested, .changing), (.requested, .blocked), (.stageReached, .changing), (.stageReached, .blocked):
            return []
        case (.requested(let answer), _):
            return [Breach(of: .ground, "\(answer.request.call) was asked for before the change had begun")]
        case (.confirmed(let confirmation), _):
            let outage = confirmation.inspection.findings.blocking.contains { $0.check == .roleOutage }
            return outage ? [Breach(of: .ground, "confirmed although jobs lose their storage")] : []
        case (_, _): return []
        }
    }

    package func maySend(_ request: WatchedRequest, in state: RoleChange.State) -> Bool {
        let stage: Int?
        switch state {
        case .changing(let changing): stage = changing.stage
        case .blocked(let blocked): stage = blocked.stage
        case .drafted, .confirmed, .done, .withdrawn: stage = nil
        }
        guard let stage else { return false }
        let conditions = state.change.plan.stages[stage]
        switch request.call {
        case .createRole: return conditions.contains(.exists)
        case .deleteRole: return conditions.contains(.isGone)
        case .detachPolicy:
            return conditions.contains(.isGone) || request.subject == ServicePolicies.noClusterCreation.rawValue
        case .createPolicy, .attachPolicy:
            let policy = PolicyName(rawValue: request.subject ?? "")
            return conditions.contains { condition in
                switch condition {
                case .has(let wanted): wanted == policy
                case .mayServe(let wanted): wanted.contains(policy)
                case .exists, .isGone, .policyIsGone, .stackIsGone: false
                }
            }
        case .deletePolicy: return conditions.contains(.policyIsGone(PolicyName(rawValue: request.subject ?? "")))
        case .deleteStack: return conditions.contains(.stackIsGone(StackName(rawValue: request.subject ?? "")))
        default: return false
        }
    }

    // MARK: - By the program itself

    package var walks: [Walk] {
        [
            Walk(
                name: "role re-initialised", world: ClusterScalingScenario.walkWorld, manifests: [:],
                of: "role-reinitialise-1", to: "done",
                answers: ["confirm": ["order", "confirm", "role-reinitialise-1"]],
                steps: [.sluice("role", "reinitialise", "--confirm")]
                    + Array(repeating: .sluice("advance", "role-reinitialise-1"), count: 7)),
            Walk(
                name: "managed role repaired", world: Self.walkWorld, manifests: [:], of: "role-repair-1", to: "done",
                answers: ["confirm": ["order", "confirm", "role-repair-1"]],
                steps: [
                    .world("fault", "add", "attach-policy:timeout-after"),
                    .sluice("role", "repair", "--managed", "--confirm"), .sluice("advance", "role-repair-1"),
                    .sluice("advance", "role-repair-1"), .sluice("advance", "role-repair-1"),
                    .world("clock", "advance", "1m"), .sluice("advance", "role-repair-1"),
                ]),
        ]
    }

    private static let walkWorld =
        ClusterScalingScenario.walkWorld
        + "    - { name: AliyunStreamAsiDefaultRole, policies: "
        + "[ AliyunStreamAsiDefaultRolePolicy0, AliyunStreamAsiDefaultRolePolicy1 ] }\n"

    package var simulation: (any SimulationScript<RoleChanges>)? { RoleChangeScript() }
}
