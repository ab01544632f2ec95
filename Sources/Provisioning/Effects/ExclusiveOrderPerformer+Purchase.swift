import RealtimeCompute
import Workflow
import WorkflowEngine

extension ExclusiveOrderPerformer {
    /// Before buying: a purchase of ours, of any epoch, makes buying needless.
    func precheck(_ confirmed: Confirmed, _ context: EffectContext) async throws -> Precheck<OrderEvent> {
        let actor = try await actor()
        let search = try await search(for: confirmed.order, with: confirmed.trail, context.othersClaims)
        switch search.value {
        case .ours(let purchase):
            let sighting = PurchaseSighting(of: purchase, at: context.now)
            return .outcome(.happened(.purchaseFound(sighting), by: actor, under: search.requestID))
        case .candidates(let candidates):
            let ambiguity = Ambiguity(between: candidates, at: context.now)
            return .outcome(.happened(.purchaseAmbiguous(ambiguity), by: actor, under: search.requestID))
        case .unpaid:
            return .outcome(.wait(for: .purchaseUnpaid, in: confirmed.order))
        case .none:
            return .nothing(actor)
        }
    }

    /// Sends the request to buy, whose intent has just been committed.
    func purchase(_ purchasing: Purchasing, _ context: EffectContext) async throws -> Outcome<OrderEvent> {
        guard let actor = context.announcer else {
            preconditionFailure("a request to buy is sent only in the turn that committed its intent")
        }
        let order = purchasing.order
        let epoch = purchasing.trail.epoch
        do {
            let key = order.purchaseKey(inEpoch: epoch)
            let answer = try await service.purchase(order.specification.purchase, key: key)
            let receipt = PurchaseReceipt(answer.value, inEpoch: epoch)
            return .happened(.purchased(receipt), by: actor, under: answer.requestID)
        } catch let error as CloudError where error.fate == .notDone {
            if let refusal = error.refusal {
                let event = OrderEvent.purchaseRefused(PurchaseRefusal(because: refusal, inEpoch: epoch))
                return .happened(event, by: actor, under: refusal.requestID)
            }
            return .takenBack(error, by: actor) { postponement, due in
                .purchaseNotMade(
                    PurchasePostponement(
                        inEpoch: epoch, attempt: postponement.attempt, code: error.code, message: error.vendorMessage,
                        requestID: error.requestID, dueAt: due))
            }
        }
    }

    /// Looks for a purchase whose request left in an earlier turn.
    func findPurchase(_ purchasing: Purchasing, _ context: EffectContext) async throws -> Outcome<OrderEvent> {
        let actor = try await actor()
        let search = try await search(for: purchasing.order, with: purchasing.trail, context.othersClaims)
        let look = Look(at: context.now)
        switch search.value {
        case .ours(let purchase):
            let sighting = PurchaseSighting(of: purchase, at: context.now)
            return .happened(.purchaseFound(sighting), by: actor, under: search.requestID)
        case .candidates(let candidates):
            let ambiguity = Ambiguity(between: candidates, at: context.now)
            return .happened(.purchaseAmbiguous(ambiguity), by: actor, under: search.requestID)
        case .unpaid:
            return .wait(for: .purchaseUnpaid, in: purchasing.order)
        case .none where purchasing.closesWindow(look):
            return .happened(.purchaseNotFound(look), by: .time, under: search.requestID)
        case .none where purchasing.firstLook == nil || purchasing.question != nil:
            return .happened(.purchaseUnseen(look), by: actor, under: search.requestID)
        case .none:
            let poll = purchasing.order.specification.timing.poll
            let untilEnd = purchasing.windowEnd.map { $0 - context.now } ?? poll
            return .notYet(code: WaitReason.purchaseNotVisible.rawValue, lookAgainAfter: min(poll, untilEnd))
        }
    }

    /// Looks which purchase is an order's, among those that can be seen and might be.
    func search(
        for order: Order, with trail: PurchaseTrail, _ othersClaims: ([String]) async throws -> [HeldClaim]
    ) async throws -> Answer<PurchaseSearch> {
        let purchases = try await service.purchases(matching: PurchaseQuery(for: order, with: trail))
        let owned = try await ExclusiveOrder.owners(of: purchases.value.map(\.orderNumber), among: othersClaims)
        let search = PurchaseSearch(among: purchases.value, for: order, with: trail, ownedByOthers: Set(owned.keys))
        return Answer(search, requestID: purchases.requestID)
    }
}
