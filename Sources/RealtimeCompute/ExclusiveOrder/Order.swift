import Workflow

/// An order: what is asked for, and where.
///
/// The same in every phase, but for amendments.
package struct Order: Codable, Equatable, Sendable {
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

    /// What marks a purchase as this order's, in an epoch.
    ///
    /// It never depends on an attempt or a process, so that whoever comes later recognises what an earlier one bought.
    package func purchaseKey(inEpoch epoch: Int) -> PurchaseKey {
        PurchaseKey(rawValue: "sluice-\(store)-\(id)-\(epoch)")
    }

    /// What marks the ticket about this order's cluster.
    package var ticketKey: TicketKey {
        TicketKey(rawValue: "sluice-\(store)-\(id)-ticket")
    }
}
