import Workflow

/// An order: what is asked for, and where.
///
/// The same in every phase, but for amendments.
package struct Order: Codable, Equatable, Sendable, Payer {
    package typealias Paid = Purchase

    package let id: OrderID
    /// The store that keeps the order; part of every purchase key.
    package let store: StoreID
    /// The cloud that the order was drafted on, and belongs to.
    package let cloud: CloudID
    package let specification: OrderSpecification

    package init(id: OrderID, store: StoreID, cloud: CloudID, specification: OrderSpecification) {
        self.id = id
        self.store = store
        self.cloud = cloud
        self.specification = specification
    }

    func amended(to specification: OrderSpecification) -> Self {
        Self(id: id, store: store, cloud: cloud, specification: specification)
    }

    package var paidSpecification: PurchaseSpecification { specification.purchase }

    package func purchaseKey(inEpoch epoch: Int) -> PurchaseKey {
        PurchaseKey(rawValue: "sluice-\(store)-\(id)-\(epoch)")
    }

    package var timing: Timing { specification.timing }

    /// What marks the ticket about this order's cluster.
    package var ticketKey: TicketKey {
        TicketKey(rawValue: "sluice-\(store)-\(id)-ticket")
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
