import Documents
package import Workflow

extension ExclusiveOrder {
    /// The state machine as a graph, derived by asking it about samples.
    package static let graph = TransitionGraph(
        of: ExclusiveOrder.self,
        states: Samples.states + Samples.importedStates,
        events: Samples.events + Samples.imports,
        at: [Samples.begin, Samples.begin + .seconds(24 * 3600)]
    )
}

/// Samples of every phase and every event, one for each branch of the machine.
///
/// The states are reached by the machine's own steps from the events before them, so that none is made up.
package enum Samples {
    package static let begin = Timestamp(millisecondsSince1970: 1_617_238_800_000)
    /// Later than any window or allowance that is counted from ``begin``.
    package static let late = begin + .seconds(3 * 3600)

    package static let states: [OrderState] = [
        drafted, confirmed, purchasing, unseen, notFound, ambiguous, paid, blocked, ready, starting, startingUnseen,
        overdue, overdueWithTicket, running, runningWithOneLeft, runningAfterRefusal, provisioned, withdrawn, failed,
        obstructedDraft, mending,
        blockedMending,
    ]

    package static let events: [OrderEvent] = [
        placed, imported, confirming, amendedCluster, amendedProjects, withdrawing,
        purchaseBegun, purchased, purchaseFound, purchaseAdopted, purchaseRefused, purchaseNotMade, purchaseUnseen,
        purchaseNotFound, purchaseAmbiguous, repurchaseOrdered,
        cleared, obstructed, obstructedOtherwise,
        clusterCreated, clusterRefused, clusterAdvanced, clusterRunning, clusterLate, clusterFailed,
        clusterUnseen, clusterAbandoned,
        ticketOpened, ticketRefused,
        firstProjectCreated, lastProjectCreated, firstProjectRefused, lastProjectRefused,
        repairOrdered, repaired, repairRefused,
    ]

    /// What can only come of an import: clusters in which no project is wanted.
    static let importedStates: [OrderState] = [
        began(on: imported(cluster(.starting, stage: "masters"), wanting: [], at: begin)),
        began(on: imported(cluster(.starting, stage: "masters"), wanting: [], at: late)),
    ]

    /// What can be imported, one for each phase that this begins in.
    static let imports: [OrderEvent] = [
        imported, imported(cluster(.starting, stage: "masters"), wanting: [], at: begin),
        imported(cluster(.starting, stage: "masters"), wanting: [], at: late),
        imported(cluster(.running, stage: nil), wanting: specification.projects, at: begin),
        imported(cluster(.running, stage: nil), wanting: [], at: begin),
    ]

    // MARK: - States

    static let drafted = began(on: placed)
    static let confirmed = reached(from: drafted, on: confirming)
    static let purchasing = reached(from: confirmed, on: purchaseBegun)
    static let unseen = reached(from: purchasing, on: purchaseUnseen)
    static let notFound = reached(from: unseen, on: purchaseNotFound)
    static let ambiguous = reached(from: unseen, on: purchaseAmbiguous)
    static let paid = reached(from: purchasing, on: purchased)
    static let blocked = reached(from: paid, on: obstructed)
    static let obstructedDraft = reached(from: drafted, on: obstructed)
    static let mending = reached(from: obstructedDraft, on: repairOrdered)
    static let blockedMending = reached(from: blocked, on: repairOrdered)
    static let ready = reached(from: paid, on: cleared)
    static let starting = reached(from: ready, on: clusterCreated)
    static let startingUnseen = reached(from: starting, on: clusterUnseen)
    static let overdue = reached(from: starting, on: clusterLate)
    static let overdueWithTicket = reached(from: overdue, on: ticketOpened)
    static let running = reached(from: starting, on: clusterRunning)
    static let runningWithOneLeft = reached(from: running, on: firstProjectCreated)
    static let runningAfterRefusal = reached(from: running, on: firstProjectRefused)
    static let provisioned = reached(from: runningWithOneLeft, on: lastProjectCreated)
    static let withdrawn = reached(from: drafted, on: withdrawing)
    static let failed = reached(from: starting, on: clusterFailed)

    private static func began(on event: OrderEvent) -> OrderState {
        do {
            return try ExclusiveOrder.begin(on: event)
        } catch {
            preconditionFailure("a sample of the machine is refused: \(error.event)")
        }
    }

    private static func reached(from state: OrderState, on event: OrderEvent) -> OrderState {
        do {
            return try ExclusiveOrder.step(from: state, on: event)
        } catch {
            preconditionFailure("a sample of the machine is refused: \(error.event) in \(error.phase)")
        }
    }

    // MARK: - Events

    static let placed = OrderEvent.placed(Placement(of: order, inspection: clear))
    static let imported = imported(nil, wanting: specification.projects, at: begin)
    static let confirming = OrderEvent.confirmed(
        Confirmation(by: Caller(.account, id: "1234567890123456"), knowing: clear, despiteFindings: false))
    static let amendedCluster = OrderEvent.amended(Amendment(to: specification.with(vSwitch: "vsw-2")))
    static let amendedProjects = OrderEvent.amended(Amendment(to: specification.withFirstProjectOnly()))
    static let withdrawing = OrderEvent.withdrawn(Withdrawal(because: "not needed", after: Look(at: late)))

    static let purchaseBegun = OrderEvent.purchaseBegun(
        PurchaseIntent(key: order.purchaseKey(inEpoch: 1), epoch: 1, at: begin))
    static let purchased = OrderEvent.purchased(
        PurchaseReceipt(Receipt(orderNumber: purchase.orderNumber, paidAt: begin), inEpoch: 1))
    static let purchaseFound = OrderEvent.purchaseFound(PurchaseSighting(of: purchase, at: begin))
    static let purchaseAdopted = OrderEvent.purchaseAdopted(Adoption(of: purchase, because: "seen in the console"))
    static let purchaseRefused = OrderEvent.purchaseRefused(PurchaseRefusal(because: refusal, inEpoch: 1))
    static let purchaseNotMade = OrderEvent.purchaseNotMade(
        PurchasePostponement(
            inEpoch: 1, attempt: 1, code: "Throttling", message: "too many requests", requestID: nil,
            dueAt: begin + .seconds(2)))
    static let purchaseUnseen = OrderEvent.purchaseUnseen(Look(at: begin))
    static let purchaseNotFound = OrderEvent.purchaseNotFound(Look(at: late))
    static let purchaseAmbiguous = OrderEvent.purchaseAmbiguous(
        Ambiguity(between: [purchase, purchase.numbered("210000000002")], at: begin))
    static let repurchaseOrdered = OrderEvent.repurchaseOrdered(
        Repurchase(because: "it never came", after: Look(at: late), disowning: []))

    static let cleared = OrderEvent.cleared(clearance)
    static let obstructed = OrderEvent.obstructed(obstruction(of: .bucketACL))
    static let repairOrdered = OrderEvent.repairOrdered(RepairOrder([repair]))
    static let repaired = OrderEvent.repaired(RepairReceipt(of: repair, at: begin))
    static let repairRefused = OrderEvent.repairRefused(RepairRefusal(of: repair, because: refusal))
    private static let repair = Repair(.bucketACL, on: "sample", by: .makePrivate)
    static let obstructedOtherwise = OrderEvent.obstructed(obstruction(of: .vpcNamed))

    static let clusterCreated = OrderEvent.clusterCreated(
        ClusterCreation(of: cluster(.starting, stage: "masters"), on: clearance, at: begin))
    static let clusterRefused = OrderEvent.clusterRefused(refusal)
    static let clusterAdvanced = OrderEvent.clusterAdvanced(
        ClusterSighting(of: cluster(.starting, stage: "slaves"), at: begin))
    static let clusterRunning = OrderEvent.clusterRunning(
        RunningSighting(of: cluster(.running, stage: nil), load: load(allocated: 0), at: begin))
    static let clusterLate = OrderEvent.clusterLate(
        ClusterSighting(of: cluster(.starting, stage: "masters"), at: late))
    static let clusterFailed = OrderEvent.clusterFailed(ClusterLoss(of: "cluster1", .failed, at: begin))
    static let clusterUnseen = OrderEvent.clusterUnseen(Look(at: late))
    static let clusterAbandoned = OrderEvent.clusterAbandoned(
        ClusterAbandonment(because: "deleted in the console", after: Look(at: late)))
    static let ticketOpened = OrderEvent.ticketOpened(OpenedTicket("ticket1"))
    static let ticketRefused = OrderEvent.ticketRefused(refusal)

    static let firstProjectCreated = OrderEvent.projectCreated(projectCreation("risk_rt", 20, allocated: 20))
    static let lastProjectCreated = OrderEvent.projectCreated(projectCreation("risk_ml", 10, allocated: 30))
    static let firstProjectRefused = OrderEvent.projectRefused(
        ProjectRefusal(of: "risk_rt", because: refusal, load: load(allocated: 0)))
    static let lastProjectRefused = OrderEvent.projectRefused(
        ProjectRefusal(of: "risk_ml", because: refusal, load: load(allocated: 20)))

    // MARK: - What they are made of

    package static let order = Order(
        id: OrderID(rawValue: "01F24DZC800000000000000000"), store: "store", cloud: "cloud",
        specification: specification)

    package static let specification = OrderSpecification(
        name: "risk", region: "cn-beijing", billing: .subscription(months: 12),
        masters: Machines(.ecs4c16g, count: 3), slaves: Machines(.ecs8c32g, count: 6),
        cluster: ClusterSpecification(
            name: "risk_cluster", description: "Risk control", zone: "cn-beijing-f", vpc: "vpc-prod", vSwitch: "vsw-1",
            bucket: "risk-udf", cidr: AddressRange("10.10.0.0/16")),
        projects: [
            ProjectSpecification(name: "risk_rt", description: "Real-time rules", computeUnits: 20),
            ProjectSpecification(name: "risk_ml", description: "Models", computeUnits: 10),
        ],
        storage: [], timing: Timing())

    private static let instance: InstanceID = "blinkonecs_1"
    private static let refusal = CloudRefusal(code: "OperationDenied", message: "the request was refused")
    private static let clear = Inspection(
        findings: [], observedAt: begin, claims: [Claim("vswitch/vsw-1/addresses", amount: 9, limit: 200)])

    private static let purchase = Purchase(
        orderNumber: "210000000001", specification: specification.purchase, key: nil, status: .paid, madeAt: begin)

    private static func imported(
        _ cluster: Cluster?, wanting projects: [ProjectSpecification], at time: Timestamp
    ) -> OrderEvent {
        var specification = specification
        specification.projects = projects
        return .imported(
            Import(
                as: order.amended(to: specification),
                purchase: OwnedPurchase(orderNumber: purchase.orderNumber, key: nil, epoch: 1, paidAt: begin),
                instance: Instance(
                    id: instance, orderNumber: purchase.orderNumber, region: specification.region,
                    billing: specification.billing,
                    size: .machines(masters: specification.masters, slaves: specification.slaves), endsAt: late,
                    status: .normal),
                cluster: cluster, load: cluster?.status == .running ? load(allocated: 0) : nil, projects: [], at: time))
    }

    private static let clearance: Clearance = {
        guard let clearance = Clearance(clear, on: instance) else { preconditionFailure("nothing blocks the sample") }
        return clearance
    }()

    private static func obstruction(of check: Check) -> Obstruction {
        let finding = Finding(check, resource: "sample", observed: "so", required: "otherwise")
        let inspection = Inspection(findings: [finding], observedAt: begin, claims: [])
        guard let obstruction = Obstruction(inspection, on: instance) else { preconditionFailure("the sample blocks") }
        return obstruction
    }

    private static func cluster(_ status: ClusterStatus, stage: String?) -> Cluster {
        Cluster(
            id: "cluster1", name: "risk_cluster", instance: instance, status: status, stage: stage, createdAt: begin,
            computeUnits: status == .running ? 36 : nil)
    }

    private static func load(allocated: Int) -> ClusterLoad {
        ClusterLoad(computeUnits: 36, allocated: ComputeUnits(allocated))
    }

    private static func projectCreation(_ name: ProjectName, _ units: Int, allocated: Int) -> ProjectCreation {
        let project = Project(id: ProjectID(rawValue: "project-\(name)"), name: name, computeUnits: ComputeUnits(units))
        return ProjectCreation(of: project, load: load(allocated: allocated), wasFound: false)
    }
}

extension OrderSpecification {
    fileprivate func with(vSwitch: VSwitchID) -> Self {
        var other = self
        other.cluster.vSwitch = vSwitch
        return other
    }

    fileprivate func withFirstProjectOnly() -> Self {
        var other = self
        other.projects = Array(projects.prefix(1))
        return other
    }
}

extension Purchase {
    fileprivate func numbered(_ number: OrderNumber) -> Self {
        Purchase(orderNumber: number, specification: specification, key: key, status: status, madeAt: madeAt)
    }
}
