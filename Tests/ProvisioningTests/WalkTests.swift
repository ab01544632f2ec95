import CanonicalJSON
import Provisioning
import RealtimeCompute
import SimulatedCloud
import Testing
import Wording
import Workflow
import WorkflowEngine

struct WalkTests {
    @Test func `an order walks from draft to projects, one durable step at a time`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
        let events = try await rehearsal.events(id)
        #expect(events.first == "placed")
        #expect(
            events.filter { $0 != "clusterAdvanced" } == [
                "placed", "confirmed", "purchaseBegun", "purchased", "cleared", "clusterCreated", "clusterRunning",
                "projectCreated", "projectCreated",
            ])
        let history = try await rehearsal.journal.history(of: id)
        #expect(history.prefix(2).allSatisfy { $0.actor == Actor(.operator, id: "op") })
        #expect(history.dropFirst(2).allSatisfy { $0.actor == Actor(.account, id: "1234567890123456") })
        #expect(history.dropFirst(3).allSatisfy { $0.requestID != nil })
        #expect(history.map(\.at) == history.map(\.at).sorted())
        #expect(rehearsal.time.current - Rehearsal.start >= .seconds(1800))
    }

    @Test func `what does not hold after the payment blocks, with everything at once; mended, the next turn clears it`()
        async throws
    {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.paid)
        try rehearsal.set("bucket/risk-udf", ["acl": "public-read", "storageClass": "IA", "versioning": "true"])
        try rehearsal.set("vswitch/vsw-1", ["freeAddresses": "8"])
        #expect(try await rehearsal.advance(id).workflow.isAsking)
        let report = try await rehearsal.report(id)
        #expect(report.state.phase == .blocked)
        #expect(
            report.findings.map(\.check) == [
                Check.vSwitchAddresses.rawValue, Check.bucketClass.rawValue, Check.bucketACL.rawValue,
                Check.bucketVersioning.rawValue,
            ])
        #expect(report.next.command == ["sluice", "advance", "risk"])

        // Looked at again with nothing mended, nothing happens; with one mended, the findings differ.
        let version = report.version
        #expect(try await rehearsal.advance(id).transitions.isEmpty)
        try rehearsal.set("vswitch/vsw-1", ["freeAddresses": "9"])
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["obstructed"])
        #expect(try await rehearsal.report(id).version == version + 1)

        // A warning does not block.
        try rehearsal.set("bucket/risk-udf", ["acl": "private", "storageClass": "Standard"])
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["cleared"])
        #expect(try await rehearsal.report(id).findings.map(\.check) == [Check.bucketVersioning.rawValue])
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `a blocked order can be pointed at another vSwitch`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.paid)
        try rehearsal.set("vswitch/vsw-1", ["freeAddresses": "0"])
        try await rehearsal.advance(id)
        let amended = try Texts.specification(Texts.manifest.replacing("vsw-1", with: "vsw-2"))
        #expect(try await rehearsal.provisioner.amend(id, to: amended).workflow.orderPhase == .blocked)
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
        #expect(try rehearsal.state.vSwitches.map(\.freeAddresses) == [0, 191])
    }

    @Test func `grants take time to show, and are waited for`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.paid)
        try rehearsal.set("visibility", ["grants": "2m"])
        try rehearsal.set("role/AliyunStreamDefaultRole", ["policies": "AliyunOSSFullAccess"])
        rehearsal.time.advance(by: .seconds(120))
        #expect(try await rehearsal.advance(id).workflow.orderPhase == .blocked)
        try rehearsal.set("role/AliyunStreamDefaultRole", ["policies": "AliyunStreamRolePolicy"])
        #expect(try await rehearsal.advance(id).workflow.orderPhase == .blocked)
        rehearsal.time.advance(by: .seconds(120))
        #expect(try await rehearsal.advance(id).workflow.orderPhase == .ready)
    }

    @Test func `a purchase whose instance is not shown yet is waited for`() async throws {
        let rehearsal = try Rehearsal()
        try rehearsal.set("visibility", ["orders": "5m"])
        let id = try await rehearsal.reached(.paid)
        let report = try await rehearsal.advance(id)
        #expect(report.transitions.isEmpty)
        #expect(report.workflow.next.reason.code == "instance-not-visible")
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `two orders for the last free addresses: the second is told which order holds what`() async throws {
        let rehearsal = try Rehearsal()
        let first = try await rehearsal.reached(.paid)
        let second = try await rehearsal.reached(.paid, Texts.named("second"))
        try rehearsal.set("vswitch/vsw-1", ["freeAddresses": "17"])
        try await rehearsal.advance(first)
        #expect(try await rehearsal.phase(first) == .ready)
        try await rehearsal.advance(second)
        let finding = try #require(try await rehearsal.report(second).findings.first)
        #expect(finding.check == Check.vSwitchAddresses.rawValue)
        #expect((finding.observed, finding.required) == ("8", "9"))
        #expect(finding.claimedBy.map(\.id) == [first])
        #expect(finding.claimedBy.map(\.name) == ["risk"])
        #expect(finding.claimedBy.map(\.amount) == [9])

        // Once the first has its cluster, the cloud counts its addresses itself.
        try await rehearsal.run(first)
        try rehearsal.set("vswitch/vsw-1", ["freeAddresses": "9"])
        try await rehearsal.run(second)
        try await rehearsal.expectProvisioned(first, purchases: 2)
        try await rehearsal.expectProvisioned(second, purchases: 2)
    }

    @Test(.enabled(if: Rehearsal.isInProcess, "both are of one account"))
    func `an order of another cloud is refused, and passed over by resume`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        let other = try Rehearsal(id: "simulated-other", journal: rehearsal.journal)
        await #expect(throws: ForeignCloud.self) { try await other.advance(id) }
        await #expect(throws: ForeignCloud.self) { try await other.provisioner.confirm(id, despiteFindings: false) }
        let unfinished = try await other.provisioner.inFlight()
        #expect(unfinished.own.isEmpty)
        #expect(unfinished.foreign == ["risk"])
        #expect(try await rehearsal.phase(id) == .confirmed)
    }
}

