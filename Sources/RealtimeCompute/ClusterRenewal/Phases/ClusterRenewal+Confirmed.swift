extension ClusterRenewal {
    /// `confirmed`: someone with the right to pay has said yes, knowing when the subscription ends; nothing has been paid
    /// that we know of.
    ///
    /// Renews: looks for a renewal of ours first; finding none, commits the intent and sends the request. Left by
    /// `purchaseFound` → paid, `purchaseAmbiguous` and `purchaseBegun` → purchasing, `withdrawn` → withdrawn. If the
    /// instance ends later than it did, nothing is sent: `endMoved` → drafted where it can only be another's doing,
    /// `purchaseUnseen` → purchasing where it may be a request of an earlier epoch.
    package struct Confirmed: RenewalPhase {
        package let order: RenewalOrder
        package let confirmation: RenewalConfirmation
        package let trail: PurchaseTrail

        package var before: Subscription? { confirmation.subscription }

        /// Whether no request of ours can have renewed the instance: every one was surely not carried out.
        ///
        /// Once another payment has been ordered, the one before it may still surface.
        package var hasAskedForNothing: Bool { !trail.hasUnaccountedEpoch }

        /// Whether another has renewed the instance since this was confirmed.
        func isOvertaken(by moved: MovedEnd) -> Bool {
            hasAskedForNothing && before.map { moved.subscription.endsAt > $0.endsAt } ?? false
        }

        init(from drafted: Drafted, confirmation: RenewalConfirmation) {
            order = drafted.order
            self.confirmation = confirmation
            trail = drafted.trail
        }

        /// The request was surely not carried out; when the next may be made stands in the postponement.
        init(fromNotMade purchasing: Purchasing) {
            order = purchasing.order
            confirmation = purchasing.confirmation
            trail = purchasing.payment.trail
        }

        /// Another request is to be made, under a new key.
        init(from purchasing: Purchasing, another trail: PurchaseTrail) {
            order = purchasing.order
            confirmation = purchasing.confirmation
            self.trail = trail
        }
    }
}
