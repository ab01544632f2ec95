package import Workflow

extension ClusterRenewal {
    /// The state machine as a graph, derived by asking it about samples.
    package static let graph = TransitionGraph(
        of: ClusterRenewal.self, states: Samples.states, events: Samples.events,
        at: [Samples.begin, Samples.begin + .seconds(24 * 3600)])

    /// Samples of every phase and every event, one for each branch of the machine.
    ///
    /// The states are reached by the machine's own steps from the events before them, so that none is made up.
    package enum Samples {
        package static let begin = Timestamp(millisecondsSince1970: 1_648_774_800_000)
        /// Later than the window of visibility that is counted from ``begin``.
        package static let late = begin + .seconds(3 * 3600)

        package static let states: [State] = [
            drafted, unseenDraft, confirmed, purchasing, unseen, notFound, ambiguous, paid, done, withdrawn, failed,
            overtaken, confirmedAgain,
        ]

        package static let events: [Event] = [
            placed, placedUnseen, confirming, confirmingUnseen, obstructed, withdrawing,
            purchaseBegun, purchased, purchaseFound, purchaseAdopted, purchaseRefused, purchaseNotMade, purchaseUnseen,
            purchaseNotFound, purchaseAmbiguous, repurchaseOrdered,
            renewed, renewedTooLittle, instanceLost, endMoved,
        ]

        // MARK: - States

        static let drafted = began(on: placed)
        static let unseenDraft = began(on: placedUnseen)
        static let confirmed = reached(from: drafted, on: confirming)
        static let purchasing = reached(from: confirmed, on: purchaseBegun)
        static let unseen = reached(from: purchasing, on: purchaseUnseen)
        static let notFound = reached(from: unseen, on: purchaseNotFound)
        static let ambiguous = reached(from: unseen, on: purchaseAmbiguous)
        static let paid = reached(from: purchasing, on: purchased)
        static let done = reached(from: paid, on: renewed)
        static let withdrawn = reached(from: drafted, on: withdrawing)
        static let failed = reached(from: paid, on: instanceLost)
        static let confirmedAgain = reached(from: notFound, on: repurchaseOrdered)
        static let overtaken = reached(from: confirmed, on: endMoved)

        private static func began(on event: Event) -> State {
            do {
                return try ClusterRenewal.begin(on: event)
            } catch {
                preconditionFailure("a sample of the machine is refused: \(error.event)")
            }
        }

        private static func reached(from state: State, on event: Event) -> State {
            do {
                return try ClusterRenewal.step(from: state, on: event)
            } catch {
                preconditionFailure("a sample of the machine is refused: \(error.event) in \(error.phase)")
            }
        }

        // MARK: - Events

        static let placed = Event.placed(
            RenewalPlacement(of: order, inspection: clear, subscription: subscription))
        static let placedUnseen = Event.placed(RenewalPlacement(of: order, inspection: hidden, subscription: nil))
        static let confirming = Event.confirmed(
            RenewalConfirmation(by: caller, knowing: clear, despiteFindings: false, of: subscription))
        static let confirmingUnseen = Event.confirmed(
            RenewalConfirmation(by: caller, knowing: hidden, despiteFindings: true, of: nil))
        static let obstructed = Event.obstructed(obstruction)
        static let withdrawing = Event.withdrawn(Withdrawal(because: "not needed", after: Look(at: late)))

        static let purchaseBegun = Event.purchaseBegun(
            PurchaseIntent(key: order.purchaseKey(inEpoch: 1), epoch: 1, at: begin))
        static let purchased = Event.purchased(
            PurchaseReceipt(Receipt(orderNumber: renewal.orderNumber, paidAt: begin), inEpoch: 1))
        static let purchaseFound = Event.purchaseFound(PaidSighting(of: renewal, at: begin))
        static let purchaseAdopted = Event.purchaseAdopted(PaidAdoption(of: renewal, because: "seen in the console"))
        static let purchaseRefused = Event.purchaseRefused(PurchaseRefusal(because: refusal, inEpoch: 1))
        static let purchaseNotMade = Event.purchaseNotMade(
            PurchasePostponement(
                inEpoch: 1, attempt: 1, code: "Throttling", message: "too many requests", requestID: nil,
                dueAt: begin + .seconds(2)))
        static let purchaseUnseen = Event.purchaseUnseen(Look(at: begin))
        static let purchaseNotFound = Event.purchaseNotFound(Look(at: late))
        static let purchaseAmbiguous = Event.purchaseAmbiguous(
            PaidAmbiguity(between: [renewal, renewal.numbered("210000000004")], at: begin))
        static let repurchaseOrdered = Event.repurchaseOrdered(
            Repurchase(because: "it never came", after: Look(at: late), disowning: []))

        static let renewed = Event.renewed(LaterEnd(subscription.end(after: order.months), seenAt: begin))
        static let renewedTooLittle = Event.renewed(LaterEnd(subscription.end(after: 1), seenAt: begin))
        static let instanceLost = Event.instanceLost(InstanceLoss(at: late))
        static let endMoved = Event.endMoved(
            MovedEnd(of: subscription(endingAt: begin + .seconds(2 * 86_400)), seenAt: begin))

        // MARK: - What they are made of

        package static let order = RenewalOrder(
            id: WorkflowID(rawValue: "01FZJ0WQ000000000000000000"), name: "risk-renew-1", store: "store",
            subject: InstanceSubject(
                order: WorkflowID(rawValue: "01F24DZC800000000000000000"), orderName: "risk", region: "cn-beijing",
                billing: .subscription(months: 12), orderNumber: "210000000001", instance: "blinkonecs_1",
                cluster: ("cluster1", "risk_cluster")),
            months: 3, timing: Timing())

        private static let caller = Caller(.account, id: "1234567890123456")
        private static let refusal = CloudRefusal(code: "OperationDenied", message: "the request was refused")
        private static let clear = Inspection(findings: [], observedAt: begin, claims: [])
        private static let hidden = Inspection(
            findings: [
                Finding(.instanceRenewable, resource: "instance/blinkonecs_1", observed: "absent", required: "present")
            ], observedAt: begin, claims: [])

        private static let obstruction: Obstruction = {
            let finding = Finding(
                .clusterChange, resource: "cluster/risk_cluster", observed: "changing",
                required: "no other change under way")
            let inspection = Inspection(findings: [finding], observedAt: begin, claims: [])
            guard let obstruction = Obstruction(inspection) else { preconditionFailure("the sample blocks") }
            return obstruction
        }()

        private static let subscription = subscription(endingAt: begin + .seconds(86_400))

        private static func subscription(endingAt end: Timestamp) -> Subscription {
            let instance = Instance(
                id: order.subject.instance, orderNumber: order.subject.orderNumber, region: order.subject.region,
                billing: order.subject.billing,
                size: .machines(masters: Machines(.ecs4c16g, count: 3), slaves: Machines(.ecs8c32g, count: 6)),
                endsAt: end, status: .normal)
            guard let subscription = Subscription(Renewable(instance)) else { preconditionFailure("the sample ends") }
            return subscription
        }

        private static let renewal = Renewal(
            orderNumber: "210000000003", instance: order.subject.instance, months: 3, key: nil, status: .paid,
            madeAt: begin)
    }
}

extension Renewal {
    fileprivate func numbered(_ number: OrderNumber) -> Self {
        Renewal(orderNumber: number, instance: instance, months: months, key: key, status: status, madeAt: madeAt)
    }
}
