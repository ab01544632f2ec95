import CanonicalJSON
import Provisioning
import RealtimeCompute
import SimulatedCloud
import Testing
import Wording
import Workflow
import WorkflowEngine

struct ClusterFaultTests {
    @Test(arguments: ["throttle*3", "unreachable*3", "timeout-before", "timeout-after", "late=1s", "late=20m"])
    func `whatever happens to its creation, there is one cluster`(fault: String) async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.ready)
        try rehearsal.fault("create-cluster:\(fault)")
        let report = try await rehearsal.advance(id)
        #expect(report.failure != nil)
        #expect(report.workflow.orderPhase == .ready)
        #expect(report.workflow.postponement?.attempt == 1)
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
        #expect(try rehearsal.state.vSwitches[0].freeAddresses == 191)
    }

    @Test func `a refusal for good blocks, says what the service said, and is tried again when advanced`() async throws
    {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.ready)
        try rehearsal.fault("create-cluster:refuse")
        try await rehearsal.advance(id)
        let report = try await rehearsal.report(id)
        #expect(report.state.phase == .blocked)
        #expect(report.findings.map(\.check) == [Check.clusterAccepted.rawValue])
        #expect(report.findings[0].message.english.contains("OperationDenied"))
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["cleared"])
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `a cluster that cannot be seen yet is waited for, not created again`() async throws {
        let rehearsal = try Rehearsal()
        try rehearsal.set("visibility", ["clusters": "3m"])
        let id = try await rehearsal.reached(.ready)
        try rehearsal.fault("create-cluster:timeout-after")
        try await rehearsal.advance(id)
        rehearsal.time.advance(by: .seconds(3))
        let report = try await rehearsal.advance(id)
        #expect(report.transitions.isEmpty)
        #expect(report.failure == nil)
        #expect(report.workflow.next.reason.code == "cluster-not-visible")
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
        // Found without a clearance of its own.
        let entry = try await rehearsal.journal.history(of: id).first { $0.event == "clusterCreated" }
        #expect(entry?.evidence.text.contains("clearance") == false)
    }

    @Test func `a cluster that was created and cannot be seen yet is not taken for lost`() async throws {
        let rehearsal = try Rehearsal()
        try rehearsal.set("visibility", ["clusters": "3m"])
        let id = try await rehearsal.reached(.starting)
        rehearsal.time.advance(by: .seconds(30))
        let report = try await rehearsal.advance(id)
        #expect(report.workflow.orderPhase == .starting)
        #expect(report.workflow.next.reason.code == "cluster-not-visible")
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `a cluster found while blocked is adopted, and an amendment is judged after that`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.ready)
        try rehearsal.fault("create-cluster:late=11m")
        try await rehearsal.advance(id)
        try rehearsal.set("role/AliyunStreamDefaultRole", ["policies": "AliyunOSSFullAccess"])
        rehearsal.time.advance(by: .seconds(10 * 60))
        try await rehearsal.advance(id)
        #expect(try await rehearsal.phase(id) == .blocked)
        rehearsal.time.advance(by: .seconds(60))
        let amended = try Texts.specification(Texts.manifest.replacing("vsw-1", with: "vsw-2"))
        await #expect(throws: OrderRefusal.self) { try await rehearsal.provisioner.amend(id, to: amended) }
        #expect(try await rehearsal.phase(id) == .starting)
        #expect(try rehearsal.state.clusters.count == 1)
    }

    @Test func `an expired clearance is renewed before anything is created`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.ready)
        rehearsal.time.advance(by: .seconds(600))
        try rehearsal.set("vpc/vpc-prod", ["name": ""])
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["obstructed"])
        #expect(try rehearsal.state.clusters.isEmpty)
        try rehearsal.set("vpc/vpc-prod", ["name": "prod"])
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)

        let other = try await rehearsal.reached(.ready, Texts.named("other"))
        let inForce = try #require(try await rehearsal.journal.history(of: other).last)
        rehearsal.time.advance(by: .seconds(599))
        try await rehearsal.advance(other)
        let creation = try #require(try await rehearsal.journal.history(of: other).last)
        #expect(creation.event == "clusterCreated")
        #expect(creation.evidence.text.contains(inForce.at.description))
    }

    @Test(.enabled(if: Rehearsal.isInProcess, "the vendor has no call for tickets"))
    func `past its allowance a cluster is overdue, one ticket is opened, and it may yet run`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.starting)
        try rehearsal.fault("cluster:stall")
        try await rehearsal.run(id, until: .overdue)
        #expect(rehearsal.time.current - Rehearsal.start >= .seconds(3600))
        try await rehearsal.advance(id)
        #expect(try rehearsal.state.tickets.count == 1)
        guard case .overdue(let overdue) = try await rehearsal.report(id).state, case .open = overdue.ticket else {
            Issue.record("a ticket is open")
            return
        }
        for _ in 0..<5 {
            rehearsal.time.advance(by: .seconds(30))
            try await rehearsal.advance(id)
        }
        #expect(try rehearsal.state.tickets.count == 1)
        try rehearsal.clearFaults()
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test(
        .enabled(if: Rehearsal.isInProcess, "the vendor has no call for tickets"),
        arguments: ["throttle*3", "unreachable", "timeout-before", "timeout-after", "late=5m", "refuse"])
    func `whatever happens to the ticket, there is at most one, and the cluster is watched`(fault: String) async throws
    {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.starting)
        try rehearsal.fault("cluster:stall", "open-ticket:\(fault)")
        try await rehearsal.run(id, until: .overdue)
        for _ in 0..<8 {
            try await rehearsal.advance(id)
            rehearsal.time.advance(by: .seconds(120))
        }
        #expect(try rehearsal.state.tickets.count == (fault == "refuse" ? 0 : 1))
        #expect(try await rehearsal.phase(id) == .overdue)
        try rehearsal.clearFaults()
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `a ticket that cannot be opened keeps nobody from seeing that the cluster runs`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.starting)
        try rehearsal.fault("cluster:stall", "open-ticket:throttle*1000")
        try await rehearsal.run(id, until: .overdue)
        try await rehearsal.advance(id)
        try rehearsal.cloud.change { state, now, _ in
            state.clearFaults(.condition(.stall), at: now)
        }
        rehearsal.time.advance(by: .seconds(3600))
        try await rehearsal.advance(id)
        #expect(try await rehearsal.phase(id) == .running)
    }

    @Test func `a cluster that runs after the allowance but before a look is simply running`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.starting)
        rehearsal.time.advance(by: .seconds(3 * 86_400))
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["clusterRunning"])
    }

    @Test(arguments: [OrderState.Phase.starting, .overdue])
    func `a cluster that fails ends the order, saying what was paid for and what remains`(
        phase: OrderState.Phase
    ) async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.starting)
        try rehearsal.fault("cluster:stall")
        if phase == .overdue { try await rehearsal.run(id, until: .overdue) }
        try rehearsal.fault("cluster:fail")
        try await rehearsal.run(id)
        let report = try await rehearsal.report(id)
        #expect(report.state.phase == .failed)
        #expect(report.isFinished)
        let words = report.next.reason.message.english
        #expect(words.contains("210000000001") && words.contains("blinkonecs_"))
        try await rehearsal.expectSoundHistory()
    }

    @Test(arguments: [("DESTROYING", "destroying"), ("DESTROYED", "destroyed"), ("FAILED", "failed")])
    func `a cluster that is lost while projects are made ends the order`(status: String, cause: String) async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.running)
        let cluster = try #require(try await rehearsal.report(id).state.cluster?.id)
        try rehearsal.set("cluster/\(cluster)", ["status": status])
        try await rehearsal.advance(id)
        #expect(try await rehearsal.phase(id) == .failed)
        #expect(try await rehearsal.journal.history(of: id).last?.evidence.text.contains(cause) == true)
    }

    @Test(arguments: [OrderState.Phase.starting, .running])
    func `a cluster that vanished after being seen is lost`(phase: OrderState.Phase) async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(phase)
        rehearsal.time.advance(by: .seconds(30))
        if phase == .starting { try await rehearsal.advance(id) }
        let cluster = try #require(try await rehearsal.report(id).state.cluster?.id)
        try rehearsal.set("cluster/\(cluster)", ["exists": "false"])
        rehearsal.time.advance(by: .seconds(30))
        try await rehearsal.advance(id)
        #expect(try await rehearsal.phase(id) == .failed)
        #expect(try await rehearsal.journal.history(of: id).last?.evidence.text.contains("vanished") == true)
    }

    @Test(arguments: ["EXPANDING", "REDUCING", "UPGRADING", "MAINTAINING"])
    func `a cluster at work on itself counts as running`(status: String) async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.running)
        let cluster = try #require(try await rehearsal.report(id).state.cluster?.id)
        try rehearsal.set("cluster/\(cluster)", ["status": status])
        try await rehearsal.advance(id)
        #expect(try await rehearsal.phase(id) == .running)
        try rehearsal.set("cluster/\(cluster)", ["status": "RUNNING"])
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `looking may be refused for good: it is kept, and tried again at the longest backoff`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.starting)
        try rehearsal.set("caller", ["type": "account", "denied": "[get-cluster]"])
        rehearsal.time.advance(by: .seconds(30))
        let report = try await rehearsal.advance(id)
        #expect(report.failure?.code == "NoPermission")
        #expect(report.workflow.orderPhase == .starting)
        guard case .wait(let until) = report.workflow.next.step else {
            Issue.record("it waits")
            return
        }
        #expect(until - rehearsal.time.current == .seconds(120))
        try rehearsal.set("caller", ["type": "account", "denied": "[]"])
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }
}

