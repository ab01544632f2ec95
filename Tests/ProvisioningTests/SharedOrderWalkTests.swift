import Documents
import RealtimeCompute
import RealtimeComputeKinds
import Testing
import Wording
import Workflow
import WorkflowEngine

@testable import Provisioning
@testable import SimulatedCloud

/// Orders of shared mode over a simulated cloud.
@Suite(.enabled(if: Rehearsal.isInProcess, "the vendor's API sells no shared mode"))
struct SharedOrderWalkTests {
    struct Stage {
        let rehearsal: Rehearsal
        let order: WorkflowID

        init(confirmed: Bool = true, isSold: Bool = true) async throws {
            rehearsal = try Rehearsal()
            if isSold { try Self.open(rehearsal) }
            order = try await rehearsal.place(Self.manifest())
            if confirmed { #expect(try await rehearsal.provisioner.confirm(order, despiteFindings: false).isConfirmed) }
        }

        static func open(_ rehearsal: Rehearsal) throws {
            try rehearsal.cloud.change { state, _, _ in state.settings.sharedSaleCloses = nil }
        }

        static func manifest(_ name: String = "legacy", project: String = "legacy_rt", units: Int = 4) -> String {
            """
            apiVersion: sluice/v1
            kind: SharedOrder
            metadata: { name: \(name) }
            spec: { region: cn-beijing, computeUnits: \(units), months: 3, project: { name: \(project) } }
            """
        }

        func report(_ id: WorkflowID? = nil) async throws -> WorkflowReport {
            try await WorkflowBook(rehearsal.journal, of: .standard, at: rehearsal.time.now()).workflow(id ?? order)
        }

        func amend(_ manifest: String) async throws {
            var input = DecisionInput()
            input.manifest = try Document(text: manifest, source: "amended")
            _ = try await rehearsal.provisioner.decide(.amend, on: order, with: input)
        }

        var purchases: Int { get throws { try rehearsal.state.tables.sharedPurchases.all.count } }
        var projects: [Project] { get throws { try rehearsal.state.tables.sharedProjects.all.map(\.project) } }

        func expectProvisioned(project: ProjectName = "legacy_rt", at location: SourceLocation = #_sourceLocation)
            async throws
        {
            let report = try await report()
            #expect(report.phase == "provisioned", sourceLocation: location)
            #expect(try purchases == 1, sourceLocation: location)
            #expect(try projects.map(\.name) == [project], sourceLocation: location)
            #expect(try projects.map(\.computeUnits) == [4], sourceLocation: location)
            let section = report.presentation.fields["sharedOrder"]
            #expect(section?["project"]["id"] == .text(try #require(try projects.first).id.rawValue))
            #expect(section?["endsAt"] != .null, sourceLocation: location)
            #expect(section?["instanceId"] != .null, sourceLocation: location)
            try await rehearsal.expectSoundHistory(at: location)
        }
    }

    @Test func `an order is bought once, and its project holds every compute unit`() async throws {
        let stage = try await Stage()
        try await stage.rehearsal.run(stage.order)
        try await stage.expectProvisioned()
        #expect(
            try await stage.rehearsal.events(stage.order)
                == ["placed", "confirmed", "purchaseBegun", "purchased", "cleared", "projectCreated"])
    }

    @Test(arguments: [
        "purchase-shared:throttle*3", "purchase-shared:unreachable", "purchase-shared:timeout-after",
        "purchase-shared:late=5m", "purchase-shared:late=20m", "create-project:throttle*3",
        "create-project:unreachable", "create-project:timeout-before", "create-project:timeout-after",
        "create-project:late=5m",
    ])
    func `whatever becomes of a call, it is bought once and the project is made once`(fault: String) async throws {
        let stage = try await Stage()
        try stage.rehearsal.fault(fault)
        try await stage.rehearsal.run(stage.order)
        try await stage.expectProvisioned()
    }

    @Test func `a cloud that keeps no keys is searched by what was bought, and when`() async throws {
        let stage = try await Stage()
        try stage.rehearsal.set("purchase-keys", ["keys": "dropped"])
        try stage.rehearsal.fault("purchase-shared:timeout-after")
        try await stage.rehearsal.run(stage.order)
        try await stage.expectProvisioned()
    }

    @Test func `a purchase that was refused makes it a draft again`() async throws {
        let stage = try await Stage()
        try stage.rehearsal.fault("purchase-shared:refuse")
        try await stage.rehearsal.run(stage.order)
        #expect(try await stage.report().phase == "drafted")
        #expect(try await stage.rehearsal.provisioner.confirm(stage.order, despiteFindings: false).isConfirmed)
        try await stage.rehearsal.run(stage.order)
        try await stage.expectProvisioned()
    }

