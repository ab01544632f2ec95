import Workflow

/// Whether one of the vendor's orders that can be seen is ours.
package enum PaidSearch<Paid: PaidOrder>: Equatable, Sendable {
    /// This one is, for certain.
    case ours(Paid)
    /// Each of these might be; which one is, only a person can say.
    case candidates([Paid])
    /// This one will be, for certain, once it is paid.
    case unpaid(Paid)
    /// None is.
    case none

    /// Judges `orders` for a payer.
    ///
    /// One is the payer's if it bears one of its keys, of any epoch; or if it bears no key, is of its specification, was
    /// made since its first intent, and is the only such one. What others own or an operator has disowned is never the
    /// payer's.
    ///
    /// - Parameter owned: the numbers that other workflows of the store own.
    package init(
        among orders: [Paid],
        for payer: some Payer<Paid>,
        with trail: PurchaseTrail,
        ownedByOthers owned: Set<OrderNumber>
    ) {
        let visible = orders.filter {
            !owned.contains($0.orderNumber) && !trail.disowned.contains($0.orderNumber)
        }
        let available = visible.filter { $0.status == .paid }
        let keys = payer.purchaseKeys(through: trail.epoch)
        let bearsOurKey = { (order: Paid) in order.key.map(keys.contains) ?? false }
        let keyed = available.filter(bearsOurKey)
        let unpaid = visible.first { $0.status == .unpaid && bearsOurKey($0) }
        let unmarked = available.filter { order in
            guard order.key == nil, order.specification == payer.paidSpecification,
                let firstIntent = trail.firstIntent
            else { return false }
            // The vendor tells the time of an order to the second only.
            return order.madeAt >= firstIntent.wholeSecond
        }
        switch (keyed.count, unmarked.count) {
        case (1, _): self = .ours(keyed[0])
        case (2..., _): self = .candidates(Self.inOrder(keyed))
        case (0, _) where unpaid != nil: self = unpaid.map { .unpaid($0) } ?? .none
        case (0, 1): self = .ours(unmarked[0])
        case (0, 2...): self = .candidates(Self.inOrder(unmarked))
        case (_, _): self = .none
        }
    }

    /// Oldest first, so that the same candidates are the same question.
    private static func inOrder(_ orders: [Paid]) -> [Paid] {
        orders.sorted { ($0.madeAt, $0.orderNumber.rawValue) < ($1.madeAt, $1.orderNumber.rawValue) }
    }
}
