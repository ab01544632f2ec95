package import Workflow

extension WorkspaceOrder {
    /// The state machine as a graph, derived by asking it about samples.
    package static let graph = TransitionGraph(
        of: WorkspaceOrder.self, states: Samples.states, events: Samples.events,
        at: [Samples.begin, Samples.begin + .seconds(24 * 3600)])

    /// Samples of every phase and every event, one for each branch of the machine.
    ///
    /// The states are reached by the machine's own steps from the events before them, so that none is made up.
    package enum Samples {
        package static let begin = Timestamp(millisecondsSince1970: 1_640_995_200_000)
        package static let late = begin + .seconds(3 * 3600)

        package static let states: [State] = [
            reached(placed), reached(placed, confirmed), reached(placed, confirmed, obstructed),
            reached(placed, confirmed, begun), reached(placed, confirmed, begun, unseen),
            reached(placed, confirmed, begun, unseen, notFound), reached(placed, confirmed, begun, unseen, ambiguous),
            reached(placed, confirmed, begun, purchased), reached(placed, confirmed, begun, purchased, creationSeen),
            reached(placed, confirmed, begun, purchased, creationLate),
            reached(placed, confirmed, begun, purchased, running),
            reached(placed, confirmed, begun, purchased, running, requested),
            reached(placed, confirmed, begun, purchased, running, refused),
            reached(placed, confirmed, begun, purchased, running, arranged), reached(placed, withdrawn),
            reached(placed, confirmed, begun, purchased, lost),
            reached(imported(.creating, [])), reached(imported(.running, [])), reached(importedWhole),
            reached(placed, versioned), reached(placed, versioned, repairOrdered),
            reached(placed, confirmed, versioned), reached(placed, confirmed, versioned, repairOrdered),
        ]

        package static let events: [Event] = [
            placed, confirmed, obstructed, cleared, amended, amendedNamespaces, withdrawn, begun, purchased, found,
            adopted, purchaseRefused, notMade, unseen, notFound, ambiguous, repurchase, creationSeen, creationLate,
            running, lost, requested, refused, arranged, imported(.creating, []), imported(.running, []), importedWhole,
            versioned, repairOrdered, repaired, repairRefused,
        ]

        private static func reached(_ events: Event...) -> State {
            do {
                return try events.dropFirst().reduce(WorkspaceOrder.begin(on: events[0])) {
                    try WorkspaceOrder.step(from: $0, on: $1)
                }
            } catch {
                preconditionFailure("a sample of the machine is refused: \(error)")
            }
        }

        static let placed = Event.placed(
            WorkspacePlacement(
                of: order, inspection: clear, price: Estimate(310_800, "CNY", per: "P1M", source: "the vendor")))
        static let confirmed = Event.confirmed(
            Confirmation(by: Caller(.account, id: "1234567890123456"), knowing: clear, despiteFindings: false))
        static let obstructed = obstructed(
            by: Finding(.managedRoleExists, resource: "sample", observed: "absent", required: "present"))
        static let versioned = obstructed(
            by: Finding(.bucketVersioning, resource: "sample", observed: "on", required: "off"))

        private static func obstructed(by finding: Finding) -> Event {
            let inspection = Inspection(findings: [finding], observedAt: begin, claims: [])
            guard let obstruction = Obstruction(inspection) else { preconditionFailure("the sample blocks") }
            return .obstructed(obstruction)
        }

        static let repairOrdered = Event.repairOrdered(RepairOrder([repair]))
        static let repaired = Event.repaired(RepairReceipt(of: repair, at: late))
        static let repairRefused = Event.repairRefused(RepairRefusal(of: repair, because: refusal))
        private static let repair = Repair(.bucketVersioning, on: "sample", by: .suspendVersioning)
        static let cleared: Event = {
            guard let clearance = WorkspaceClearance(clear) else { preconditionFailure("nothing blocks the sample") }
            return .cleared(clearance)
        }()
        static let amended = Event.amended(WorkspaceAmendment(to: specification(computeUnits: 20, namespaces: [])))
        static let amendedNamespaces = Event.amended(
            WorkspaceAmendment(
                to: specification(
                    computeUnits: 12, namespaces: [NamespaceSpecification(name: "test", computeUnits: 4)])))
        static let withdrawn = Event.withdrawn(Withdrawal(because: "not needed", after: Look(at: late)))
        static let begun = Event.purchaseBegun(
            PurchaseIntent(key: order.purchaseKey(inEpoch: 1), epoch: 1, at: begin))
        static let purchased = Event.purchased(
            PurchaseReceipt(Receipt(orderNumber: "f-cn-1", paidAt: begin), inEpoch: 1))
        static let found = Event.purchaseFound(PaidSighting(of: workspace(.creating).purchase, at: begin))
        static let adopted = Event.purchaseAdopted(PaidAdoption(of: workspace(.creating).purchase, because: "seen"))
        static let purchaseRefused = Event.purchaseRefused(PurchaseRefusal(because: refusal, inEpoch: 1))
        static let notMade = Event.purchaseNotMade(
            PurchasePostponement(
                inEpoch: 1, attempt: 1, code: "Throttling", message: "too many requests", requestID: nil,
                dueAt: begin + .seconds(2)))
        static let unseen = Event.purchaseUnseen(Look(at: begin))
        static let notFound = Event.purchaseNotFound(Look(at: late))
        static let ambiguous = Event.purchaseAmbiguous(
            PaidAmbiguity(between: [workspace(.creating).purchase, other.purchase], at: begin))
        static let repurchase = Event.repurchaseOrdered(
            Repurchase(because: "it never came", after: Look(at: late), disowning: []))

        static let creationSeen = Event.creationSeen(WorkspaceSighting(of: workspace(.creating), at: begin))
        static let creationLate = Event.creationLate(WorkspaceSighting(of: workspace(.creating), at: late))
        static let running = Event.runningSeen(WorkspaceSighting(of: workspace(.running), at: late))
        static let lost = Event.workspaceLost(WorkspaceLoss(.deleted, at: late))
        static let requested = Event.namespaceRequested(
            NamespaceAnswer(to: NamespaceRequest(call: .create, name: "prod", computeUnits: 6), at: late))
        static let refused = Event.namespaceRefused(
            NamespaceRefusal(
                of: NamespaceRequest(call: .create, name: "prod", computeUnits: 6), because: refusal))
        static let arranged = Event.arranged(
            NamespaceArrangement([prod], at: late))
        static let importedWhole = imported(.running, [prod])

        private static func imported(_ status: Workspace.Status, _ namespaces: [Namespace]) -> Event {
            .imported(
                WorkspaceImport(
                    as: order,
                    purchase: OwnedPurchase(
                        found: workspace(status).purchase, by: order, with: PurchaseTrail()),
                    workspace: workspace(status), namespaces: namespaces, at: late))
        }

        // MARK: - What they are made of

        package static let order = Order(
            id: WorkflowID(rawValue: "01FR9EZ7000000000000000000"), store: "store",
            specification: specification(
                computeUnits: 12, namespaces: [NamespaceSpecification(name: "prod", computeUnits: 6)]))

        private static func specification(
            computeUnits: ComputeUnits, namespaces: [NamespaceSpecification]
        ) -> Specification {
            Specification(
                name: "analytics",
                workspace: WorkspaceSpecification(
                    name: "analytics", region: "cn-hangzhou", billing: .subscription(months: 1),
                    zone: "cn-hangzhou-h", vpc: "vpc-1", vSwitches: ["vsw-1"], bucket: "flink-artifacts",
                    computeUnits: computeUnits, isHighlyAvailable: false), namespaces: namespaces, timing: Timing())
        }

        private static let clear = Inspection(findings: [], observedAt: begin, claims: [])
        private static let refusal = CloudRefusal(code: "OperationDenied", message: "the request was refused")
        private static let other = workspace(.creating, id: "f-cn-2")
        private static let prod = Namespace(name: "prod", computeUnits: 6, status: .success)

        private static func workspace(_ status: Workspace.Status, id: WorkspaceID = "f-cn-1") -> Workspace {
            Workspace(
                id: id, identity: order.specification.workspace.identity, computeUnits: 12, status: status,
                stage: nil, createdAt: begin, endsAt: begin + .seconds(30 * 86_400))
        }
    }
}
