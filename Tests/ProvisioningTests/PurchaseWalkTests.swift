import CanonicalJSON
import Provisioning
import RealtimeCompute
import SimulatedCloud
import Testing
import Wording
import Workflow
import WorkflowEngine

struct PurchaseFaultTests {
    @Test(arguments: ["throttle", "unreachable"])
    func `what was surely not done is done again, later each time`(fault: String) async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:\(fault)*3")
        let first = try await rehearsal.advance(id)
        #expect(first.failure != nil)
        #expect(first.workflow.orderPhase == .confirmed)
        #expect(first.workflow.postponement?.attempt == 1)
        guard case .wait(let until) = first.workflow.next.step else {
            Issue.record("the next attempt has a time")
            return
        }
        #expect((.milliseconds(1600)...(.milliseconds(2400))).contains(until - rehearsal.time.current))
        // Before its time nothing is done.
        #expect(try await rehearsal.advance(id).transitions.isEmpty)
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
        let attempts = try await rehearsal.journal.history(of: id).filter { $0.event == "purchaseNotMade" }
        #expect(attempts.count == 3)
        #expect(attempts[2].evidence.text.contains(#""attempt":3"#))
    }

    @Test func `eight failures in a row end a run, and the next goes on`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:throttle*9")
        let report = try await rehearsal.run(id)
        guard case .failing = report.ending else {
            Issue.record("the run goes on")
            return
        }
        #expect(try await rehearsal.report(id).postponement?.attempt == 8)
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `a refusal for good sends the order back to draft, to be amended and confirmed again`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:refuse")
        try await rehearsal.advance(id)
        #expect(try await rehearsal.phase(id) == .drafted)
        let more = try Texts.specification(Texts.manifest.replacing("count: 6", with: "count: 7"))
        _ = try await rehearsal.provisioner.amend(id, to: more)
        #expect(try await rehearsal.provisioner.confirm(id, despiteFindings: false).isConfirmed)
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
        #expect(try rehearsal.state.purchases[0].purchase.specification.slaves.count == 7)
    }

    @Test func `a lost answer to a purchase that was made: it is found, and never made twice`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:timeout-after")
        let report = try await rehearsal.advance(id)
        #expect(report.workflow.orderPhase == .purchasing)
        #expect((report.failure as? CloudError)?.fate == .unknown)
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["purchaseFound"])
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `a purchase that shows late is looked for until it does`() async throws {
        let rehearsal = try Rehearsal()
        try rehearsal.set("visibility", ["orders": "12m"])
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:timeout-after")
        try await rehearsal.advance(id)
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["purchaseUnseen"])
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `a request that takes effect late is found when it does`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:late=20m")
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `a request that never arrived is looked for until the window has closed, and then asked about`()
        async throws
    {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:timeout-before")
        try await rehearsal.run(id)
        let asked = try await rehearsal.report(id)
        #expect(asked.state.phase == .purchasing)
        #expect(asked.next.question == .accountForPurchase)
        #expect(try rehearsal.purchaseCount == 0)
        let events = try await rehearsal.events(id)
        #expect(events == ["placed", "confirmed", "purchaseBegun", "purchaseUnseen", "purchaseNotFound"])
        #expect(rehearsal.time.current - Rehearsal.start >= .seconds(1800))

        _ = try await rehearsal.provisioner.repurchase(id, because: "it never came")
        #expect(try await rehearsal.phase(id) == .confirmed)
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
        #expect(try await rehearsal.report(id).state.purchase?.epoch == 2)
    }

    @Test func `three days asleep change nothing: the window runs from the first look`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:timeout-before")
        try await rehearsal.advance(id)
        rehearsal.time.advance(by: .seconds(3 * 86_400))
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["purchaseUnseen"])
        rehearsal.time.advance(by: .seconds(1799))
        #expect(try await rehearsal.advance(id).transitions.isEmpty)
        rehearsal.time.advance(by: .seconds(1))
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["purchaseNotFound"])
        let entry = try #require(try await rehearsal.journal.history(of: id).last)
        #expect(entry.actor.type == .system)
    }

    @Test func `an answer that comes after the question is found by looking again`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:late=40m")
        try await rehearsal.run(id)
        #expect(try await rehearsal.report(id).next.question == .accountForPurchase)
        rehearsal.time.advance(by: .seconds(600))
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["purchaseFound"])
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `a request of an earlier epoch that surfaces before the next is sent is taken instead`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:late=40m")
        try await rehearsal.run(id)
        _ = try await rehearsal.provisioner.repurchase(id, because: "it never came")
        rehearsal.time.advance(by: .seconds(600))
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["purchaseFound"])
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `who may buy no longer is refused by the cloud, and the order is a draft again`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.set("caller", ["type": "ram-user", "name": "alice"])
        try await rehearsal.advance(id)
        #expect(try await rehearsal.phase(id) == .drafted)
        #expect(try await rehearsal.journal.history(of: id).last?.actor == Actor(.ramUser, id: "alice"))
        #expect(try rehearsal.purchaseCount == 0)
    }
}

