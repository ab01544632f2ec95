import Testing
import Workflow

@testable import RealtimeCompute

struct ConfirmationTests {
    @Test(arguments: [Caller.Kind.ramUser, .assumedRole])
    func `only the account may confirm`(kind: Caller.Kind) {
        let caller = Caller(kind, id: "alice")
        let ground = RefusalGround.notPermitted(NotPermitted(action: "confirm", caller: caller, needed: .account))
        #expect(refusal(of: Samples.drafted, on: confirmation(by: caller)) == ground)
    }

    @Test func `what blocks must be known and waved through`() throws {
        let obstructed = Inspection(
            findings: [Finding(.bucketACL, resource: "b", observed: "public-read", required: "private")],
            observedAt: Samples.begin, claims: [])
        let account = Caller(.account, id: "1")
        #expect(
            refusal(of: Samples.drafted, on: confirmation(by: account, obstructed)) == .prerequisitesDoNotHold)
        let state = try ExclusiveOrder.step(
            from: Samples.drafted, on: confirmation(by: account, obstructed, despiteFindings: true))
        #expect(state.phase == .confirmed)
    }

    @Test func `a warning never blocks`() throws {
        let warned = Inspection(
            findings: [Finding(.bucketVersioning, .warning, resource: "b", observed: "on", required: "off")],
            observedAt: Samples.begin, claims: [])
        let state = try ExclusiveOrder.step(
            from: Samples.drafted, on: confirmation(by: Caller(.account, id: "1"), warned))
        #expect(state.phase == .confirmed)
        #expect(Clearance(warned, on: "i") != nil)
        #expect(Obstruction(warned) == nil)
    }

    private func confirmation(
        by caller: Caller, _ inspection: Inspection = Inspection(findings: [], observedAt: Samples.begin, claims: []),
        despiteFindings: Bool = false
    ) -> OrderEvent {
        .confirmed(Confirmation(by: caller, knowing: inspection, despiteFindings: despiteFindings))
    }
}

struct VisibilityWindowTests {
    private let end = Samples.begin + .seconds(30 * 60)

    @Test func `the window runs from the first look that sees nothing, and closes only by a look at or after its end`()
    {
        let before = Look(at: end + .milliseconds(-1))
        #expect(
            refusal(of: Samples.unseen, on: .purchaseNotFound(before)) == .visibilityWindowOpen(until: end))
        #expect(refusal(of: Samples.unseen, on: .purchaseNotFound(Look(at: end))) == nil)
    }

    @Test func `before the first look there is no window to close`() {
        let look = Look(at: Samples.late)
        #expect(refusal(of: Samples.purchasing, on: .purchaseNotFound(look)) == .visibilityWindowOpen(until: nil))
        let repurchase = OrderEvent.repurchaseOrdered(Repurchase(because: "x", after: look, disowning: []))
        #expect(refusal(of: Samples.purchasing, on: repurchase) == .visibilityWindowOpen(until: nil))
    }

    @Test func `repurchase and withdrawal are refused while it is open, and withdrawal without a look`() {
        let look = Look(at: end + .seconds(-1))
        let repurchase = OrderEvent.repurchaseOrdered(Repurchase(because: "x", after: look, disowning: []))
        #expect(refusal(of: Samples.unseen, on: repurchase) == .visibilityWindowOpen(until: end))
        #expect(
            refusal(of: Samples.unseen, on: .withdrawn(Withdrawal(because: "x", after: look)))
                == .visibilityWindowOpen(until: end))
        #expect(
            refusal(of: Samples.notFound, on: .withdrawn(Withdrawal(because: "x"))) == .visibilityWindowOpen(until: end)
        )
    }

    @Test func `candidates that vanish are looked for as before, and a closed window stays closed`() throws {
        let again = try ExclusiveOrder.step(from: Samples.ambiguous, on: .purchaseUnseen(Look(at: Samples.late)))
        guard case .purchasing(let purchasing) = again else {
            Issue.record("it is still purchasing")
            return
        }
        #expect(purchasing.question == nil)
        #expect(purchasing.firstLook == Samples.begin)
        #expect(try ExclusiveOrder.step(from: Samples.notFound, on: Samples.purchaseUnseen) == Samples.notFound)
    }

    @Test func `a repurchase opens the next epoch, with another key, and disowns what was shown`() throws {
        let event = OrderEvent.repurchaseOrdered(
            Repurchase(because: "x", after: Look(at: Samples.late), disowning: ["1", "2"]))
        guard case .confirmed(let confirmed) = try ExclusiveOrder.step(from: Samples.notFound, on: event) else {
            Issue.record("it is confirmed again")
            return
        }
        #expect(confirmed.trail.epoch == 2)
        #expect(confirmed.trail.disowned == ["1", "2"])
        #expect(confirmed.trail.firstIntent == Samples.begin)
        let keys = (1...2).map { Samples.order.purchaseKey(inEpoch: $0) }
        #expect(keys[0] != keys[1])
        guard
            case .perform(_, .purchaseBegun(let intent)?) = ExclusiveOrder.next(
                in: .confirmed(confirmed), at: Samples.late)
        else {
            Issue.record("it is to be bought")
            return
        }
        #expect(intent.key == keys[1])
        // An intent of an epoch that is over is none.
        let old = PurchaseIntent(key: keys[0], epoch: 1, at: Samples.late)
        #expect(refusal(of: .confirmed(confirmed), on: .purchaseBegun(old)) == .notApplicable)
    }
}