struct ProjectFaultTests {
    @Test(arguments: ["throttle*2", "unreachable", "timeout-before", "timeout-after", "late=1s", "late=10m"])
    func `whatever happens to a project's creation, it is there once`(fault: String) async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.running)
        try rehearsal.fault("create-project:\(fault)")
        #expect(try await rehearsal.advance(id).failure != nil)
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `a refusal asks for an amendment, and looking again tries again`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.running)
        try rehearsal.fault("create-project:refuse*2")
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["projectRefused"])
        let report = try await rehearsal.report(id)
        #expect(report.next.question == .amendProject)
        #expect(report.next.reason.message.english.contains("OperationDenied"))
        // The same refusal again is nothing new.
        #expect(try await rehearsal.advance(id).transitions.isEmpty)
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["projectCreated"])
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `CUs that others took meanwhile make a project too large, until it is amended`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.running)
        let cluster = try #require(try await rehearsal.report(id).state.cluster?.id)
        let stranger = ProjectSpecification(name: "theirs", description: "", computeUnits: 10)
        _ = try await rehearsal.cloud.createProject(stranger, in: cluster, "cn-beijing")
        try await rehearsal.advance(id)
        try await rehearsal.advance(id)
        let report = try await rehearsal.report(id)
        #expect(report.next.question == .amendProject)
        #expect(report.next.reason.message.english.contains("6 are free"))
        #expect(report.load?.free == 6)
        let seven = try Texts.specification(Texts.manifest.replacing("computeUnits: 10", with: "computeUnits: 7"))
        await #expect {
            try await rehearsal.provisioner.amend(id, to: seven)
        } throws: { error in
            guard case .insufficientCapacity(let shortage) = (error as? OrderRefusal)?.ground else { return false }
            return (shortage.requested, shortage.free) == (7, 6)
        }
        let smaller = try Texts.specification(Texts.manifest.replacing("computeUnits: 10", with: "computeUnits: 6"))
        _ = try await rehearsal.provisioner.amend(id, to: smaller)
        try await rehearsal.run(id)
        #expect(try await rehearsal.phase(id) == .provisioned)
        try await rehearsal.expectSoundHistory()
    }

    @Test func `a project of that name with other CUs is a question, not ours`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.running)
        let cluster = try #require(try await rehearsal.report(id).state.cluster?.id)
        let stranger = ProjectSpecification(name: "risk_rt", description: "", computeUnits: 5)
        _ = try await rehearsal.cloud.createProject(stranger, in: cluster, "cn-beijing")
        try await rehearsal.advance(id)
        #expect(try await rehearsal.report(id).next.reason.message.english.contains("it exists with 5 CU"))
        let agreed = try Texts.specification(Texts.manifest.replacing("computeUnits: 20", with: "computeUnits: 5"))
        _ = try await rehearsal.provisioner.amend(id, to: agreed)
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test(.enabled(if: Rehearsal.isInProcess, "the vendor makes a project of parts"))
    func `an amendment first takes up what an unanswered call has made`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.running)
        try rehearsal.fault("create-project:timeout-after")
        try await rehearsal.advance(id)
        let without = try Texts.specification(
            Texts.manifest.replacing("    - { name: risk_rt, computeUnits: 20 }\n", with: ""))
        await #expect(throws: OrderRefusal.self) { try await rehearsal.provisioner.amend(id, to: without) }
        #expect(try await rehearsal.events(id).last == "projectCreated")
        let onlyFirst = try Texts.specification(
            Texts.manifest.replacing("\n    - { name: risk_ml, computeUnits: 10 }", with: ""))
        #expect(try await rehearsal.provisioner.amend(id, to: onlyFirst).workflow.orderPhase == .provisioned)
        try await rehearsal.expectProvisioned(id)
    }
}
