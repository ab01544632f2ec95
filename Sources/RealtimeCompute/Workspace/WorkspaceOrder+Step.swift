package import Workflow

extension WorkspaceOrder {
    package static func begin(on event: Event) throws(Refusal<RefusalGround>) -> State {
        if case .imported(let existing) = event, existing.isCoherent { return begin(with: existing) }
        guard case .placed(let placement) = event else {
            throw Refusal(of: event.name.rawValue, in: "none", because: .notApplicable)
        }
        return .drafted(
            Drafted(
                order: placement.order, findings: placement.inspection.findings,
                inspectedAt: placement.inspection.observedAt, trail: PurchaseTrail(), price: placement.price,
                purchaseRefusal: nil))
    }

    /// The phase in which something that exists begins.
    private static func begin(with existing: WorkspaceImport) -> State {
        let (order, purchase, workspace) = (existing.order, existing.purchase, existing.workspace)
        if workspace.status == .creating {
            return .creating(Creating(order: order, purchase: purchase, since: workspace.createdAt, seen: workspace))
        }
        let running = Running(
            order: order, purchase: purchase, seen: workspace, dropped: [], answered: nil, refusal: nil)
        guard running.next(seeing: existing.namespaces) == .holds else { return .running(running) }
        return .provisioned(
            Provisioned(order: order, purchase: purchase, seen: workspace, namespaces: existing.namespaces))
    }

