import Documents
import RealtimeCompute
import RealtimeComputeKinds
import Testing
import Workflow
import WorkflowEngine

@testable import Provisioning
@testable import SimulatedCloud

/// Changes of roles, over a simulated cloud.
struct RoleChangeWalkTests {
    private static func manifest(_ name: String, _ spec: String) -> String {
        """
        apiVersion: sluice/v1
        kind: RoleChange
        metadata: { name: \(name) }
        spec: { \(spec) }
        """
    }

    /// Places a change, confirms it and runs it to its end.
    private static func run(_ spec: String, on rehearsal: Rehearsal) async throws -> WorkflowReport {
        let id = try await rehearsal.place(manifest("role-1", spec))
        #expect(try await rehearsal.provisioner.confirm(id, despiteFindings: false).isConfirmed)
        try await rehearsal.run(id)
        return try await WorkflowBook(rehearsal.journal, of: .standard, at: rehearsal.time.now()).workflow(id)
    }

    private static func policies(of role: RoleName, in rehearsal: Rehearsal) throws -> [String]? {
        try rehearsal.state.roles.first { $0.name == role }?.policies.map(\.rawValue)
    }

    private static let withoutRole = ["exists": "false"]

    @Test(arguments: [
        nil, "create-role:throttle", "create-role:timeout-after", "create-role:timeout-before", "create-role:late=5m",
        "attach-policy:timeout-after", "attach-policy:unreachable*2",
    ])
    func `a role is made once, whatever becomes of the answers`(fault: String?) async throws {
        let rehearsal = try Rehearsal()
        try rehearsal.set("role/AliyunStreamDefaultRole", Self.withoutRole)
        if let fault { try rehearsal.fault(fault) }
        let report = try await Self.run("change: authorize", on: rehearsal)
        #expect(report.phase == "done")
        #expect(try Self.policies(of: Figures.role, in: rehearsal) == ["AliyunStreamRolePolicy"])
        #expect(try rehearsal.state.roles.count { $0.name == Figures.role } == 1)
        try await rehearsal.expectSoundHistory()
    }

    @Test func `a grant that does not show yet is waited for, and asked for once`() async throws {
        let rehearsal = try Rehearsal()
        try rehearsal.set("role/AliyunStreamDefaultRole", Self.withoutRole)
        try rehearsal.set("visibility", ["grants": "2m"])
        rehearsal.time.advance(by: .seconds(180))
        let report = try await Self.run("change: authorize, byHand: true", on: rehearsal)
        #expect(report.phase == "done")
        let calls = try rehearsal.state.calls
        #expect(calls["create-role"] == 1)
        #expect(calls["attach-policy"] == 2)
    }

    @Test func `a role that may do all of it already is left as it is`() async throws {
        let rehearsal = try Rehearsal()
        let before = try Self.policies(of: Figures.role, in: rehearsal)
        let report = try await Self.run("change: authorize", on: rehearsal)
        #expect(report.phase == "done")
        #expect(try Self.policies(of: Figures.role, in: rehearsal) == before)
        #expect(try rehearsal.state.calls.keys.allSatisfy { !$0.hasPrefix("create") && !$0.hasPrefix("attach") })
    }

    @Test(arguments: [nil, "delete-role:timeout-after", "detach-policy:timeout-after", "create-role:timeout-after"])
    func `a role is taken away and authorised again`(fault: String?) async throws {
        let rehearsal = try Rehearsal()
        if let fault { try rehearsal.fault(fault) }
        let report = try await Self.run("change: reinitialise", on: rehearsal)
        #expect(report.phase == "done")
        #expect(try Self.policies(of: Figures.role, in: rehearsal) == ["AliyunStreamRolePolicy"])
        #expect(try rehearsal.state.calls["delete-role"] ?? 0 >= 1)
        try await rehearsal.expectSoundHistory()
    }

