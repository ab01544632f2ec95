import Documents
import RealtimeCompute
import RealtimeComputeKinds
import Testing
import Workflow
import WorkflowEngine

@testable import Provisioning
@testable import SimulatedCloud

/// Workspaces of fully managed Flink, over a simulated cloud.
struct WorkspaceWalkTests {
    /// A cloud with all that a workspace needs.
    private struct Stage {
        let rehearsal: Rehearsal

        init() throws {
            rehearsal = try Rehearsal()
            let policies = ServicePolicies.managed.map(\.rawValue).joined(separator: ", ")
            try rehearsal.set("role/AliyunStreamAsiDefaultRole", ["policies": "[ \(policies) ]"])
        }

        static func manifest(
            _ name: String = "analytics", namespaces: String = "{ name: prod, computeUnits: 6 }"
        ) -> String {
            """
            apiVersion: sluice/v1
            kind: Workspace
            metadata: { name: \(name) }
            spec:
              region: cn-beijing
              billing: { method: subscription, months: 1 }
              zone: cn-beijing-f
              vpc: vpc-prod
              vSwitches: [ vsw-1 ]
              bucket: risk-udf
              computeUnits: 12
              namespaces: [ \(namespaces) ]
            """
        }

        func confirmed(_ name: String = "analytics") async throws -> WorkflowID {
            let id = try await rehearsal.place(Self.manifest(name))
            #expect(try await rehearsal.provisioner.confirm(id, despiteFindings: false).isConfirmed)
            return id
        }

        func report(_ id: WorkflowID) async throws -> WorkflowReport {
            try await WorkflowBook(rehearsal.journal, of: .standard, at: rehearsal.time.now()).workflow(id)
        }

        func amend(_ id: WorkflowID, _ manifest: String) async throws {
            var input = DecisionInput()
            input.manifest = try Document(text: manifest, source: "amended")
            _ = try await rehearsal.provisioner.decide(.amend, on: id, with: input)
        }

        func expectProvisioned(
            _ id: WorkflowID, at location: SourceLocation = #_sourceLocation
        ) async throws {
            let report = try await report(id)
            #expect(report.phase == "provisioned", sourceLocation: location)
            let workspaces = try rehearsal.state.workspaces
            #expect(workspaces.count == 1, sourceLocation: location)
            #expect(workspaces.first?.namespaces.map(\.name) == ["prod"], sourceLocation: location)
            #expect(workspaces.first?.namespaces.map(\.computeUnits) == [6], sourceLocation: location)
            try await rehearsal.expectSoundHistory(at: location)
        }
    }

    @Test(arguments: [
        nil, "purchase-workspace:throttle*2", "purchase-workspace:timeout-after", "purchase-workspace:unreachable",
        "purchase-workspace:late=5m", "create-namespace:timeout-after", "create-namespace:timeout-before",
        "create-namespace:throttle",
    ])
    func `a workspace is bought once and its namespaces made once, whatever becomes of the answers`(
        fault: String?
    ) async throws {
        let stage = try Stage()
        if let fault { try stage.rehearsal.fault(fault) }
        let id = try await stage.confirmed()
        try await stage.rehearsal.run(id)
        try await stage.expectProvisioned(id)
        #expect(try stage.rehearsal.state.calls["purchase-workspace"] ?? 0 <= 3)
    }

    @Test func `a request that never arrived is asked about, and made again only when told`() async throws {
        let stage = try Stage()
        try stage.rehearsal.fault("purchase-workspace:timeout-before")
        let id = try await stage.confirmed()
        try await stage.rehearsal.run(id)
        #expect(try await stage.report(id).next.what == "account-for-purchase")
        #expect(try stage.rehearsal.state.workspaces.isEmpty)
        try await stage.rehearsal.provisioner.repurchase(id, because: "nothing was bought")
        try await stage.rehearsal.run(id)
        try await stage.expectProvisioned(id)
    }

