package import Workflow

extension SharedOrder {
    /// The state machine as a graph, derived by asking it about samples.
    package static let graph = TransitionGraph(
        of: SharedOrder.self, states: Samples.states, events: Samples.events,
        at: [Samples.begin, Samples.begin + .seconds(24 * 3600)])

    /// Samples of every phase and every event, one for each branch of the machine.
    ///
    /// The states are reached by the machine's own steps from the events before them, so that none is made up.
    package enum Samples {
        package static let begin = Timestamp(millisecondsSince1970: 1_575_162_000_000)
        /// Later than the window of visibility that is counted from ``begin``.
        package static let late = begin + .seconds(3 * 3600)

        package static let states: [State] = [
            drafted, confirmed, purchasing, unseen, notFound, ambiguous, paid, blocked, ready, refused, provisioned,
            withdrawn, importedBare, importedWhole, blockedAgain,
        ]

        package static let events: [Event] = [
            placed, confirming, obstructedDraft, obstructed, amendedProject, amendedUnits, withdrawing,
            purchaseBegun, purchased, purchaseFound, purchaseAdopted, purchaseRefused, purchaseNotMade, purchaseUnseen,
            purchaseNotFound, purchaseAmbiguous, repurchaseOrdered,
            cleared, projectCreated, projectRefused, importing, importingBare, projectFound,
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
        static let ready = reached(from: paid, on: cleared)
        static let refused = reached(from: ready, on: projectRefused)
        static let provisioned = reached(from: ready, on: projectCreated)
        static let withdrawn = reached(from: drafted, on: withdrawing)
        static let importedBare = began(on: importingBare)
        static let blockedAgain = reached(from: ready, on: obstructed)
        static let importedWhole = began(on: importing)

        private static func began(on event: Event) -> State {
            do {
                return try SharedOrder.begin(on: event)
            } catch {
                preconditionFailure("a sample of the machine is refused: \(error.event)")
            }
        }

        private static func reached(from state: State, on event: Event) -> State {
            do {
                return try SharedOrder.step(from: state, on: event)
            } catch {
                preconditionFailure("a sample of the machine is refused: \(error.event) in \(error.phase)")
            }
        }

        // MARK: - Events

        static let placed = Event.placed(SharedPlacement(of: order, inspection: clear))
        static let confirming = Event.confirmed(
            Confirmation(by: Caller(.account, id: "1234567890123456"), knowing: clear, despiteFindings: false))
        static let obstructedDraft = Event.obstructed(obstruction(of: .saleOpen, on: nil))
        static let obstructed = Event.obstructed(obstruction(of: .roleExists, on: instance))
        static let amendedProject = Event.amended(SharedAmendment(to: specification(project: "legacy_2", units: 4)))
        static let amendedUnits = Event.amended(SharedAmendment(to: specification(project: "legacy_rt", units: 5)))
        static let withdrawing = Event.withdrawn(Withdrawal(because: "not needed", after: Look(at: late)))

        static let purchaseBegun = Event.purchaseBegun(
            PurchaseIntent(key: order.purchaseKey(inEpoch: 1), epoch: 1, at: begin))
        static let purchased = Event.purchased(
            PurchaseReceipt(Receipt(orderNumber: purchase.orderNumber, paidAt: begin), inEpoch: 1))
        static let purchaseFound = Event.purchaseFound(PaidSighting(of: purchase, at: begin))
        static let purchaseAdopted = Event.purchaseAdopted(PaidAdoption(of: purchase, because: "seen in the console"))
        static let purchaseRefused = Event.purchaseRefused(PurchaseRefusal(because: refusal, inEpoch: 1))
        static let purchaseNotMade = Event.purchaseNotMade(
            PurchasePostponement(
                inEpoch: 1, attempt: 1, code: "Throttling", message: "too many requests", requestID: nil,
                dueAt: begin + .seconds(2)))
        static let purchaseUnseen = Event.purchaseUnseen(Look(at: begin))
        static let purchaseNotFound = Event.purchaseNotFound(Look(at: late))
        static let purchaseAmbiguous = Event.purchaseAmbiguous(
            PaidAmbiguity(between: [purchase, purchase.numbered("210000000002")], at: begin))
        static let repurchaseOrdered = Event.repurchaseOrdered(
            Repurchase(because: "it never came", after: Look(at: late), disowning: []))

        static let cleared: Event = {
            let named = Inspection(
                findings: [], observedAt: begin, claims: [ProjectNameIsFree.claim(on: order.specification.project.name)]
            )
            guard let clearance = Clearance(named, on: instance) else {
                preconditionFailure("nothing blocks the sample")
            }
            return .cleared(SharedClearance(clearance, endsAt: begin + .seconds(86_400)))
        }()
        static let projectCreated = Event.projectCreated(
            SharedProjectCreation(
                of: Project(id: "project1", name: "legacy_rt", computeUnits: 4), wasFound: false))
        static let projectFound = Event.projectCreated(
            SharedProjectCreation(
                of: Project(id: "project1", name: "legacy_rt", computeUnits: 4), wasFound: true))
        static let projectRefused = Event.projectRefused(SharedProjectRefusal(of: "legacy_rt", because: refusal))

        static let importing = Event.imported(
            SharedImport(
                as: order, purchase: bought, instance: seenInstance,
                project: Project(id: "project1", name: "legacy_rt", computeUnits: 4), at: begin))
        static let importingBare = Event.imported(
            SharedImport(as: order, purchase: bought, instance: seenInstance, project: nil, at: begin))

        // MARK: - What they are made of

        package static let order = Order(
            id: WorkflowID(rawValue: "01DV4X0000000000000000000"), store: "store",
            specification: specification(project: "legacy_rt", units: 4))

        private static func specification(project: ProjectName, units: ComputeUnits) -> Specification {
            Specification(
                name: "legacy", region: "cn-hangzhou", computeUnits: units, months: 3,
                project: ProjectSpecification(name: project, description: "Old jobs", computeUnits: units),
                timing: Timing())
        }

        private static let instance: InstanceID = "blinkonecs_1"
        private static let bought = OwnedPurchase(orderNumber: "210000000001", key: nil, epoch: 1, paidAt: begin)
        private static let seenInstance = Instance(
            id: instance, orderNumber: "210000000001", region: "cn-hangzhou", billing: .subscription(months: 3),
            size: .computeUnits(4), endsAt: begin + .seconds(86_400), status: .normal)
        private static let refusal = CloudRefusal(code: "OperationDenied", message: "the request was refused")
        private static let clear = Inspection(findings: [], observedAt: begin, claims: [])

        private static let purchase = SharedPurchase(
            orderNumber: "210000000001", specification: order.specification.purchase, key: nil, status: .paid,
            madeAt: begin)

        private static func obstruction(of check: Check, on instance: InstanceID?) -> Obstruction {
            let finding = Finding(check, resource: "sample", observed: "so", required: "otherwise")
            let inspection = Inspection(findings: [finding], observedAt: begin, claims: [])
            guard let obstruction = Obstruction(inspection, on: instance) else {
                preconditionFailure("the sample blocks")
            }
            return obstruction
        }
    }
}

extension SharedPurchase {
    fileprivate func numbered(_ number: OrderNumber) -> Self {
        SharedPurchase(orderNumber: number, specification: specification, key: key, status: status, madeAt: madeAt)
    }
}