struct PurchaseSearchTests {
    private let order = Samples.order
    private let key = Samples.order.purchaseKey(inEpoch: 1)

    @Test func `one that bears our key is ours, of any epoch, before any intent`() {
        let ours = purchase("1", key: key)
        let trail = PurchaseTrail().afterRepurchase(disowning: [])
        #expect(search([ours, purchase("2")], trail) == .ours(ours))
    }

    @Test func `one without a key is ours if it is the only one of the specification since our first intent`() {
        let trail = PurchaseTrail().afterIntent(at: Samples.begin)
        let unmarked = purchase("1")
        #expect(search([unmarked], trail) == .ours(unmarked))
        #expect(search([unmarked], PurchaseTrail()) == .none)
        #expect(search([purchase("1", madeAt: Samples.begin + .seconds(-1))], trail) == .none)
        #expect(search([purchase("1", specification: other)], trail) == .none)
        #expect(search([purchase("1", key: "somebody-else")], trail) == .none)
        #expect(search([purchase("1", status: .cancelled)], trail) == .none)
    }

    @Test func `a time that the vendor tells to the second is not before an intent in the same second`() {
        let trail = PurchaseTrail().afterIntent(at: Samples.begin + .milliseconds(900))
        #expect(search([purchase("1")], trail) == .ours(purchase("1")))
    }

    @Test func `two that might be ours are a question, oldest first`() {
        let trail = PurchaseTrail().afterIntent(at: Samples.begin)
        let early = purchase("9")
        let late = purchase("1", madeAt: Samples.late)
        #expect(search([late, early], trail) == .candidates([early, late]))
    }

    @Test func `two that bear our keys are a question too`() {
        let trail = PurchaseTrail().afterRepurchase(disowning: [])
        let both = [purchase("1", key: key), purchase("2", key: order.purchaseKey(inEpoch: 2))]
        #expect(search(both, trail) == .candidates(both))
    }

    @Test func `what another order owns, or an operator has disowned, is never ours`() {
        let trail = PurchaseTrail().afterIntent(at: Samples.begin).afterRepurchase(disowning: ["2"])
        #expect(search([purchase("1"), purchase("2")], trail, owned: ["1"]) == .none)
        #expect(search([purchase("1"), purchase("2")], trail) == .ours(purchase("1")))
    }

    private let other = PurchaseSpecification(
        region: "cn-beijing", billing: .payAsYouGo, masters: Machines(.ecs4c16g, count: 3),
        slaves: Machines(.ecs8c32g, count: 6))

    private func purchase(
        _ number: OrderNumber, specification: PurchaseSpecification? = nil, key: PurchaseKey? = nil,
        status: Purchase.Status = .paid, madeAt: Timestamp = Samples.begin
    ) -> Purchase {
        Purchase(
            orderNumber: number, specification: specification ?? order.specification.purchase, key: key, status: status,
            madeAt: madeAt)
    }

    private func search(
        _ purchases: [Purchase], _ trail: PurchaseTrail, owned: Set<OrderNumber> = []
    ) -> PaidSearch<Purchase> {
        PaidSearch(among: purchases, for: order, with: trail, ownedByOthers: owned)
    }
}

struct AdoptionTests {
    @Test func `a purchase can be adopted that is of the specification and bears no key but ours`() {
        for key in [nil, Samples.order.purchaseKey(inEpoch: 1)] {
            #expect(refusal(of: Samples.notFound, on: adoption(key: key)) == nil)
        }
        #expect(refusal(of: Samples.purchasing, on: adoption()) == nil)
    }

