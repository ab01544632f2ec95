import Documents
import RealtimeCompute
import RealtimeComputeKinds
import Testing
import Wording
import Workflow
import WorkflowEngine

@testable import Provisioning
@testable import SimulatedCloud

/// Renewals of a cluster that runs, over a simulated cloud.
struct ClusterRenewalWalkTests {
    /// A provisioned order, and a renewal of it.
    struct Stage {
        let rehearsal: Rehearsal
        let order: OrderID
        let renewal: WorkflowID
        let end: Timestamp

        init(confirmed: Bool = true) async throws {
            rehearsal = try Rehearsal()
            order = try await rehearsal.confirmed()
            try await rehearsal.run(order)
            renewal = try await Self.place("risk-renew-1", in: rehearsal)
            end = try #require(try rehearsal.state.instances(at: rehearsal.time.current).first?.endsAt)
            if confirmed {
                #expect(try await rehearsal.provisioner.confirm(renewal, despiteFindings: false).isConfirmed)
            }
        }

        static func place(_ name: String, months: Int = 3, in rehearsal: Rehearsal) async throws -> WorkflowID {
            try await rehearsal.place(
                """
                apiVersion: sluice/v1
                kind: ClusterRenewal
                metadata: { name: \(name) }
                spec: { order: risk, months: \(months) }
                """)
        }

        func report(_ id: WorkflowID? = nil) async throws -> WorkflowReport {
            try await WorkflowBook(rehearsal.journal, of: .standard, at: rehearsal.time.now()).workflow(id ?? renewal)
        }

        var newEnd: Timestamp? {
            get throws { try rehearsal.state.instances(at: rehearsal.time.current).first?.endsAt }
        }

