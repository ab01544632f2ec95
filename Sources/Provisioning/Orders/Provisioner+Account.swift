package import RealtimeCompute
import Workflow
import WorkflowEngine

// How an operator accounts for a purchase: gives up, buys again, or says which one is ours. While a request may be under
// way, each looks once more in the same turn, and what is found to be ours for certain is adopted before anything else.
extension Provisioner {
    /// Gives an order up while nothing is bought that we know of.
    package func withdraw(_ id: OrderID, because reason: String) async throws -> DecisionReport {
        try await decide(on: id) { turn, now in
            var look: Look?
            var disowned: [OrderNumber] = []
            switch turn.state {
            case .purchasing(let purchasing):
                look = Look(at: now)
                disowned = try await lookOnceMore(
                    for: .withdrawn, purchasing.order, purchasing.trail, in: turn, at: now)
            case .confirmed(let confirmed) where confirmed.trail.firstIntent != nil:
                // Nothing is under way now, but a request of an earlier turn may have surfaced.
                disowned = try await lookOnceMore(for: .withdrawn, confirmed.order, confirmed.trail, in: turn, at: now)
            case .drafted(let drafted) where drafted.trail.hasUnaccountedEpoch:
                disowned = try await lookOnceMore(for: .withdrawn, drafted.order, drafted.trail, in: turn, at: now)
            case .drafted, .confirmed, .paid, .blocked, .ready, .starting, .overdue, .running, .provisioned, .withdrawn,
                .failed:
                break
            }
            let withdrawal = Withdrawal(because: reason, after: look, disowning: disowned)
            try await turn.commit(.withdrawn(withdrawal), by: operatorActor)
        }
    }

    /// Orders another purchase, knowingly, when the last one cannot be accounted for.
    ///
    /// The candidates that the operator was shown are never ours from then on.
    package func repurchase(_ id: OrderID, because reason: String) async throws -> DecisionReport {
        try await decide(on: id) { turn, now in
            guard case .purchasing(let purchasing) = turn.state else { throw turn.refusal(of: .repurchaseOrdered) }
            let caller = try await cloud.callerIdentity().value
            guard caller.mayBuy else {
                let denied = NotPermitted(action: "repurchase", caller: caller, needed: .account)
                throw turn.refusal(of: .repurchaseOrdered, because: .notPermitted(denied))
            }
            let disowned = try await lookOnceMore(
                for: .repurchaseOrdered, purchasing.order, purchasing.trail, in: turn, at: now)
            let repurchase = Repurchase(because: reason, after: Look(at: now), disowning: disowned)
            try await turn.commit(.repurchaseOrdered(repurchase), by: operatorActor)
        }
    }

    /// Says which of the vendor's orders is ours.
    package func adopt(_ id: OrderID, _ number: OrderNumber, because reason: String) async throws -> DecisionReport {
        try await decide(on: id) { turn, now in
            guard case .purchasing(let purchasing) = turn.state else { throw turn.refusal(of: .purchaseAdopted) }
            let order = purchasing.order
            let chosen = try await cloud.purchase(number, in: order.specification.region)
            let visible = try await cloud.purchases(matching: PurchaseQuery(for: order, with: purchasing.trail))
            let numbers = visible.value.map(\.orderNumber) + [number]
            let owners = try await ExclusiveOrder.owners(of: numbers) { try await turn.othersClaims(on: $0) }
            if let owner = owners[number] {
                throw turn.refusal(of: .purchaseAdopted, because: .notAdoptable(number, .owned(by: owner.holderName)))
            }
            guard let purchase = chosen.value else {
                throw turn.refusal(of: .purchaseAdopted, because: .notAdoptable(number, .notVisible))
            }
            // Another one that is ours for certain leaves nothing to adopt.
            let search = PurchaseSearch(
                among: visible.value, for: order, with: purchasing.trail, ownedByOthers: Set(owners.keys))
            if case .ours(let ours) = search, ours.orderNumber != number {
                let actor = Actor(of: try await cloud.callerIdentity().value)
                let sighting = PurchaseSighting(of: ours, at: now)
                try await turn.commit(.purchaseFound(sighting), by: actor, under: visible.requestID?.rawValue)
            }
            try await turn.commit(
                .purchaseAdopted(Adoption(of: purchase, because: reason)), by: operatorActor,
                under: chosen.requestID?.rawValue)
        }
    }

    /// Looks for a purchase of ours before giving up on one.
    ///
    /// One that is ours for certain is committed; what might be ours and was not shown yet is committed as a question,
    /// and refused.
    ///
    /// - Returns: the candidates that the operator has been shown, and gives up.
    private func lookOnceMore(
        for event: OrderEvent.Name, _ order: Order, _ trail: PurchaseTrail, in turn: Turn<ExclusiveOrder>,
        at now: Timestamp
    ) async throws -> [OrderNumber] {
        var shown: [Purchase] = []
        if case .purchasing(let purchasing) = turn.state, case .candidates(let candidates) = purchasing.question {
            shown = candidates
        }
        let performer = ExclusiveOrderPerformer(service: cloud)
        let search = try await performer.search(for: order, with: trail) { try await turn.othersClaims(on: $0) }
        switch search.value {
        case .ours(let purchase):
            if case .drafted = turn.state {
                throw turn.refusal(of: event, because: .purchasesAreOurs([purchase.orderNumber]))
            }
            try await turn.commit(
                .purchaseFound(PurchaseSighting(of: purchase, at: now)), by: try await performer.actor(),
                under: search.requestID?.rawValue)
        case .unpaid(let purchase):
            throw turn.refusal(of: event, because: .purchasesAreOurs([purchase.orderNumber]))
        case .candidates(let candidates):
            let numbers = candidates.map(\.orderNumber)
            guard candidates.allSatisfy({ $0.key == nil }) else {
                throw turn.refusal(of: event, because: .purchasesAreOurs(numbers))
            }
            guard candidates.allSatisfy(shown.contains) else {
                if case .drafted = turn.state {
                    throw turn.refusal(of: event, because: .candidatesNotShown(numbers))
                }
                try await turn.commit(
                    .purchaseAmbiguous(Ambiguity(between: candidates, at: now)), by: try await performer.actor(),
                    under: search.requestID?.rawValue)
                throw turn.refusal(of: event, because: .candidatesNotShown(numbers))
            }
        case .none:
            break
        }
        return shown.map(\.orderNumber)
    }
}