    @Test func `a request that never arrived is asked about, and made again knowingly`() async throws {
        let stage = try await Stage()
        try stage.rehearsal.fault("purchase-shared:timeout-before")
        try await stage.rehearsal.run(stage.order)
        #expect(try await stage.report().next.what == "account-for-purchase")
        _ = try await stage.rehearsal.provisioner.repurchase(stage.order, because: "it never came")
        try await stage.rehearsal.run(stage.order)
        try await stage.expectProvisioned()
    }

    @Test func `of two purchases without keys the operator says which is ours`() async throws {
        let stage = try await Stage()
        try stage.rehearsal.set("purchase-keys", ["keys": "dropped"])
        try stage.rehearsal.fault("purchase-shared:timeout-after")
        try await stage.rehearsal.advance(stage.order)
        let bought = SharedSpecification(region: "cn-beijing", computeUnits: 4, months: 3)
        let other = try await stage.rehearsal.cloud.purchaseShared(bought, key: "").value
        try await stage.rehearsal.run(stage.order)
        #expect(try await stage.report().next.what == "account-for-purchase")
        _ = try await stage.rehearsal.provisioner.adopt(stage.order, other.orderNumber, because: "seen")
        try await stage.rehearsal.run(stage.order)
        #expect(try await stage.report().phase == "provisioned")
        #expect(try stage.purchases == 2)
    }

    @Test func `once the sale has closed nothing is confirmed or bought, and what is paid for goes on`() async throws {
        let closed = try await Stage(confirmed: false, isSold: false)
        #expect(try await closed.report().presentation.findings.map(\.check) == ["sale.open"])
        let refusal = await #expect(throws: Refusal<RefusalGround>.self) {
            try await closed.rehearsal.provisioner.confirm(closed.order, despiteFindings: true)
        }
        #expect(refusal?.ground.code == "sale-closed")
        #expect(refusal?.message.english.hasPrefix("shared mode") == true)

        let between = try await Stage()
        try between.rehearsal.cloud.change { state, now, _ in state.settings.sharedSaleCloses = now }
        try await between.rehearsal.run(between.order)
        #expect(try await between.report().phase == "drafted")
        #expect(try between.purchases == 0)

        let paid = try await Stage()
        try await paid.rehearsal.advance(paid.order)
        #expect(try await paid.report().phase == "paid")
        try paid.rehearsal.cloud.change { state, now, _ in state.settings.sharedSaleCloses = now }
        try await paid.rehearsal.run(paid.order)
        try await paid.expectProvisioned()
    }

    @Test func `a role that is gone blocks, and mended lets it go on`() async throws {
        let stage = try await Stage()
        try await stage.rehearsal.advance(stage.order)
        try stage.rehearsal.set("role/AliyunStreamDefaultRole", ["policies": "[]"])
        try await stage.rehearsal.run(stage.order)
        #expect(try await stage.report().phase == "blocked")
        #expect(try await stage.report().presentation.findings.map(\.check) == ["role.actions"])
        try stage.rehearsal.set("role/AliyunStreamDefaultRole", ["policies": "[ AliyunStreamRolePolicy ]"])
        try await stage.rehearsal.run(stage.order)
        try await stage.expectProvisioned()
    }

    @Test func `a role that goes after the order became ready blocks it, once its clearance has expired`() async throws
    {
        let stage = try await Stage()
        try await stage.rehearsal.run(stage.order, until: .ready)
        try stage.rehearsal.set("role/AliyunStreamDefaultRole", ["policies": "[]"])
        stage.rehearsal.time.advance(by: .seconds(11 * 60))
        try await stage.rehearsal.run(stage.order)
        #expect(try await stage.report().phase == "blocked")
        try stage.rehearsal.set("role/AliyunStreamDefaultRole", ["policies": "[ AliyunStreamRolePolicy ]"])
        try await stage.rehearsal.run(stage.order)
        try await stage.expectProvisioned()
    }