        func expectRenewedOnce(at location: SourceLocation = #_sourceLocation) async throws {
            let report = try await report()
            #expect(report.phase == "done", sourceLocation: location)
            let renewals = try rehearsal.state.tables.renewals.all
            #expect(renewals.count == 1, sourceLocation: location)
            let promised = end.adding(months: 3, countedAt: Figures.billingOffset)
            #expect(try newEnd == promised, sourceLocation: location)
            let section = report.presentation.fields["clusterRenewal"]
            #expect(section?["endsAt"] == .text(end.rfc3339), sourceLocation: location)
            #expect(section?["newEndsAt"] == .text(promised.rfc3339), sourceLocation: location)
            #expect(
                section?["purchase"]["orderNumber"] == renewals.first.map { .text($0.renewal.orderNumber.rawValue) },
                sourceLocation: location)
            try await rehearsal.expectSoundHistory(at: location)
        }
    }

    @Test func `a renewal is placed, confirmed, paid once, and its end is seen to move`() async throws {
        let stage = try await Stage()
        try await stage.rehearsal.run(stage.renewal)
        try await stage.expectRenewedOnce()
        #expect(
            try await stage.rehearsal.events(stage.renewal)
                == ["placed", "confirmed", "purchaseBegun", "purchased", "renewed"])
        #expect(try await stage.report().presentation.fields["estimate"]?["minorUnits"] == .integer(3 * 11_250_00))
    }

    @Test(arguments: [
        "throttle", "throttle*3", "unreachable*2", "timeout-after", "late=5m", "late=20m",
    ])
    func `whatever becomes of the call, one renewal is paid for`(fault: String) async throws {
        let stage = try await Stage()
        try stage.rehearsal.fault("renew:\(fault)")
        try await stage.rehearsal.run(stage.renewal)
        try await stage.expectRenewedOnce()
    }

    @Test func `a cloud that keeps no keys is searched by instance, months and time`() async throws {
        let stage = try await Stage()
        try stage.rehearsal.set("purchase-keys", ["keys": "dropped"])
        try stage.rehearsal.fault("renew:timeout-after")
        try await stage.rehearsal.run(stage.renewal)
        try await stage.expectRenewedOnce()
    }

    @Test func `a renewal that another has made meanwhile is not paid for a second time without being asked about`()
        async throws
    {
        let stage = try await Stage()
        let instance = try #require(try stage.rehearsal.state.instances(at: stage.rehearsal.time.current).first?.id)
        try stage.rehearsal.cloud.change { state, now, _ in
            _ = try state.renewInConsole(instance, months: 3, at: now)
        }
        try await stage.rehearsal.run(stage.renewal)
        let report = try await stage.report()
        #expect(report.phase == "drafted")
        #expect(report.next.reason.code == "end-has-moved")
        #expect(try stage.rehearsal.state.tables.renewals.all.count == 1)
        // Wanted all the same, it is made on top of the other.
        #expect(try await stage.rehearsal.provisioner.confirm(stage.renewal, despiteFindings: false).isConfirmed)
        try await stage.rehearsal.run(stage.renewal)
        #expect(try await stage.report().phase == "done")
        #expect(try stage.newEnd == stage.end.adding(months: 6, countedAt: Figures.billingOffset))
        try await stage.rehearsal.expectSoundHistory()
    }

    @Test func `a renewal of the same second that took effect before is never taken for ours`() async throws {
        let stage = try await Stage(confirmed: false)
        try stage.rehearsal.set("purchase-keys", ["keys": "dropped"])
        let instance = try #require(try stage.rehearsal.state.instances(at: stage.rehearsal.time.current).first?.id)
        let others = try stage.rehearsal.cloud.change { state, now, _ in
            try state.renewInConsole(instance, months: 3, at: now)
        }
        #expect(try await stage.rehearsal.provisioner.confirm(stage.renewal, despiteFindings: false).isConfirmed)
        try stage.rehearsal.fault("renew:timeout-before")
        try await stage.rehearsal.run(stage.renewal)
        #expect(try await stage.report().next.what == "account-for-purchase")
        let refusal = await #expect(throws: Refusal<RefusalGround>.self) {
            try await stage.rehearsal.provisioner.adopt(stage.renewal, others.orderNumber, because: "seen")
        }
        #expect(refusal?.ground == .notAdoptable(others.orderNumber, .withoutEffect))
        _ = try await stage.rehearsal.provisioner.repurchase(stage.renewal, because: "it never left")
        try await stage.rehearsal.run(stage.renewal)
        #expect(try await stage.report().phase == "done")
        #expect(try stage.rehearsal.state.tables.renewals.all.count == 2)
    }

    @Test func `a renewal that shows late is looked for until it does`() async throws {
        let stage = try await Stage()
        try stage.rehearsal.set("visibility", ["orders": "12m"])
        try stage.rehearsal.fault("renew:timeout-after")
        try await stage.rehearsal.run(stage.renewal)
        try await stage.expectRenewedOnce()
    }

    @Test func `a refusal for good makes it a draft again, which lets go of the cluster`() async throws {
        let stage = try await Stage()
        try stage.rehearsal.fault("renew:refuse")
        try await stage.rehearsal.run(stage.renewal)
        #expect(try await stage.report().phase == "drafted")
        #expect(try await stage.report().next.reason.code == "purchase-refused")
        let other = try await Stage.place("other", in: stage.rehearsal)
        #expect(try await stage.report(other).presentation.findings.isEmpty)
        #expect(try await stage.rehearsal.provisioner.confirm(stage.renewal, despiteFindings: false).isConfirmed)
        try await stage.rehearsal.run(stage.renewal)
        try await stage.expectRenewedOnce()
    }

    @Test func `a request that never arrived is asked about, and made again knowingly`() async throws {
        let stage = try await Stage()
        try stage.rehearsal.fault("renew:timeout-before")
        try await stage.rehearsal.run(stage.renewal)
        #expect(try await stage.report().next.what == "account-for-purchase")
        _ = try await stage.rehearsal.provisioner.repurchase(stage.renewal, because: "it never came")
        try await stage.rehearsal.run(stage.renewal)
        try await stage.expectRenewedOnce()
        let section = try await stage.report().presentation.fields["clusterRenewal"]
        #expect(section?["purchase"]["epoch"] == .integer(2))
    }

    @Test func `while the end has moved and no order shows, nothing is paid again`() async throws {
        let stage = try await Stage()
        // The vendor's list shows nothing for two hours; the instance ends later at once.
        stage.rehearsal.time.advance(by: .seconds(2 * 3600))
        try stage.rehearsal.set("visibility", ["orders": "2h"])
        try stage.rehearsal.fault("renew:timeout-after")
        try await stage.rehearsal.run(stage.renewal)
        #expect(try await stage.report().next.what == "account-for-purchase")
        let refusal = await #expect(throws: Refusal<RefusalGround>.self) {
            try await stage.rehearsal.provisioner.repurchase(stage.renewal, because: "it never came")
        }
        #expect(refusal?.ground == .endHasMoved(to: try #require(try stage.newEnd)))
        stage.rehearsal.time.advance(by: .seconds(2 * 3600))
        try await stage.rehearsal.run(stage.renewal)
        try await stage.expectRenewedOnce()
    }

    @Test func `a late request that surfaces before the next is sent is taken instead`() async throws {
        let stage = try await Stage()
        try stage.rehearsal.fault("renew:late=40m")
        try await stage.rehearsal.run(stage.renewal)
        _ = try await stage.rehearsal.provisioner.repurchase(stage.renewal, because: "it never came")
        // It takes effect before the next request, and its order shows only an hour later: the end tells.
        try stage.rehearsal.set("visibility", ["orders": "1h"])
        stage.rehearsal.time.advance(by: .seconds(600))
        let turn = try await stage.rehearsal.advance(stage.renewal)
        #expect(turn.transitions.map(\.event) == ["purchaseUnseen"])
        #expect(turn.workflow.next.reason.code == "purchase-not-visible")
        // Once the window has closed, the operator is asked; looking again shows it.
        try await stage.rehearsal.run(stage.renewal)
        #expect(try await stage.report().next.what == "account-for-purchase")
        stage.rehearsal.time.advance(by: .seconds(3600))
        try await stage.rehearsal.run(stage.renewal)
        try await stage.expectRenewedOnce()
    }

    @Test func `two renewals in the console are a question, which the operator answers`() async throws {
        let stage = try await Stage()
        try stage.rehearsal.set("purchase-keys", ["keys": "dropped"])
        try stage.rehearsal.fault("renew:timeout-after")
        try await stage.rehearsal.advance(stage.renewal)
        let other = try await stage.rehearsal.cloud.renew(try stage.instance, months: 3, key: "").value
        try await stage.rehearsal.run(stage.renewal)
        #expect(try await stage.report().next.what == "account-for-purchase")
        let candidates = try await stage.report().presentation.fields["clusterRenewal"]?["candidates"]
        guard case .list(let list)? = candidates else {
            Issue.record("there are candidates")
            return
        }
        #expect(list.count == 2)
        _ = try await stage.rehearsal.provisioner.adopt(stage.renewal, other.orderNumber, because: "seen")
        try await stage.rehearsal.run(stage.renewal)
        #expect(try await stage.report().phase == "done")
        #expect(try stage.rehearsal.state.tables.renewals.all.count == 2)
    }

    @Test func `what is not a renewal of this instance cannot be adopted`() async throws {
        let stage = try await Stage()
        try stage.rehearsal.fault("renew:timeout-before")
        try await stage.rehearsal.run(stage.renewal)
        let refusal = await #expect(throws: Refusal<RefusalGround>.self) {
            try await stage.rehearsal.provisioner.adopt(stage.renewal, "210000009999", because: "seen")
        }
        #expect(refusal?.ground == .notAdoptable("210000009999", .notVisible))
    }

    @Test func `of two renewals at once the second is told of the first, and goes on after it`() async throws {
        let stage = try await Stage()
        let second = try await Stage.place("second", in: stage.rehearsal)
        let findings = try await stage.report(second).presentation.findings
        #expect(findings.map(\.check) == ["cluster.change"])
        #expect(findings.first?.claimedBy.map(\.name) == ["risk-renew-1"])
        #expect(findings.first?.message.english.contains("risk-renew-1") == true)
        #expect(try await !stage.rehearsal.provisioner.confirm(second, despiteFindings: false).isConfirmed)
        let refusal = await #expect(throws: Refusal<RefusalGround>.self) {
            try await stage.rehearsal.provisioner.confirm(second, despiteFindings: true)
        }
        #expect(refusal?.ground.code == "prerequisite-must-hold")
        try await stage.rehearsal.run(stage.renewal)
        try await stage.expectRenewedOnce()
        #expect(try await stage.rehearsal.provisioner.confirm(second, despiteFindings: false).isConfirmed)
        try await stage.rehearsal.run(second)
        #expect(try await stage.report(second).phase == "done")
        #expect(try stage.rehearsal.state.tables.renewals.all.count == 2)
    }

    @Test func `an instance past its release is not renewed, and one in its last days is`() async throws {
        let stage = try await Stage(confirmed: false)
        stage.rehearsal.time.advance(by: stage.end - stage.rehearsal.time.current + .seconds(6 * 86_400))
        #expect(try await stage.rehearsal.provisioner.confirm(stage.renewal, despiteFindings: false).isConfirmed)
        try await stage.rehearsal.run(stage.renewal)
        try await stage.expectRenewedOnce()

        let late = try await Stage(confirmed: false)
        late.rehearsal.time.advance(by: late.end - late.rehearsal.time.current + .seconds(8 * 86_400))
        let report = try await late.rehearsal.provisioner.confirm(late.renewal, despiteFindings: false)
        #expect(!report.isConfirmed)
        #expect(report.workflow.presentation.findings.map(\.check) == ["instance.renewable"])
        // Despite that, the vendor has the last word.
        #expect(try await late.rehearsal.provisioner.confirm(late.renewal, despiteFindings: true).isConfirmed)
        try await late.rehearsal.run(late.renewal)
        #expect(try await late.report().phase == "drafted")
        #expect(try late.rehearsal.state.tables.renewals.all.isEmpty)
    }

    /// Gives the instance another end, as a vendor might who has taken the money only.
    private func setEnd(_ end: Timestamp, released: Bool = false, in stage: Stage) throws {
        let id = try stage.instance
        try stage.rehearsal.cloud.change { state, _, _ in
            let row = try #require(state.tables.instances.row(.id, id.rawValue))
            var instance = row.record
            instance.endsAt = end
            instance.isReleased = released
            state.tables.instances.replace(at: row.position, with: instance)
        }
    }

    @Test func `what is paid waits for the end to move, and is lost only if the instance is released first`()
        async throws
    {
        let stage = try await Stage()
        try await stage.rehearsal.advance(stage.renewal)
        #expect(try await stage.report().phase == "paid")
        let promised = try #require(try stage.newEnd)
        try setEnd(promised + .seconds(-1), in: stage)
        let turn = try await stage.rehearsal.advance(stage.renewal)
        #expect(turn.transitions.isEmpty)
        #expect(turn.workflow.next.reason.code == "end-not-moved")
        stage.rehearsal.time.advance(by: .seconds(30))
        try setEnd(promised, in: stage)
        try await stage.rehearsal.advance(stage.renewal)
        try await stage.expectRenewedOnce()

        let lost = try await Stage()
        try await lost.rehearsal.advance(lost.renewal)
        try setEnd(lost.end, released: true, in: lost)
        try await lost.rehearsal.run(lost.renewal)
        #expect(try await lost.report().phase == "failed")
        #expect(try await lost.report().next.reason.code == "instance-lost")
    }

    @Test func `a RAM user confirms nothing`() async throws {
        let stage = try await Stage(confirmed: false)
        try stage.rehearsal.set("caller", ["type": "ram-user", "name": "alice"])
        let refusal = await #expect(throws: Refusal<RefusalGround>.self) {
            try await stage.rehearsal.provisioner.confirm(stage.renewal, despiteFindings: true)
        }
        #expect(refusal?.ground.code == "not-permitted")
    }

    @Test func `orders without a cluster that runs, and pay-as-you-go, are refused when placed`() async throws {
        let rehearsal = try Rehearsal()
        _ = try await rehearsal.place()
        let first = await #expect(throws: RefusedRequest.self) {
            _ = try await Stage.place("early", in: rehearsal)
        }
        #expect(first?.code == "no-cluster")
        await #expect(throws: UnknownOrder.self) {
            _ = try await rehearsal.place(
                "{ apiVersion: sluice/v1, kind: ClusterRenewal, metadata: { name: x }, spec: { order: y, months: 1 } }")
        }
        let hourly = try Rehearsal()
        let order = try await hourly.confirmed(
            Texts.manifest.replacing("method: subscription, months: 12", with: "method: pay-as-you-go"))
        try await hourly.run(order)
        let second = await #expect(throws: RefusedRequest.self) { _ = try await Stage.place("x", in: hourly) }
        #expect(second?.code == "pay-as-you-go")
    }

    @Test func `the template of a renewal is one`() throws {
        let template = try Document(text: ClusterRenewals().manifest.template, source: "template")
        #expect(try ClusterRenewals().read(template).months == 3)
    }

    @Test func `a renewal is withdrawn until it is paid`() async throws {
        let stage = try await Stage()
        _ = try await stage.rehearsal.provisioner.withdraw(stage.renewal, because: "not needed")
        #expect(try await stage.report().phase == "withdrawn")
        let other = try await Stage()
        try await other.rehearsal.run(other.renewal)
        await #expect(throws: Refusal<RefusalGround>.self) {
            try await other.rehearsal.provisioner.withdraw(other.renewal, because: "not needed")
        }
    }

    @Test(arguments: CrashTests.CommitSide.allCases, [nil, "renew:timeout-after", "renew:late=5m"])
    func `killed at any commit and taken up again, one renewal is paid for`(side: CrashTests.CommitSide, fault: String?)
        async throws
    {
        var point = 1
        while true {
            let stage = try await Stage()
            let rehearsal = stage.rehearsal
            if let fault { try rehearsal.fault(fault) }
            let doomed = try Rehearsal(
                journal: DoomedJournal(rehearsal.journal, diesAt: point, side: side), sharing: rehearsal)
            guard case .error = try await doomed.run(stage.renewal).ending else {
                #expect(point > 3)
                try await stage.expectRenewedOnce()
                return
            }
            try await rehearsal.run(stage.renewal)
            if try await stage.report().next.what == "account-for-purchase" {
                #expect(try rehearsal.state.tables.renewals.all.isEmpty)
                _ = try await rehearsal.provisioner.repurchase(stage.renewal, because: "it never left")
                try await rehearsal.run(stage.renewal)
            }
            try await stage.expectRenewedOnce()
            point += 1
        }
    }
}

extension ClusterRenewalWalkTests.Stage {
    var instance: InstanceID {
        get throws { try #require(try rehearsal.state.instances(at: rehearsal.time.current).first?.id) }
    }
}

extension JSONValue {
    subscript(name: String) -> JSONValue {
        if case .object(let fields) = self { fields[name] ?? .null } else { .null }
    }
}
