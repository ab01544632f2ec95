package import Workflow

extension ClusterRenewal {
    /// `done`: the subscription ends as late as was paid for; both ends are kept.
    ///
    /// Final.
    package struct Done: RenewalPhase {
        package let order: RenewalOrder
        package let before: Subscription?
        package let purchase: OwnedPurchase
        package let newEndsAt: Timestamp

        init(from paid: Paid, renewed: LaterEnd) {
            order = paid.order
            before = paid.before
            purchase = paid.purchase
            newEndsAt = renewed.endsAt
        }
    }
}