struct ConfirmTests {
    @Test(.enabled(if: Rehearsal.isInProcess, "the vendor tells no sale"))
    func `what blocks keeps a draft a draft, and is kept if it is news`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.place()
        try rehearsal.set("bucket/risk-udf", ["acl": "public-read"])
        for expected in [2, 2] {
            let report = try await rehearsal.provisioner.confirm(id, despiteFindings: false)
            #expect(!report.isConfirmed)
            #expect(report.workflow.orderPhase == .drafted)
            #expect(report.workflow.presentation.findings.map(\.check) == [Check.bucketACL.rawValue])
            #expect(report.workflow.version == expected)
        }
        #expect(try rehearsal.purchaseCount == 0)
    }

    @Test func `despite findings it is confirmed, which the history keeps`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.place()
        try rehearsal.set("bucket/risk-udf", ["acl": "public-read"])
        #expect(try await rehearsal.provisioner.confirm(id, despiteFindings: true).isConfirmed)
        let entry = try #require(try await rehearsal.journal.history(of: id).last)
        #expect(entry.event == "confirmed")
        #expect(entry.evidence.text.contains(#""despiteFindings":true"#))
        #expect(entry.evidence.text.contains("public-read"))
    }

    @Test(.enabled(if: Rehearsal.isInProcess, "the vendor tells no sale"))
    func `a RAM user may draft and may not confirm`() async throws {
        let rehearsal = try Rehearsal()
        try rehearsal.set("caller", ["type": "ram-user", "name": "alice"])
        let id = try await rehearsal.place()
        #expect(try await rehearsal.report(id).findings.map(\.check) == [Check.callerAccount.rawValue])
        await #expect {
            try await rehearsal.provisioner.confirm(id, despiteFindings: true)
        } throws: { error in
            if case .notPermitted = (error as? OrderRefusal)?.ground { true } else { false }
        }
        #expect(try await rehearsal.report(id).version == 1)
    }

    @Test(.enabled(if: Rehearsal.isInProcess, "the vendor tells no sale"))
    func `a closed sale refuses, also despite findings`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.place()
        rehearsal.time.advance(by: .seconds(30 * 86_400))
        for despite in [true, false] {
            await #expect {
                try await rehearsal.provisioner.confirm(id, despiteFindings: despite)
            } throws: { error in
                if case .saleClosed = (error as? OrderRefusal)?.ground { true } else { false }
            }
        }
        #expect(try await rehearsal.report(id).version == 1)
    }

    @Test func `an order is confirmed once`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        await #expect(throws: OrderRefusal.self) {
            try await rehearsal.provisioner.confirm(id, despiteFindings: true)
        }
    }

    @Test func `a sale that closes between yes and buying sends the order back to draft, saying why`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.set("sales", ["closes": "2021-01-01T00:00:00Z"])
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["purchaseBegun", "purchaseRefused"])
        let report = try await rehearsal.report(id)
        #expect(report.state.phase == .drafted)
        #expect(report.next.reason.message.english.contains("SaleClosed"))
        #expect(try rehearsal.purchaseCount == 0)
    }
}