    @Test func `any other cannot, and why is told`() {
        let cases: [(OrderEvent, AdoptionObstacle)] = [
            (adoption(key: "another"), .otherKey), (adoption(billing: .payAsYouGo), .otherSpecification),
            (adoption(status: .unpaid), .notPaid),
        ]
        for (event, obstacle) in cases {
            #expect(refusal(of: Samples.notFound, on: event) == .notAdoptable("77", obstacle))
        }
    }

    @Test func `what was disowned cannot`() throws {
        let repurchase = OrderEvent.repurchaseOrdered(
            Repurchase(because: "x", after: Look(at: Samples.late), disowning: ["77"]))
        let confirmed = try ExclusiveOrder.step(from: Samples.notFound, on: repurchase)
        let intent = PurchaseIntent(key: Samples.order.purchaseKey(inEpoch: 2), epoch: 2, at: Samples.late)
        let purchasing = try ExclusiveOrder.step(from: confirmed, on: .purchaseBegun(intent))
        #expect(refusal(of: purchasing, on: adoption()) == .notAdoptable("77", .disowned))
    }

    private func adoption(
        key: PurchaseKey? = nil, billing: Billing = .subscription(months: 12), status: Purchase.Status = .paid
    ) -> OrderEvent {
        let specification = PurchaseSpecification(
            region: "cn-beijing", billing: billing, masters: Machines(.ecs4c16g, count: 3),
            slaves: Machines(.ecs8c32g, count: 6))
        return .purchaseAdopted(
            Adoption(
                of: Purchase(
                    orderNumber: "77", specification: specification, key: key, status: status, madeAt: Samples.begin),
                because: "x"))
    }
}

struct AmendmentTests {
    @Test func `a draft may change throughout`() throws {
        let event = OrderEvent.amended(Amendment(to: changed { $0.slaves = Machines(.ecs16c64g, count: 4) }))
        #expect(try ExclusiveOrder.step(from: Samples.drafted, on: event).order.specification.slaves.count == 4)
    }

    @Test func `a draft whose earlier request may still surface may not change what is bought`() throws {
        let confirmed = try ExclusiveOrder.step(from: Samples.notFound, on: Samples.repurchaseOrdered)
        let intent = PurchaseIntent(key: Samples.order.purchaseKey(inEpoch: 2), epoch: 2, at: Samples.late)
        let purchasing = try ExclusiveOrder.step(from: confirmed, on: .purchaseBegun(intent))
        let noFunds = PurchaseRefusal(because: CloudRefusal(code: "InsufficientBalance", message: "x"), inEpoch: 2)
        let drafted = try ExclusiveOrder.step(from: purchasing, on: .purchaseRefused(noFunds))
        let more = OrderEvent.amended(Amendment(to: changed { $0.slaves = Machines(.ecs16c64g, count: 4) }))
        #expect(refusal(of: drafted, on: more) == .unchangeable(["spec.slaves"]))
        #expect(refusal(of: drafted, on: Samples.amendedCluster) == nil)
    }

    @Test func `blocked, only the cluster may change`() throws {
        #expect(refusal(of: Samples.blocked, on: Samples.amendedCluster) == nil)
        let all = changed {
            $0.name = "other"
            $0.region = "cn-hangzhou"
            $0.billing = .payAsYouGo
            $0.masters = Machines(.ecs8c32g, count: 1)
            $0.slaves = Machines(.ecs8c32g, count: 7)
            $0.projects = []
            $0.timing.poll = .seconds(1)
        }
        #expect(
            refusal(of: Samples.blocked, on: .amended(Amendment(to: all)))
                == .unchangeable([
                    "metadata.name", "spec.region", "spec.billing", "spec.masters", "spec.slaves", "spec.projects",
                    "spec.timing",
                ]))
    }

    @Test func `running, only projects not yet made may change`() {
        #expect(refusal(of: Samples.runningWithOneLeft, on: Samples.amendedCluster) == .unchangeable(["spec.cluster"]))
        let without = changed { $0.projects = [ProjectSpecification(name: "x_y", description: "", computeUnits: 1)] }
        #expect(
            refusal(of: Samples.runningWithOneLeft, on: .amended(Amendment(to: without)))
                == .unchangeable(["spec.projects[0]"]))
    }

    @Test func `projects may ask for as many CUs as are free, and not for one more`() {
        for (units, ground) in [
            (16, nil),
            (17, RefusalGround.insufficientCapacity(InsufficientCapacity(requested: 17, free: 16))),
        ] {
            let specification = changed {
                $0.projects[1] = ProjectSpecification(
                    name: "risk_ml", description: "", computeUnits: ComputeUnits(units))
            }
            #expect(refusal(of: Samples.runningWithOneLeft, on: .amended(Amendment(to: specification))) == ground)
        }
    }

    @Test func `an amendment that leaves nothing to make ends the order`() throws {
        let state = try ExclusiveOrder.step(from: Samples.runningWithOneLeft, on: Samples.amendedProjects)
        #expect(state.phase == .provisioned)
    }

    private func changed(_ change: (inout OrderSpecification) -> Void) -> OrderSpecification {
        var specification = Samples.specification
        change(&specification)
        return specification
    }
}

