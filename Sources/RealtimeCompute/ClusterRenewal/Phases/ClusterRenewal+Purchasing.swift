extension ClusterRenewal {
    /// `purchasing`: a request to renew has left, or was about to; whether it was taken is not known.
    ///
    /// In the turn that began it, its answer comes. Taken up later, it is looked for, every poll; nothing is sent from
    /// here. Left by `purchased`, `purchaseFound` and `purchaseAdopted` → paid, `purchaseRefused` → drafted,
    /// `purchaseNotMade` and `repurchaseOrdered` → confirmed, `withdrawn` → withdrawn; `purchaseUnseen`,
    /// `purchaseNotFound` and `purchaseAmbiguous` stay.
    package struct Purchasing: RenewalPhase {
        package let order: RenewalOrder
        package let confirmation: RenewalConfirmation
        package let payment: PendingPayment<Renewal>

        package var before: Subscription? { confirmation.subscription }

        init(from confirmed: Confirmed, intent: PurchaseIntent) {
            order = confirmed.order
            confirmation = confirmed.confirmation
            payment = PendingPayment(after: confirmed.trail, intent: intent)
        }

        init(from confirmed: Confirmed, ambiguity: PaidAmbiguity<Renewal>) {
            order = confirmed.order
            confirmation = confirmed.confirmation
            payment = PendingPayment(after: confirmed.trail, ambiguity: ambiguity)
        }

        /// The instance ends later, and no order shows why yet: a request of an earlier epoch may have done it.
        init(from confirmed: Confirmed, unseen look: Look) {
            order = confirmed.order
            confirmation = confirmed.confirmation
            payment = PendingPayment(after: confirmed.trail, unseen: look)
        }

        init(from purchasing: Purchasing, payment: PendingPayment<Renewal>) {
            order = purchasing.order
            confirmation = purchasing.confirmation
            self.payment = payment
        }
    }
}
