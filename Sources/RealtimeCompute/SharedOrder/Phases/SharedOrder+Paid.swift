package import Workflow

extension SharedOrder {
    /// `paid`: the vendor's order number is ours.
    ///
    /// Inspects: reads the order for its instance, then every prerequisite. Left by `cleared` → ready, `obstructed` →
    /// blocked.
    package struct Paid: SharedPhase {
        package let order: Order
        package let purchase: OwnedPurchase
        /// The claims on names under which a request for the project may have left, before another was asked for.
        package let held: [Claim]?

        init(from purchasing: Purchasing, purchase: OwnedPurchase) {
            order = purchasing.order
            self.purchase = purchase
            held = nil
        }

        /// What was bought by hand, and has no project yet.
        init(importing found: SharedImport) {
            order = found.order
            purchase = found.purchase
            held = nil
        }

        init(from confirmed: Confirmed, found sighting: PaidSighting<SharedPurchase>) {
            order = confirmed.order
            purchase = OwnedPurchase(found: sighting.purchase, by: confirmed.order, with: confirmed.trail)
            held = nil
        }

        /// Another project is asked for, which nobody has looked at yet.
        init(from blocked: Blocked, amendment: SharedAmendment) {
            order = blocked.order.amended(to: amendment.specification)
            purchase = blocked.purchase
            held = blocked.held
        }

        /// Another project is asked for, which nobody has looked at yet.
        init(from ready: Ready, amendment: SharedAmendment) {
            order = ready.order.amended(to: amendment.specification)
            purchase = ready.purchase
            held = ready.held
        }
    }
}