struct ClaimTests {
    @Test
    func `an order number is claimed from paid on, addresses and stock while ready, names until they can be seen`() {
        for state in Samples.states {
            let resources = ExclusiveOrder.claims(of: state).map(\.resource)
            switch state {
            case .drafted, .confirmed, .purchasing, .withdrawn: #expect(resources.isEmpty)
            case .ready: #expect(resources == ["purchase/210000000001", "vswitch/vsw-1/addresses"])
            case .paid, .blocked, .provisioned, .failed: #expect(resources == ["purchase/210000000001"])
            case .starting, .overdue:
                #expect(
                    resources == [
                        "purchase/210000000001", "cluster/cn-beijing/risk_cluster", "project/risk_rt",
                        "project/risk_ml",
                    ])
            case .running(let running):
                let missing = running.order.specification.projects.map(\.name)
                    .filter { name in !running.projects.contains { $0.name == name } }
                #expect(resources == ["purchase/210000000001"] + missing.map { "project/\($0)" })
            }
        }
    }

    @Test func `an order number is claimed once, and its owner found by it`() async throws {
        let claim = Ownership.claim(of: "1")
        #expect((claim.amount, claim.limit) == (1, 1))
        let held = HeldClaim(claim, holder: Samples.order.id, named: "risk")
        let owners = try await Ownership.owners(of: ["1", "2"]) { resources in
            #expect(resources == ["purchase/1", "purchase/2"])
            return [held]
        }
        #expect(owners == ["1": held])
    }
}

struct ClusterTests {
    @Test func `a cluster is late only by a look, at or after the allowance, that still says Starting`() throws {
        let allowance = Samples.begin + .seconds(3600)
        func look(_ time: Timestamp, _ status: ClusterStatus) -> OrderEvent {
            .clusterLate(
                ClusterSighting(
                    of: Cluster(
                        id: "cluster1", name: "risk_cluster", instance: "blinkonecs_1", status: status, stage: nil,
                        createdAt: Samples.begin, computeUnits: nil), at: time))
        }
        #expect(refusal(of: Samples.starting, on: look(allowance + .milliseconds(-1), .starting)) == .notApplicable)
        #expect(refusal(of: Samples.starting, on: look(allowance, .running)) == .notApplicable)
        #expect(try ExclusiveOrder.step(from: Samples.starting, on: look(allowance, .starting)).phase == .overdue)
    }

    @Test func `a project holds what was asked for, on a cluster that has it, or is refused`() {
        func creation(_ name: ProjectName, _ units: ComputeUnits, of total: ComputeUnits) -> OrderEvent {
            .projectCreated(
                ProjectCreation(
                    of: Project(id: "p", name: name, computeUnits: units),
                    load: ClusterLoad(computeUnits: total, allocated: units), wasFound: false))
        }
        #expect(refusal(of: Samples.running, on: creation("other", 20, of: 36)) == .notApplicable)
        #expect(refusal(of: Samples.running, on: creation("risk_rt", 19, of: 36)) == .notApplicable)
        #expect(
            refusal(of: Samples.running, on: creation("risk_rt", 20, of: 19))
                == .insufficientCapacity(InsufficientCapacity(requested: 20, free: 19)))
        #expect(refusal(of: Samples.running, on: creation("risk_rt", 20, of: 20)) == nil)
    }
}

/// Why `event` is refused in `state`; `nil` if it is not.
private func refusal(of state: OrderState, on event: OrderEvent) -> RefusalGround? {
    do throws(OrderRefusal) {
        _ = try ExclusiveOrder.step(from: state, on: event)
        return nil
    } catch {
        return error.ground
    }
}
