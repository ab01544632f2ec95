import Documents
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine

/// Both roles authorised, re-initialised and repaired at once, while others take their policies off.
///
/// Tightening is left to tests: the orders that play beside it would be blocked by it, as they should.
struct RoleChangeScript: SimulationScript {
    typealias K = RoleChanges

    let manifests = [
        manifest("again", "change: reinitialise, acceptOutage: true"),
        manifest("by-hand", "change: authorize, byHand: true"), manifest("anew", "change: repair, way: 2"),
        manifest("whole", "change: repair"),
    ]

    let calls: [Call] = [
        .createRole, .createRole, .deleteRole, .attachPolicy, .detachPolicy, .createPolicy, .deletePolicy,
        .deleteStack,
    ]

    private static func manifest(_ name: String, _ spec: String) -> Document {
        Document.ofSelfTest(
            """
            apiVersion: sluice/v1
            kind: RoleChange
            metadata: { name: \(name) }
            spec: { \(spec) }
            """)
    }

    // MARK: - The world

    private enum Happening: CaseIterable {
        case takePolicies, authorize, deny, allow, hide, show, fault, clearFaults
    }

    func happen(on stage: Stage, _ chance: inout SeededGenerator) throws {
        let happening = chance.isLucky(oneIn: 3) ? Happening.fault : chance.pick(Happening.allCases)
        try stage.change(change(happening, on: stage, &chance))
    }

    private func change(
        _ happening: Happening, on stage: Stage, _ chance: inout SeededGenerator
    ) -> WorldChange {
        switch happening {
        case .takePolicies: return .set(RoleChangeScenario.role, "{ policies: [] }")
        case .authorize: return Self.authorized
        case .deny:
            let looks = [Call.getRole, .listRolePolicies, .getPolicy, .getStack]
            return .set("caller", "{ denied: [ \(chance.pick(calls + looks).rawValue) ] }")
        case .allow: return .set("caller", "{ denied: [] }")
        case .hide: return stage.hiding("grants", forMinutes: chance.pick([1, 5, 40]))
        case .show: return .set("visibility", "{ grants: 0s }")
        case .fault: return .add(.random(on: calls, &chance))
        case .clearFaults: return .clearFaults()
        }
    }

    private static let authorized = WorldChange.set(
        RoleChangeScenario.role, "{ trusts: [ stream.aliyuncs.com ], policies: [ AliyunStreamRolePolicy ] }")

    func mend(_ stage: Stage) throws {
        try stage.change(.set("caller", "{ type: account, denied: [] }"))
        try stage.change(.set("visibility", "{ grants: 0s }"))
        try stage.change(Self.authorized)
    }

    // MARK: - An operator

    func command(on record: StoredWorkflow, on stage: Stage, _ chance: inout SeededGenerator) -> Command {
        switch chance.next(upTo: 20) {
        case ..<14: .advance(record.id)
        case ..<19: .confirm(record.id, despiteFindings: chance.isLucky(oneIn: 3))
        default: .decide(.withdraw, record.id)
        }
    }

    func answer(
        _ question: RoleChange.Question, of state: RoleChange.State, on record: StoredWorkflow, in round: Int,
        on stage: Stage
    ) async {
        switch question {
        case .confirm:
            await stage.perform(.confirm(record.id, despiteFindings: false), by: Survivor())
        case .mendPrerequisites: await stage.perform(.advance(record.id), by: Survivor())
        }
        stage.time.advance(by: .seconds(31 * 60))
    }

    // MARK: - The end

    /// What is done leaves the role there: whatever took it away has made it again.
    func breachesAtTheEnd(of state: RoleChange.State, as record: StoredWorkflow, in world: CloudState) -> [Breach] {
        guard case .done(let done) = state else { return [] }
        let role = done.change.plan.role
        let isThere = world.roles.contains { $0.name == role }
        return isThere ? [] : [Breach(of: .sameEnd, "\(record.name) is done and \(role) is not there")]
    }
}