    @Test func `a project that appears while the order is blocked is its own`() async throws {
        let stage = try await Stage()
        try await stage.rehearsal.run(stage.order, until: .ready)
        try stage.rehearsal.fault("create-project:late=1h")
        try await stage.rehearsal.advance(stage.order)
        try stage.rehearsal.set("role/AliyunStreamDefaultRole", ["policies": "[]"])
        stage.rehearsal.time.advance(by: .seconds(11 * 60))
        try await stage.rehearsal.run(stage.order)
        #expect(try await stage.report().phase == "blocked")
        // Nobody else may take its name meanwhile.
        let second = try await stage.rehearsal.place(Stage.manifest("second"))
        #expect(try await stage.report(second).presentation.findings.contains { $0.check == "project.name" })
        stage.rehearsal.time.advance(by: .seconds(3600))
        try await stage.rehearsal.run(stage.order)
        #expect(try await stage.report().phase == "provisioned")
        #expect(try stage.projects.map(\.name) == ["legacy_rt"])
        try await stage.rehearsal.expectSoundHistory()
    }

    @Test func `a project that is refused asks, and may be amended`() async throws {
        let stage = try await Stage()
        try stage.rehearsal.fault("create-project:refuse")
        try await stage.rehearsal.run(stage.order)
        #expect(try await stage.report().phase == "ready")
        #expect(try await stage.report().next.what == "amend-project")
        await #expect(throws: Refusal<RefusalGround>.self) {
            try await stage.amend(Stage.manifest(project: "legacy_2", units: 5))
        }
        try await stage.amend(Stage.manifest(project: "legacy_2"))
        #expect(try await stage.report().phase == "paid")
        try await stage.rehearsal.run(stage.order)
        try await stage.expectProvisioned(project: "legacy_2")

        let again = try await Stage()
        try again.rehearsal.fault("create-project:refuse")
        try await again.rehearsal.run(again.order)
        // The same may be asked for again.
        try await again.rehearsal.run(again.order)
        try await again.expectProvisioned()
    }

    @Test func `two orders never have one project's name`() async throws {
        let stage = try await Stage()
        try await stage.rehearsal.run(stage.order, until: .ready)
        let second = try await stage.rehearsal.place(Stage.manifest("second"))
        let finding = try #require(try await stage.report(second).presentation.findings.first)
        #expect(finding.check == "project.name")
        #expect(finding.claimedBy.map(\.name) == ["legacy"])
        #expect(try await stage.rehearsal.provisioner.confirm(second, despiteFindings: true).isConfirmed)
        try await stage.rehearsal.run(second)
        #expect(try await stage.report(second).phase == "blocked")
        try await stage.rehearsal.run(stage.order)
        #expect(try await stage.report().phase == "provisioned")
        #expect(try stage.projects.map(\.name) == ["legacy_rt"])
    }

    @Test func `a RAM user confirms nothing, and a paid order is not withdrawn`() async throws {
        let stage = try await Stage(confirmed: false)
        try stage.rehearsal.set("caller", ["type": "ram-user", "name": "alice"])
        let refusal = await #expect(throws: Refusal<RefusalGround>.self) {
            try await stage.rehearsal.provisioner.confirm(stage.order, despiteFindings: true)
        }
        #expect(refusal?.ground.code == "not-permitted")
        _ = try await stage.rehearsal.provisioner.withdraw(stage.order, because: "not needed")
        #expect(try await stage.report().phase == "withdrawn")
        let paid = try await Stage()
        try await paid.rehearsal.advance(paid.order)
        await #expect(throws: Refusal<RefusalGround>.self) {
            try await paid.rehearsal.provisioner.withdraw(paid.order, because: "not needed")
        }
    }

    @Test func `the template of a shared order is one`() throws {
        let template = try Document(text: SharedOrders().manifest.template, source: "template")
        #expect(try SharedOrders().read(template).computeUnits == 4)
    }

    @Test(
        arguments: CrashTests.CommitSide.allCases,
        [nil, "purchase-shared:timeout-after", "create-project:timeout-after", "create-project:late=5m"])
    func `killed at any commit and taken up again, an order ends the same`(side: CrashTests.CommitSide, fault: String?)
        async throws
    {
        var point = 1
        while true {
            let stage = try await Stage()
            let rehearsal = stage.rehearsal
            if let fault { try rehearsal.fault(fault) }
            let doomed = try Rehearsal(
                journal: DoomedJournal(rehearsal.journal, diesAt: point, side: side), sharing: rehearsal)
            guard case .error = try await doomed.run(stage.order).ending else {
                #expect(point > 4)
                try await stage.expectProvisioned()
                return
            }
            try await rehearsal.run(stage.order)
            if try await stage.report().next.what == "account-for-purchase" {
                #expect(try stage.purchases == 0)
                _ = try await rehearsal.provisioner.repurchase(stage.order, because: "it never left")
                try await rehearsal.run(stage.order)
            }
            try await stage.expectProvisioned()
            point += 1
        }
    }
}
