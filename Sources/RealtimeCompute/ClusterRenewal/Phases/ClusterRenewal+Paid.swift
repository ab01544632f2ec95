package import Workflow

extension ClusterRenewal {
    /// `paid`: the vendor's order of the renewal is ours.
    ///
    /// Looks at the instance, every poll, until it ends as late as was paid for. Left by `renewed` → done, `instanceLost`
    /// → failed.
    package struct Paid: RenewalPhase {
        package let order: RenewalOrder
        package let before: Subscription?
        package let purchase: OwnedPurchase

        init(from purchasing: Purchasing, purchase: OwnedPurchase) {
            order = purchasing.order
            before = purchasing.before
            self.purchase = purchase
        }

        init(from confirmed: Confirmed, found sighting: PaidSighting<Renewal>) {
            order = confirmed.order
            before = confirmed.before
            purchase = OwnedPurchase(found: sighting.purchase, by: confirmed.order, with: confirmed.trail)
        }

        /// Whether an end is as late as was paid for.
        package func keepsPromise(_ endsAt: Timestamp) -> Bool {
            before.map { endsAt >= $0.end(after: order.months) } ?? false
        }
    }
}