struct DecisionTests {
    @Test func `repurchase and withdrawal are refused while the window is open, and change nothing`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:timeout-before")
        try await rehearsal.advance(id)
        for _ in 0..<2 {
            let before = try await rehearsal.report(id)
            #expect(await ground { try await rehearsal.provisioner.repurchase(id, because: "x") }?.isWindowOpen == true)
            #expect(await ground { try await rehearsal.provisioner.withdraw(id, because: "x") }?.isWindowOpen == true)
            #expect(try await rehearsal.report(id).version == before.version)
            try await rehearsal.advance(id)
        }
    }

    @Test func `a look in the same turn closes the window, so that nobody has to advance first`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:timeout-before")
        try await rehearsal.advance(id)
        try await rehearsal.advance(id)
        rehearsal.time.advance(by: .seconds(1800))
        #expect(try await rehearsal.provisioner.withdraw(id, because: "not needed").workflow.orderPhase == .withdrawn)
        try await rehearsal.expectSoundHistory()
    }

    @Test(
        .enabled(if: Rehearsal.isInProcess, "the vendor shows no keys"), arguments: ["withdraw", "repurchase", "adopt"])
    func `what is found to be ours is adopted before anything else is decided`(decision: String) async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:timeout-after")
        try await rehearsal.advance(id)
        let stranger = try rehearsal.purchaseInConsole()
        let refused = await ground {
            switch decision {
            case "withdraw": try await rehearsal.provisioner.withdraw(id, because: "x")
            case "repurchase": try await rehearsal.provisioner.repurchase(id, because: "x")
            default: try await rehearsal.provisioner.adopt(id, stranger, because: "x")
            }
        }
        #expect(refused == .notApplicable)
        #expect(try await rehearsal.phase(id) == .paid)
        #expect(try await rehearsal.report(id).state.purchase?.orderNumber == "210000000001")
    }

    @Test(.enabled(if: Rehearsal.isInProcess, "the vendor shows no keys"), arguments: ["withdraw", "repurchase"])
    func `purchases that bear our keys are never disowned`(decision: String) async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:late=3h", "purchase:late=2h")
        try await rehearsal.run(id)
        _ = try await rehearsal.provisioner.repurchase(id, because: "it never came")
        try await rehearsal.advance(id)
        try await rehearsal.advance(id)
        rehearsal.time.advance(by: .seconds(3 * 3600))
        let numbers: [OrderNumber] = ["210000000001", "210000000002"]
        let refused = await ground {
            decision == "withdraw"
                ? try await rehearsal.provisioner.withdraw(id, because: "x")
                : try await rehearsal.provisioner.repurchase(id, because: "x")
        }
        #expect(refused == .purchasesAreOurs(numbers))
        try await rehearsal.advance(id)
        #expect(try await rehearsal.report(id).candidates.map(\.orderNumber) == numbers)
        _ = try await rehearsal.provisioner.adopt(id, numbers[0], because: "the first")
        try await rehearsal.run(id)
        #expect(try await rehearsal.phase(id) == .provisioned)
    }

    @Test func `a draft whose earlier request has surfaced is not withdrawn over it`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:late=2h", "purchase:refuse")
        try await rehearsal.run(id)
        _ = try await rehearsal.provisioner.repurchase(id, because: "it never came")
        try await rehearsal.advance(id)
        #expect(try await rehearsal.phase(id) == .drafted)
        rehearsal.time.advance(by: .seconds(2 * 3600))
        #expect(
            await ground { try await rehearsal.provisioner.withdraw(id, because: "x") }
                == .purchasesAreOurs(["210000000001"]))
        #expect(try await rehearsal.provisioner.confirm(id, despiteFindings: false).isConfirmed)
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["purchaseFound"])
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test(.enabled(if: Rehearsal.isInProcess, "the vendor shows no keys"))
    func `a purchase that bears our key and is not paid yet is waited for, and never disowned`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.confirmed()
        try rehearsal.fault("purchase:timeout-after")
        try await rehearsal.advance(id)
        try rehearsal.set("purchase/210000000001", ["status": "Unpaid"])
        let report = try await rehearsal.advance(id)
        #expect(report.transitions.isEmpty)
        #expect(report.workflow.next.reason.code == "purchase-unpaid")
        rehearsal.time.advance(by: .seconds(3600))
        for decision in [Provisioner.withdraw, Provisioner.repurchase] {
            #expect(
                await ground { try await decision(rehearsal.provisioner)(id, "x") }
                    == .purchasesAreOurs(["210000000001"]))
        }
        try rehearsal.set("purchase/210000000001", ["status": "Paid"])
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `a draft and a confirmed order can be withdrawn, a paid one cannot`() async throws {
        for phase in [OrderState.Phase.drafted, .confirmed] {
            let rehearsal = try Rehearsal()
            let id = phase == .drafted ? try await rehearsal.place() : try await rehearsal.confirmed()
            #expect(try await rehearsal.provisioner.withdraw(id, because: "no").workflow.orderPhase == .withdrawn)
        }
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.paid)
        #expect(await ground { try await rehearsal.provisioner.withdraw(id, because: "no") } == .notApplicable)
    }

    @Test func `decisions that do not apply are refused in every other phase`() async throws {
        for phase in [OrderState.Phase.confirmed, .paid, .ready, .starting, .running, .provisioned] {
            let rehearsal = try Rehearsal()
            let id = try await rehearsal.reached(phase)
            let version = try await rehearsal.report(id).version
            #expect(await ground { try await rehearsal.provisioner.repurchase(id, because: "x") } == .notApplicable)
            #expect(await ground { try await rehearsal.provisioner.adopt(id, "1", because: "x") } == .notApplicable)
            #expect(try await rehearsal.report(id).version == version)
        }
    }
}

