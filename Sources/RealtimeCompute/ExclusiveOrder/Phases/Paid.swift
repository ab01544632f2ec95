package import CanonicalJSON

/// `paid`: the vendor's order number is ours.
///
/// Inspects: reads the order for its instance, then every prerequisite. Left by `cleared` → ready, `obstructed` →
/// blocked.
package struct Paid: PurchasedPhase {
    package let order: Order
    package let purchase: OwnedPurchase

    init(from purchasing: Purchasing, purchase: OwnedPurchase) {
        order = purchasing.order
        self.purchase = purchase
    }

    /// What was bought by hand, and carries no cluster yet.
    init(importing found: Import) {
        order = found.order
        purchase = found.purchase
    }

    init(from confirmed: Confirmed, found sighting: PurchaseSighting) {
        order = confirmed.order
        purchase = OwnedPurchase(found: sighting.purchase, by: confirmed.order, with: confirmed.trail)
    }
}

extension Paid {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("order", order)
        writer.write("phase", OrderState.Phase.paid)
        writer.write("purchase", purchase)
    }
}
