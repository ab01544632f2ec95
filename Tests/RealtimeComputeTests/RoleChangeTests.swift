import AccessPolicies
import CanonicalJSON
import Testing
import Workflow
import WorkflowEngine
import WorkflowTestKit

@testable import RealtimeCompute

struct RoleChangeTests {
    private typealias Samples = RoleChange.Samples

    @Test func `there is a sample of every phase and of every event`() {
        #expect(Set(Samples.states.map(\.phase)) == Set(RoleChange.Phase.allCases))
        #expect(Set(Samples.events.map(\.name)) == Set(RoleChange.Event.Name.allCases))
    }

    @Test func `the diagram is as it was, on its page too, and ends where a change may end`() throws {
        try Golden.expect(RoleChange.graph.mermaid, is: "role-change.mmd")
        #expect(try pageOfKinds().contains("```mermaid\n\(RoleChange.graph.mermaid)```"))
        #expect(RoleChange.graph.finalPhases == ["done", "withdrawn"])
    }

    @Test func `the whole table of samples is as it was`() throws {
        var lines: [String] = []
        for (index, state) in Samples.states.enumerated() {
            for event in Samples.events {
                let result: String
                do throws(Refusal<RefusalGround>) {
                    let next = try RoleChange.step(from: state, on: event)
                    result = next == state ? "=" : next.phase.rawValue
                } catch {
                    #expect(error.event == event.name.rawValue)
                    #expect(error.phase == state.phase.rawValue)
                    result = "refused: \(error.ground.code)"
                }
                guard result != "refused: not-applicable" else { continue }
                lines.append("\(index) \(state.phase) \(event.name.rawValue): \(result)")
            }
        }
        try Golden.expect(lines.joined(separator: "\n") + "\n", is: "role-change.txt")
    }

    @Test func `states and events stay readable, and are written as they were`() throws {
        let states = Samples.states.map { CanonicalJSON.text($0) }
        try Golden.expect(states.joined(separator: "\n") + "\n", is: "role-change-states-v1.jsonl")
        let read = try Golden.text("role-change-states-v1.jsonl").split(separator: "\n").map {
            try StateCoding<RoleChange>.state(
                from: String($0), of: WorkflowID(rawValue: "golden"), version: 1, definition: 1)
        }
        #expect(read == Samples.states)

        let events = Samples.events.map { "\($0.name.rawValue) \(CanonicalJSON.text($0))" }
        try Golden.expect(events.joined(separator: "\n") + "\n", is: "role-change-events-v1.txt")
        let readEvents = try Golden.text("role-change-events-v1.txt").split(separator: "\n").map { line in
            let halves = line.split(separator: " ", maxSplits: 1).map(String.init)
            return try StateCoding<RoleChange>.event(
                of: HistoryEntry(
                    position: 1, workflow: WorkflowID(rawValue: "golden"), kind: RoleChange.kind, version: 1,
                    event: halves[0], from: nil, to: "", definitionVersion: 1, state: WrittenValue(""),
                    evidence: WrittenValue(halves[1]),
                    actor: Actor(.operator, id: ""), requestID: nil, at: .earliest))
        }
        #expect(readEvents == Samples.events)
    }

    @Test func `the right to change a role is claimed while a change is under way`() {
        for state in Samples.states {
            let isUnderWay = [.confirmed, .blocked, .changing].contains(state.phase)
            #expect(RoleChange.claims(of: state) == (isUnderWay ? [Samples.change.claim] : []))
        }
    }

    // MARK: - What comes next, by what is seen

    private static func sight(
        _ policies: [PolicyName]?, custom: Set<PolicyName> = [], stacks: Set<StackName> = []
    ) -> RoleSight {
        let documents: [PolicyName: String] = [
            "AliyunStreamRolePolicy": #"{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
            "AliyunOSSFullAccess": #"{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:*","Resource":"*"}]}"#,
        ]
        return RoleSight(
            role: policies.map { _ in Role(name: Figures.role, trustedServices: []) },
            attached: (policies ?? []).map { name in
                AttachedPolicy(
                    name: name, ServicePolicies.type(of: name),
                    document: ServicePolicies.documents[name] ?? documents[name] ?? "{}")
            }, policies: custom, stacks: stacks)
    }