struct AmbiguityTests {
    /// A cloud whose order list shows no keys, as the vendor's does, and an order whose request got no answer.
    private func unmarked(_ fault: String) async throws -> (Rehearsal, OrderID) {
        let rehearsal = try Rehearsal()
        try rehearsal.set("purchase-keys", ["keys": "dropped"])
        let id = try await rehearsal.confirmed()
        try rehearsal.fault(fault)
        try await rehearsal.advance(id)
        return (rehearsal, id)
    }

    @Test func `the only purchase of the specification since the intent is ours`() async throws {
        let (rehearsal, id) = try await unmarked("purchase:timeout-after")
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id)
    }

    @Test func `a purchase made before the intent is somebody else's`() async throws {
        let rehearsal = try Rehearsal()
        try rehearsal.set("purchase-keys", ["keys": "dropped"])
        _ = try rehearsal.purchaseInConsole()
        rehearsal.time.advance(by: .seconds(5))
        let id = try await rehearsal.confirmed()
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id, purchases: 2)
        #expect(try await rehearsal.report(id).state.purchase?.orderNumber == "210000000002")
    }

    @Test func `two are a question, which the operator answers`() async throws {
        let (rehearsal, id) = try await unmarked("purchase:timeout-after")
        let other = try rehearsal.purchaseInConsole()
        try await rehearsal.advance(id)
        let asked = try await rehearsal.report(id)
        #expect(asked.next.question == .accountForPurchase)
        #expect(asked.candidates.map(\.orderNumber) == ["210000000001", other])
        // Asked again about the same, nothing changes.
        #expect(try await rehearsal.advance(id).transitions.isEmpty)

        let adopted = try await rehearsal.provisioner.adopt(id, "210000000001", because: "seen in the console")
        #expect(adopted.workflow.orderPhase == .paid)
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id, purchases: 2)
        let entry = try await rehearsal.journal.history(of: id).first { $0.event == "purchaseAdopted" }
        #expect(entry?.actor == Actor(.operator, id: "op"))
        #expect(entry?.evidence.text.contains("seen in the console") == true)
    }

    @Test func `what cannot be adopted is refused, saying why`() async throws {
        let (rehearsal, id) = try await unmarked("purchase:timeout-after")
        let other = try rehearsal.purchaseInConsole(Texts.manifest.replacing("count: 6", with: "count: 7"))
        let owner = try await rehearsal.reached(.paid, Texts.named("second").replacing("count: 6", with: "count: 8"))
        let owned = try #require(try await rehearsal.report(owner).state.purchase?.orderNumber)
        let cases: [(OrderNumber, AdoptionObstacle)] = [
            ("999", .notVisible), (owned, .owned(by: "second")),
        ]
        for (number, obstacle) in cases {
            #expect(
                await ground { try await rehearsal.provisioner.adopt(id, number, because: "x") }
                    == .notAdoptable(number, obstacle))
        }
        // Our own is the only one that might be ours: asked to adopt another, it is taken first.
        #expect(await ground { try await rehearsal.provisioner.adopt(id, other, because: "x") } == .notApplicable)
        #expect(try await rehearsal.phase(id) == .paid)
    }

    @Test func `candidates that the operator has seen and not adopted are never ours after a repurchase`() async throws
    {
        let (rehearsal, id) = try await unmarked("purchase:timeout-before")
        let strangers = [try rehearsal.purchaseInConsole(), try rehearsal.purchaseInConsole()]
        try await rehearsal.advance(id)
        #expect(try await rehearsal.report(id).candidates.map(\.orderNumber) == strangers)
        #expect(await ground { try await rehearsal.provisioner.repurchase(id, because: "x") }?.isWindowOpen == true)
        rehearsal.time.advance(by: .seconds(1800))
        _ = try await rehearsal.provisioner.repurchase(id, because: "neither is ours")
        try await rehearsal.run(id)
        try await rehearsal.expectProvisioned(id, purchases: 3)
        #expect(try await rehearsal.report(id).state.purchase?.orderNumber == "210000000003")
    }

    @Test(arguments: ["repurchase", "withdraw"])
    func `candidates that were not shown yet are shown before they are disowned`(decision: String) async throws {
        let (rehearsal, id) = try await unmarked("purchase:timeout-before")
        try await rehearsal.advance(id)
        rehearsal.time.advance(by: .seconds(1800))
        let strangers = [try rehearsal.purchaseInConsole(), try rehearsal.purchaseInConsole()]
        let decide = {
            decision == "repurchase"
                ? try await rehearsal.provisioner.repurchase(id, because: "neither is ours")
                : try await rehearsal.provisioner.withdraw(id, because: "neither is ours")
        }
        #expect(await ground { try await decide() } == .candidatesNotShown(strangers))
        #expect(try await rehearsal.report(id).candidates.map(\.orderNumber) == strangers)
        let report = try await decide()
        #expect(report.workflow.orderPhase == (decision == "repurchase" ? .confirmed : .withdrawn))
        let entry = try #require(try await rehearsal.journal.history(of: id).last)
        for number in strangers { #expect(entry.evidence.text.contains(number.rawValue)) }
    }

    @Test func `candidates that were shown are disowned though they cannot be seen at that moment`() async throws {
        let (rehearsal, id) = try await unmarked("purchase:timeout-before")
        let strangers = [try rehearsal.purchaseInConsole(), try rehearsal.purchaseInConsole()]
        try await rehearsal.advance(id)
        rehearsal.time.advance(by: .seconds(1800))
        try rehearsal.set("visibility", ["orders": "2h"])
        _ = try await rehearsal.provisioner.repurchase(id, because: "neither is ours")
        guard case .confirmed(let confirmed) = try await rehearsal.report(id).state else {
            Issue.record("it is to be bought again")
            return
        }
        #expect(confirmed.trail.disowned == Set(strangers))
    }

    @Test func `two orders of one specification never take the same purchase`() async throws {
        let rehearsal = try Rehearsal()
        try rehearsal.set("purchase-keys", ["keys": "dropped"])
        let first = try await rehearsal.confirmed()
        let second = try await rehearsal.confirmed(Texts.named("second"))
        try rehearsal.fault("purchase:timeout-after", "purchase:timeout-after")
        try await rehearsal.advance(first)
        try await rehearsal.advance(second)
        // Each sees both: a question to each; one answered, the other is left with the only one that is free.
        try await rehearsal.advance(first)
        try await rehearsal.advance(second)
        #expect(try await rehearsal.report(second).candidates.count == 2)
        _ = try await rehearsal.provisioner.adopt(first, "210000000001", because: "x")
        #expect(try await rehearsal.advance(second).transitions.map(\.event) == ["purchaseFound"])
        try await rehearsal.run(first)
        try await rehearsal.run(second)
        try await rehearsal.expectProvisioned(first, purchases: 2)
        try await rehearsal.expectProvisioned(second, purchases: 2)
    }

    @Test func `candidates that others have taken are no longer a question`() async throws {
        let (rehearsal, id) = try await unmarked("purchase:timeout-before")
        let strangers = [try rehearsal.purchaseInConsole(), try rehearsal.purchaseInConsole()]
        try await rehearsal.advance(id)
        for (index, number) in strangers.enumerated() {
            let other = try await rehearsal.confirmed(Texts.named("other\(index)"))
            try rehearsal.fault("purchase:timeout-before")
            try await rehearsal.advance(other)
            // Made before this order's own intent, so that only its operator can say it is its own.
            _ = try await rehearsal.provisioner.adopt(other, number, because: "x")
        }
        #expect(try await rehearsal.advance(id).transitions.map(\.event) == ["purchaseUnseen"])
        #expect(try await rehearsal.report(id).next.reason.code == "purchase-not-visible")
    }
}

/// Why an order's event was refused; `nil` if it was not.
private func ground(_ body: () async throws -> Any) async -> RefusalGround? {
    do {
        _ = try await body()
        return nil
    } catch {
        return (error as? OrderRefusal)?.ground
    }
}

extension RefusalGround {
    fileprivate var isWindowOpen: Bool {
        if case .visibilityWindowOpen = self { true } else { false }
    }
}