    /// Where an event leads.
    ///
    /// What is already known leads to the same state; what does not apply is refused last, state by state.
    package static func step(from state: State, on event: Event) throws(Refusal<RefusalGround>) -> State {
        switch (state, event) {
        case (.drafted(let drafted), .confirmed(let confirmation)):
            if let denied = confirmation.caller.refusal(to: .manageWorkspace) {
                throw refusal(of: event, in: state, because: .notPermitted(denied))
            }
            guard confirmation.despiteFindings || confirmation.inspection.findings.blocking.isEmpty else {
                throw refusal(of: event, in: state, because: .prerequisitesDoNotHold)
            }
            return .confirmed(Confirmed(order: drafted.order, trail: drafted.trail, price: drafted.price))
        case (.drafted(let drafted), .obstructed(let obstruction)):
            guard obstruction.findings.differ(from: drafted.findings) else { return state }
            return .drafted(
                Drafted(
                    order: drafted.order, findings: obstruction.findings, inspectedAt: obstruction.observedAt,
                    trail: drafted.trail, price: drafted.price, purchaseRefusal: drafted.purchaseRefusal,
                    repairs: drafted.repairs))
        case (.drafted(let drafted), .repairOrdered(let order)) where order.isGrounded(in: drafted.findings):
            return .drafted(drafted.with(drafted.underRepair.ordered(order)))
        case (.drafted(let drafted), .repaired(let receipt)):
            return .drafted(drafted.with(drafted.underRepair.repaired(receipt)))
        case (.drafted(let drafted), .repairRefused(let refusal)):
            return .drafted(drafted.with(drafted.underRepair.refused(refusal)))
        case (.drafted(let drafted), .amended(let amendment)):
            return try amend(drafted, amendment, event, in: state)
        case (.drafted(let drafted), .withdrawn(let withdrawal)):
            return .withdrawn(Withdrawn(drafted.order, drafted.trail, withdrawal))

        case (.confirmed(let confirmed), .obstructed(let obstruction)):
            return .blocked(
                Blocked(
                    order: confirmed.order, trail: confirmed.trail, price: confirmed.price,
                    findings: obstruction.findings, inspectedAt: obstruction.observedAt))
        case (.confirmed(let confirmed), .purchaseFound(let sighting)):
            return found(sighting, with: confirmed.trail, by: confirmed.order)
        case (.blocked(let blocked), .purchaseFound(let sighting)):
            return found(sighting, with: blocked.trail, by: blocked.order)
        case (.confirmed(let confirmed), .purchaseAmbiguous(let ambiguity)):
            return ambiguous(ambiguity, with: confirmed.trail, by: confirmed.order, for: confirmed.price)
        case (.blocked(let blocked), .purchaseAmbiguous(let ambiguity)):
            return ambiguous(ambiguity, with: blocked.trail, by: blocked.order, for: blocked.price)
        case (.confirmed(let confirmed), .purchaseBegun(let intent))
        where intent.isCurrent(of: confirmed.order, with: confirmed.trail):
            return .purchasing(
                Purchasing(
                    order: confirmed.order, price: confirmed.price,
                    payment: PendingPayment(after: confirmed.trail, intent: intent)))
        case (.confirmed(let confirmed), .withdrawn(let withdrawal)):
            return .withdrawn(Withdrawn(confirmed.order, confirmed.trail, withdrawal))

        case (.blocked(let blocked), .cleared):
            return .confirmed(Confirmed(order: blocked.order, trail: blocked.trail, price: blocked.price))
        case (.blocked(let blocked), .obstructed(let obstruction)):
            guard obstruction.findings.differ(from: blocked.findings) else { return state }
            return .blocked(
                Blocked(
                    order: blocked.order, trail: blocked.trail, price: blocked.price, findings: obstruction.findings,
                    inspectedAt: obstruction.observedAt, repairs: blocked.repairs))
        case (.blocked(let blocked), .repairOrdered(let order)) where order.isGrounded(in: blocked.findings):
            return .blocked(blocked.with(blocked.underRepair.ordered(order)))
        case (.blocked(let blocked), .repaired(let receipt)):
            return .blocked(blocked.with(blocked.underRepair.repaired(receipt)))
        case (.blocked(let blocked), .repairRefused(let refusal)):
            return .blocked(blocked.with(blocked.underRepair.refused(refusal)))
        case (.blocked(let blocked), .withdrawn(let withdrawal)):
            return .withdrawn(Withdrawn(blocked.order, blocked.trail, withdrawal))

        case (.purchasing(let purchasing), _):
            guard let payment = event.payment else { throw refusal(of: event, in: state) }
            return try step(from: purchasing, on: payment, event, in: state)

        case (.creating(let creating), _), (.overdue(let creating), _):
            return try step(from: creating, event, in: state)

        case (.running(let running), .namespaceRequested(let answer)):
            return .running(running.after(answer, refusal: nil))
        case (.running(let running), .namespaceRefused(let refusal)):
            guard !refusal.isSame(as: running.refusal) else { return state }
            return .running(running.after(running.answered, refusal: refusal))
        case (.running(let running), .arranged(let arrangement)):
            guard running.next(seeing: arrangement.namespaces) == .holds else {
                throw refusal(of: event, in: state)
            }
            return .provisioned(
                Provisioned(
                    order: running.order, purchase: running.purchase, seen: running.seen,
                    namespaces: arrangement.namespaces))
        case (.running(let running), .amended(let amendment)):
            return .running(
                try amend(running.order, running.purchase, running.seen, running.dropped, amendment, event, state))
        case (.running(let running), .workspaceLost(let loss)):
            return .failed(Failed(order: running.order, purchase: running.purchase, loss: loss))

        case (.provisioned(let provisioned), .amended(let amendment)):
            guard amendment.specification != provisioned.order.specification else { return state }
            return .running(
                try amend(provisioned.order, provisioned.purchase, provisioned.seen, [], amendment, event, state))

        case (.drafted, _), (.confirmed, _), (.blocked, _), (.running, _), (.provisioned, _), (.withdrawn, _),
            (.failed, _):
            throw refusal(of: event, in: state)
        }
    }

    /// What a request of an earlier turn has bought.
    private static func found(
        _ sighting: PaidSighting<WorkspacePurchase>, with trail: PurchaseTrail, by order: Order
    ) -> State {
        let purchase = OwnedPurchase(found: sighting.purchase, by: order, with: trail)
        return .creating(Creating(order: order, purchase: purchase, since: sighting.lookedAt, seen: nil))
    }

    private static func ambiguous(
        _ ambiguity: PaidAmbiguity<WorkspacePurchase>, with trail: PurchaseTrail, by order: Order, for price: Estimate?
    ) -> State {
        .purchasing(
            Purchasing(order: order, price: price, payment: PendingPayment(after: trail, ambiguity: ambiguity)))
    }