    @Test func `while a cluster runs, the role is taken away only by who accepts the outage`() async throws {
        let rehearsal = try Rehearsal()
        try await rehearsal.run(try await rehearsal.confirmed())
        let id = try await rehearsal.place(Self.manifest("again", "change: reinitialise"))
        for despite in [false, true] {
            let answer = try await rehearsal.provisioner.confirm(id, despiteFindings: despite)
            #expect(!answer.isConfirmed)
        }
        let book = WorkflowBook(rehearsal.journal, of: .standard, at: try await rehearsal.time.now())
        let finding = try #require(try await book.workflow(id).presentation.findings.first { $0.isBlocking })
        #expect(finding.check == "role.outage")
        #expect(finding.observed.contains("risk_cluster") && finding.observed.contains("risk_rt"))
        let accepted = try await rehearsal.place(
            Self.manifest("again-2", "change: reinitialise, acceptOutage: true"))
        #expect(try await rehearsal.provisioner.confirm(accepted, despiteFindings: false).isConfirmed)
    }

    @Test func `a tightened role blocks the next cluster by exactly what was taken, and authorising gives it back`()
        async throws
    {
        let rehearsal = try Rehearsal()
        #expect(try await Self.run("change: tighten", on: rehearsal).phase == "done")
        let order = try await rehearsal.place()
        let findings = try await rehearsal.report(order).findings.filter { $0.check == "role.actions" }
        #expect(findings.map(\.missing) == [Figures.actionsOfCreation])
        let id = try await rehearsal.place(Self.manifest("back", "change: authorize"))
        #expect(try await rehearsal.provisioner.confirm(id, despiteFindings: false).isConfirmed)
        try await rehearsal.run(id)
        #expect(try await rehearsal.provisioner.confirm(order, despiteFindings: false).isConfirmed)
    }

    @Test func `a role is not tightened while an order has a cluster to come`() async throws {
        let rehearsal = try Rehearsal()
        _ = try await rehearsal.confirmed()
        let id = try await rehearsal.place(Self.manifest("tight", "change: tighten"))
        #expect(try await !rehearsal.provisioner.confirm(id, despiteFindings: false).isConfirmed)
    }

    @Test(arguments: [1, 2])
    func `the role of fully managed Flink is repaired either way`(way: Int) async throws {
        let rehearsal = try Rehearsal()
        try rehearsal.cloud.change { state, _, _ in state.settings.stacks = Figures.stacks }
        try rehearsal.set("role/AliyunStreamAsiDefaultRole", ["policies": "[ AliyunStreamAsiDefaultRolePolicy1 ]"])
        let report = try await Self.run("change: repair, way: \(way)", on: rehearsal)
        #expect(report.phase == "done")
        let policies = try Self.policies(of: Figures.managedRole, in: rehearsal)
        #expect(policies?.sorted() == ServicePolicies.managed.map(\.rawValue))
        #expect(try rehearsal.state.stackNames == (way == 1 ? Figures.stacks : []))
        #expect(try rehearsal.state.calls["delete-role"] == (way == 1 ? nil : 1))
    }

    @Test func `a request that is refused blocks, says what is missing, and goes on once it is mended`() async throws {
        let rehearsal = try Rehearsal()
        try rehearsal.set("role/AliyunStreamDefaultRole", Self.withoutRole)
        try rehearsal.set("caller", ["denied": "[ create-role ]"])
        let report = try await Self.run("change: authorize", on: rehearsal)
        #expect(report.phase == "blocked")
        #expect(report.presentation.findings.map(\.check) == ["role.accepted"])
        try rehearsal.set("caller", ["denied": "[]"])
        try await rehearsal.advance(report.id)
        try await rehearsal.run(report.id)
        #expect(try Self.policies(of: Figures.role, in: rehearsal) == ["AliyunStreamRolePolicy"])
    }

    @Test func `two changes of one role are not under way at once`() async throws {
        let rehearsal = try Rehearsal()
        let first = try await rehearsal.place(Self.manifest("one", "change: authorize"))
        let second = try await rehearsal.place(Self.manifest("two", "change: tighten"))
        #expect(try await rehearsal.provisioner.confirm(first, despiteFindings: false).isConfirmed)
        #expect(try await !rehearsal.provisioner.confirm(second, despiteFindings: true).isConfirmed)
        try await rehearsal.run(first)
        #expect(try await rehearsal.provisioner.confirm(second, despiteFindings: false).isConfirmed)
    }
}
