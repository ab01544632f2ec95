import Workflow

/// Whether one of the purchases that can be seen is an order's.
package enum PurchaseSearch: Equatable, Sendable {
    /// This one is, for certain.
    case ours(Purchase)
    /// Each of these might be; which one is, only a person can say.
    case candidates([Purchase])
    /// This one will be, for certain, once it is paid.
    case unpaid(Purchase)
    /// None is.
    case none

    /// Judges `purchases` for an order.
    ///
    /// A purchase is the order's if it bears one of its keys, of any epoch; or if it bears no key, is of its
    /// specification, was made since its first intent, and is the only such one. What other orders own or an operator
    /// has disowned is never the order's.
    ///
    /// - Parameter owned: the numbers that other orders of the store own.
    package init(
        among purchases: [Purchase],
        for order: Order,
        with trail: PurchaseTrail,
        ownedByOthers owned: Set<OrderNumber>
    ) {
        let visible = purchases.filter {
            !owned.contains($0.orderNumber) && !trail.disowned.contains($0.orderNumber)
        }
        let available = visible.filter { $0.status == .paid }
        let keys = order.purchaseKeys(through: trail.epoch)
        let bearsOurKey = { (purchase: Purchase) in purchase.key.map(keys.contains) ?? false }
        let keyed = available.filter(bearsOurKey)
        let unpaid = visible.first { $0.status == .unpaid && bearsOurKey($0) }
        let unmarked = available.filter { purchase in
            guard purchase.key == nil, purchase.specification == order.specification.purchase,
                let firstIntent = trail.firstIntent
            else { return false }
            // The vendor tells the time of a purchase to the second only.
            return purchase.madeAt >= firstIntent.wholeSecond
        }
        switch (keyed.count, unmarked.count) {
        case (1, _): self = .ours(keyed[0])
        case (2..., _): self = .candidates(keyed.inOrder)
        case (0, _) where unpaid != nil: self = unpaid.map { .unpaid($0) } ?? .none
        case (0, 1): self = .ours(unmarked[0])
        case (0, 2...): self = .candidates(unmarked.inOrder)
        case (_, _): self = .none
        }
    }
}

extension [Purchase] {
    /// Oldest first, so that the same candidates are the same question.
    fileprivate var inOrder: Self {
        sorted { ($0.madeAt, $0.orderNumber.rawValue) < ($1.madeAt, $1.orderNumber.rawValue) }
    }
}

extension PurchaseQuery {
    /// Asks for every purchase that a search for an order's could judge to be more than another's.
    package init(for order: Order, with trail: PurchaseTrail) {
        self.init(
            region: order.specification.region, keys: order.purchaseKeys(through: trail.epoch),
            specification: order.specification.purchase, since: trail.firstIntent)
    }
}

extension Order {
    /// The keys of every epoch up to `epoch`.
    fileprivate func purchaseKeys(through epoch: Int) -> Set<PurchaseKey> { Set((1...epoch).map(purchaseKey)) }
}