    /// What becomes of a workspace that does not run yet.
    private static func step(
        from creating: Creating, _ event: Event, in state: State
    ) throws(Refusal<RefusalGround>) -> State {
        switch event {
        case .creationSeen(let sighting):
            guard sighting.workspace != creating.seen else { return state }
            let seen = Creating(
                order: creating.order, purchase: creating.purchase, since: creating.since, seen: sighting.workspace)
            if case .overdue = state { return .overdue(seen) }
            return .creating(seen)
        case .creationLate(let sighting):
            guard case .creating = state, sighting.at >= creating.allowanceEnd else {
                throw refusal(of: event, in: state)
            }
            return .overdue(
                Creating(
                    order: creating.order, purchase: creating.purchase, since: creating.since,
                    seen: sighting.workspace ?? creating.seen))
        case .runningSeen(let sighting):
            guard let workspace = sighting.workspace, workspace.status == .running else {
                throw refusal(of: event, in: state)
            }
            return .running(
                Running(
                    order: creating.order, purchase: creating.purchase, seen: workspace, dropped: [], answered: nil,
                    refusal: nil))
        case .workspaceLost(let loss):
            guard loss.status != nil || creating.seen != nil else { throw refusal(of: event, in: state) }
            return .failed(Failed(order: creating.order, purchase: creating.purchase, loss: loss))
        case .purchased(let receipt) where receipt.receipt.orderNumber == creating.purchase.orderNumber: return state
        case .purchaseFound(let sighting) where sighting.purchase.orderNumber == creating.purchase.orderNumber:
            return state
        default: throw refusal(of: event, in: state)
        }
    }

    /// What becomes of a request to buy, by the rules of every payment.
    private static func step(
        from purchasing: Purchasing, on payment: PendingPayment<WorkspacePurchase>.Event, _ event: Event,
        in state: State
    ) throws(Refusal<RefusalGround>) -> State {
        let outcome: PendingPayment<WorkspacePurchase>.Outcome
        do throws(RefusalGround) {
            outcome = try purchasing.payment.outcome(of: payment, for: purchasing.order)
        } catch {
            throw refusal(of: event, in: state, because: error)
        }
        let (order, price) = (purchasing.order, purchasing.price)
        switch (outcome, payment) {
        case (.unchanged, _): return state
        case (.pending(let pending), _): return .purchasing(Purchasing(order: order, price: price, payment: pending))
        case (.paid(let purchase), _):
            return .creating(Creating(order: order, purchase: purchase, since: purchase.paidAt, seen: nil))
        case (.refused(let refusal), _):
            return .drafted(
                Drafted(
                    order: order, findings: [], inspectedAt: purchasing.payment.trail.firstIntent ?? .earliest,
                    trail: purchasing.payment.trail, price: price, purchaseRefusal: refusal))
        case (.notMade, _):
            return .confirmed(Confirmed(order: order, trail: purchasing.payment.trail, price: price))
        case (.another(let trail), _): return .confirmed(Confirmed(order: order, trail: trail, price: price))
        case (.withdrawn, .withdrawn(let withdrawal)):
            return .withdrawn(Withdrawn(order, purchasing.payment.trail, withdrawal))
        case (.withdrawn, _): preconditionFailure("only a withdrawal withdraws")
        }
    }

    // MARK: - Amendments

    private static func amend(
        _ drafted: Drafted, _ amendment: WorkspaceAmendment, _ event: Event, in state: State
    ) throws(Refusal<RefusalGround>) -> State {
        // While a request of an earlier epoch may still surface, what is bought stays as it is.
        if drafted.trail.hasUnaccountedEpoch {
            try refuseChanges(by: amendment, of: drafted.order, event, state)
        }
        let order = drafted.order.amended(to: amendment.specification)
        let changed = Drafted(
            order: order, findings: amendment.inspection?.findings ?? drafted.findings,
            inspectedAt: amendment.inspection?.observedAt ?? drafted.inspectedAt, trail: drafted.trail,
            price: amendment.price ?? drafted.price, purchaseRefusal: drafted.purchaseRefusal,
            repairs: drafted.repairs)
        let isOther =
            order != drafted.order || changed.findings.differ(from: drafted.findings) || changed.price != drafted.price
        return isOther ? .drafted(changed) : state
    }

