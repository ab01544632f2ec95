extension ClusterRenewal {
    /// `failed`: the renewal is paid for, and the instance has been released.
    ///
    /// Final; says what was paid for.
    package struct Failed: RenewalPhase {
        package let order: RenewalOrder
        package let before: Subscription?
        package let purchase: OwnedPurchase
        package let loss: InstanceLoss

        init(from paid: Paid, loss: InstanceLoss) {
            order = paid.order
            before = paid.before
            purchase = paid.purchase
            self.loss = loss
        }
    }
}