    @Test func `authorising in one click makes the role and attaches the vendor's policy, and keeps what is enough`() {
        let stage = RolePlan(.authorize).stages[0]
        #expect(Self.sight(nil).next(of: stage) == .request(RoleRequest(.createRole)))
        #expect(Self.sight([]).next(of: stage) == .request(RoleRequest(.attachPolicy, "AliyunStreamRolePolicy")))
        #expect(Self.sight(["AliyunStreamRolePolicy"]).next(of: stage) == .holds)
        #expect(Self.sight(["AliyunStreamDefaultRolePolicy", "AliyunOSSFullAccess"]).next(of: stage) == .holds)
        let denied = Self.sight(["AliyunStreamRolePolicy", ServicePolicies.noClusterCreation])
        #expect(
            denied.next(of: stage)
                == .request(RoleRequest(.detachPolicy, ServicePolicies.noClusterCreation.rawValue)))
    }

    @Test func `authorising by hand makes the account's own policy before it attaches it`() {
        let stage = RolePlan(.authorize, isByHand: true).stages[0]
        let own: PolicyName = "AliyunStreamDefaultRolePolicy"
        #expect(Self.sight([]).next(of: stage) == .request(RoleRequest(.createPolicy, own.rawValue)))
        #expect(Self.sight([], custom: [own]).next(of: stage) == .request(RoleRequest(.attachPolicy, own.rawValue)))
        #expect(
            Self.sight([own], custom: [own]).next(of: stage)
                == .request(RoleRequest(.attachPolicy, "AliyunOSSFullAccess")))
        #expect(Self.sight([own, "AliyunOSSFullAccess"], custom: [own]).next(of: stage) == .holds)
    }

    @Test func `a role with every policy that is denied something by another is stuck`() throws {
        let deny = AttachedPolicy(
            name: "Guard", .custom,
            document: #"{"Version":"1","Statement":[{"Effect":"Deny","Action":"oss:PutObject","Resource":"*"}]}"#)
        let seen = Self.sight(["AliyunStreamRolePolicy"])
        let sight = RoleSight(role: seen.role, attached: seen.attached + [deny], policies: [], stacks: [])
        #expect(sight.next(of: RolePlan(.authorize).stages[0]) == .isStuck)
    }

    @Test func `a role is deleted once its policies are off, and everything of the second way is gone first`() {
        let removal = RolePlan(.repair, way: .anew).stages[0]
        let all = Set(ServicePolicies.managed)
        #expect(
            Self.sight(ServicePolicies.managed, custom: all, stacks: ["FlinkOnAckStack"]).next(of: removal)
                == .request(RoleRequest(.deleteStack, "FlinkOnAckStack")))
        #expect(
            Self.sight([ServicePolicies.managed[2]], custom: all).next(of: removal)
                == .request(RoleRequest(.detachPolicy, "FlinkServerlessPolicy")))
        #expect(Self.sight([], custom: all).next(of: removal) == .request(RoleRequest(.deleteRole)))
        #expect(
            Self.sight(nil, custom: all).next(of: removal)
                == .request(RoleRequest(.deletePolicy, "AliyunStreamAsiDefaultRolePolicy0")))
        #expect(Self.sight(nil).next(of: removal) == .holds)
    }

    @Test func `the policies that sluice makes are well formed, short enough, and grant what they are for`() throws {
        for (name, document) in ServicePolicies.documents {
            #expect(document.count <= 6144, "\(name)")
            #expect(AccessPolicy(document: document, .strict) != nil, "\(name)")
        }
        let own = try #require(ServicePolicies.documents["AliyunStreamDefaultRolePolicy"])
        let permissions = EffectivePermissions(documents: [own])
        #expect(Figures.requiredActions.allSatisfy(permissions.grantsEverywhere))
        let tightened = EffectivePermissions(
            documents: [own, try #require(ServicePolicies.documents[ServicePolicies.noClusterCreation])])
        #expect(
            Figures.requiredActions.filter { !tightened.grantsEverywhere($0) } == Figures.actionsOfCreation)
    }
}