    /// Once it is bought, only its namespaces may change, and its size to what it was seen to be.
    private static func amend(
        _ order: Order, _ purchase: OwnedPurchase, _ seen: Workspace, _ dropped: [NamespaceName],
        _ amendment: WorkspaceAmendment, _ event: Event, _ state: State
    ) throws(Refusal<RefusalGround>) -> Running {
        try refuseChanges(by: amendment, of: order, event, state)
        let wanted = amendment.specification.namespaces.map(\.name)
        let gone = (dropped + order.specification.namespaces.map(\.name)).filter { !wanted.contains($0) }
        return Running(
            order: order.amended(to: amendment.specification), purchase: purchase, seen: seen,
            dropped: gone.reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
            answered: nil, refusal: nil)
    }

    private static func refuseChanges(
        by amendment: WorkspaceAmendment, of order: Order, _ event: Event, _ state: State
    ) throws(Refusal<RefusalGround>) {
        let (old, new) = (order.specification, amendment.specification)
        let units = new.workspace.computeUnits
        // Of pay-as-you-go it is a bound of ours.
        let isOfSize = new.workspace.billing.method == .payAsYouGo || amendment.computeUnits == units
        let bought = isOfSize ? old.workspace.holding(units) : old.workspace
        let fields = [
            ("metadata.name", old.name == new.name), ("spec", bought == new.workspace),
            ("spec.timing", old.timing == new.timing),
        ].filter { !$0.1 }.map(\.0)
        guard fields.isEmpty else { throw refusal(of: event, in: state, because: .unchangeable(fields)) }
    }

    private static func refusal(
        of event: Event, in state: State, because ground: RefusalGround = .notApplicable
    ) -> Refusal<RefusalGround> {
        Refusal(of: event.name.rawValue, in: state.phase.rawValue, because: ground)
    }
}

extension WorkspaceOrder.Withdrawn {
    fileprivate init(_ order: WorkspaceOrder.Order, _ trail: PurchaseTrail, _ withdrawal: Withdrawal) {
        self.init(order: order, trail: trail.disowning(withdrawal.disowned), reason: withdrawal.reason)
    }
}

extension WorkspaceOrder.Running {
    /// What comes next of what the namespaces still need.
    package enum Verdict: Equatable, Sendable {
        case holds
        case request(NamespaceRequest)
        /// One is being made, changed or deleted.
        case waits(NamespaceName)
    }

    /// What comes next, as the namespaces are; those that nobody has named here are left alone.
    package func next(seeing namespaces: [Namespace]) -> Verdict {
        for name in dropped {
            guard let namespace = namespaces.first(where: { $0.name == name }) else { continue }
            return namespace.status == .deleting
                ? .waits(name) : .request(NamespaceRequest(call: .delete, name: name, computeUnits: nil))
        }
        // One that shrinks comes before one that grows: what it gives up may be needed.
        let wanted = order.specification.namespaces
        let smaller = wanted.filter { wish in
            namespaces.contains { $0.name == wish.name && $0.computeUnits > wish.computeUnits }
        }
        for wish in smaller + wanted.filter({ !smaller.contains($0) }) {
            guard let namespace = namespaces.first(where: { $0.name == wish.name }) else {
                return .request(NamespaceRequest(call: .create, name: wish.name, computeUnits: wish.computeUnits))
            }
            switch namespace.status {
            case .creating, .modifying, .deleting: return .waits(wish.name)
            case .success, .failed:
                guard namespace.computeUnits == wish.computeUnits, namespace.status == .success else {
                    return .request(NamespaceRequest(call: .resize, name: wish.name, computeUnits: wish.computeUnits))
                }
            }
        }
        return .holds
    }

    fileprivate func after(_ answer: NamespaceAnswer?, refusal: NamespaceRefusal?) -> Self {
        Self(
            order: order, purchase: purchase, seen: seen, dropped: dropped, answered: answer, refusal: refusal)
    }
}

extension NamespaceRefusal {
    /// Whether this says the same as another, though it be of another request.
    fileprivate func isSame(as other: Self?) -> Bool {
        request == other?.request && refusal.isSame(as: other?.refusal)
    }
}