    @Test func `all that does not hold is told at once, and blocks before anything is bought`() async throws {
        let stage = try Stage()
        try stage.rehearsal.set("role/AliyunStreamAsiDefaultRole", ["policies": "[ FlinkServerlessPolicy ]"])
        try stage.rehearsal.set("bucket/risk-udf", ["versioning": "true"])
        try stage.rehearsal.set("vswitch/vsw-1", ["freeAddresses": "0"])
        let id = try await stage.rehearsal.place(Stage.manifest(namespaces: "{ name: prod, computeUnits: 11 }"))
        let findings = try await stage.report(id).presentation.findings
        #expect(
            findings.filter(\.isBlocking).map(\.check)
                == ["workspace.capacity", "vswitch.addresses", "bucket.versioning", "managed-role.policies"])
        #expect(
            findings.last?.missing == ["AliyunStreamAsiDefaultRolePolicy0", "AliyunStreamAsiDefaultRolePolicy1"])
        #expect(try await !stage.rehearsal.provisioner.confirm(id, despiteFindings: false).isConfirmed)
        #expect(try await stage.rehearsal.provisioner.confirm(id, despiteFindings: true).isConfirmed)
        try await stage.rehearsal.run(id)
        #expect(try await stage.report(id).phase == "blocked")
        #expect(try stage.rehearsal.state.calls["purchase-workspace"] == nil)
    }

    @Test func `what breaks after the confirmation blocks, and once mended it is bought`() async throws {
        let stage = try Stage()
        let id = try await stage.confirmed()
        try stage.rehearsal.set("bucket/risk-udf", ["acl": "public-read"])
        try await stage.rehearsal.run(id)
        #expect(try await stage.report(id).phase == "blocked")
        try stage.rehearsal.set("bucket/risk-udf", ["acl": "private"])
        try await stage.rehearsal.advance(id)
        try await stage.rehearsal.run(id)
        try await stage.expectProvisioned(id)
    }

    @Test func `a name that is taken is told, in the cloud and in the store`() async throws {
        let stage = try Stage()
        let wanted = try WorkspaceManifest.read(try Document(text: Stage.manifest(), source: "m")).workspace
        let id = try await stage.confirmed()
        let other = try await stage.rehearsal.place(Stage.manifest("twin"))
        #expect(try await stage.report(other).presentation.findings.isEmpty)
        try stage.rehearsal.cloud.change { state, now, _ in
            _ = try state.purchaseInConsole(wanted, at: now)
        }
        try await stage.rehearsal.run(id)
        let report = try await stage.report(id)
        #expect(report.phase == "blocked")
        #expect(report.presentation.findings.map(\.check) == ["workspace.name"])
    }

    @Test func `namespaces are added, resized and deleted by an amendment`() async throws {
        let stage = try Stage()
        let id = try await stage.confirmed()
        try await stage.rehearsal.run(id)
        try await stage.expectProvisioned(id)
        let changed = Stage.manifest(namespaces: "{ name: prod, computeUnits: 2 }, { name: test, computeUnits: 8 }")
        try await stage.amend(id, changed)
        try await stage.rehearsal.run(id)
        func namespaces() throws -> [String] {
            try stage.rehearsal.state.workspaces.flatMap(\.namespaces).map { "\($0.name) \($0.computeUnits.count)" }
        }
        #expect(try namespaces() == ["prod 2", "test 8"])
        try await stage.amend(id, Stage.manifest(namespaces: "{ name: test, computeUnits: 10 }"))
        try await stage.rehearsal.run(id)
        #expect(try namespaces() == ["test 10"])
        #expect(try await stage.report(id).phase == "provisioned")
        #expect(try stage.rehearsal.state.calls["purchase-workspace"] == 1)
    }

    @Test func `a workspace that is deleted while it is made is lost, and one that is late is told`() async throws {
        let stage = try Stage()
        let id = try await stage.confirmed()
        try await stage.rehearsal.advance(id)
        try await stage.rehearsal.advance(id)
        let workspace = try #require(try stage.rehearsal.state.workspaces.first?.id)
        try stage.rehearsal.cloud.change { state, now, _ in state.deleteWorkspace(workspace, at: now) }
        try await stage.rehearsal.run(id)
        #expect(try await stage.report(id).phase == "failed")
    }

    @Test func `what is no longer as it was ordered is drift, with the command that mends it`() async throws {
        let stage = try Stage()
        let id = try await stage.confirmed()
        try await stage.rehearsal.run(id)
        func drift() async throws -> [Drift] {
            let record = try #require(try await stage.rehearsal.journal.workflow(id))
            let environment = Environment(
                cloud: stage.rehearsal.cloud, now: stage.rehearsal.time.current, journal: stage.rehearsal.journal)
            return try #require(try await stage.rehearsal.provisioner.registry.drift(of: record, in: environment)).drift
        }
        #expect(try await drift().isEmpty)
        try stage.rehearsal.set("bucket/risk-udf", ["versioning": "true"])
        try stage.rehearsal.set("role/AliyunStreamAsiDefaultRole", ["policies": "[]"])
        let workspace = try #require(try stage.rehearsal.state.workspaces.first?.id)
        _ = try await stage.rehearsal.cloud.resizeNamespace("prod", to: 5, in: workspace, "cn-beijing")
        let found = try await drift()
        #expect(
            found.map(\.what)
                == ["namespace.computeUnits", "bucket.versioning", "managed-role.policies"])
        #expect(found.last?.command == ["sluice", "role", "repair", "--managed", "--confirm"])
        try stage.rehearsal.cloud.change { state, now, _ in state.deleteWorkspace(workspace, at: now) }
        #expect(try await drift().map(\.what) == ["workspace.exists"])
    }

    @Test(.enabled(if: Rehearsal.isInProcess))
    func `a workspace that ends soon says so`() async throws {
        let stage = try Stage()
        let id = try await stage.confirmed()
        try await stage.rehearsal.run(id)
        func warnings() async throws -> Int {
            let book = WorkflowBook(stage.rehearsal.journal, of: .standard, at: try await stage.rehearsal.time.now())
            return try await book.observed(try await book.workflow(id), in: stage.rehearsal.cloud).presentation
                .warnings.count
        }
        #expect(try await warnings() == 0)
        stage.rehearsal.time.advance(by: .seconds(25 * 86_400))
        #expect(try await warnings() == 1)
    }
}
