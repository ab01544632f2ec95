/// `paid`: the vendor's order number is ours.
///
/// Inspects: reads the order for its instance, then every prerequisite. Left by `cleared` → ready, `obstructed` →
/// blocked.
package struct Paid: PurchasedPhase {
    package let order: Order
    package let purchase: OwnedPurchase

    init(from purchasing: Purchasing, receipt: PurchaseReceipt) {
        order = purchasing.order
        purchase = OwnedPurchase(
            orderNumber: receipt.receipt.orderNumber,
            key: purchasing.order.purchaseKey(inEpoch: receipt.epoch),
            epoch: receipt.epoch,
            paidAt: receipt.receipt.paidAt
        )
    }

    init(from confirmed: Confirmed, found sighting: PurchaseSighting) {
        self.init(sighting.purchase, of: confirmed.order, trail: confirmed.trail)
    }

    init(from purchasing: Purchasing, found sighting: PurchaseSighting) {
        self.init(sighting.purchase, of: purchasing.order, trail: purchasing.trail)
    }

    init(from purchasing: Purchasing, adoption: Adoption) {
        self.init(adoption.purchase, of: purchasing.order, trail: purchasing.trail)
    }

    private init(_ found: Purchase, of order: Order, trail: PurchaseTrail) {
        self.order = order
        // One that surfaced late bears the key of an earlier epoch.
        let epoch = (1...trail.epoch).first { order.purchaseKey(inEpoch: $0) == found.key } ?? trail.epoch
        purchase = OwnedPurchase(orderNumber: found.orderNumber, key: found.key, epoch: epoch, paidAt: found.madeAt)
    }
}
