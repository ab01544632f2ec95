extension ClusterRenewal {
    /// `withdrawn`: the operator gave up, nothing paid that we know of.
    ///
    /// Final.
    package struct Withdrawn: RenewalPhase {
        package let order: RenewalOrder
        package let before: Subscription?
        package let trail: PurchaseTrail
        package let reason: String

        init(from drafted: Drafted, withdrawal: Withdrawal) {
            self.init(drafted, drafted.trail, withdrawal)
        }

        init(from confirmed: Confirmed, withdrawal: Withdrawal) {
            self.init(confirmed, confirmed.trail, withdrawal)
        }

        init(from purchasing: Purchasing, withdrawal: Withdrawal) {
            self.init(purchasing, purchasing.payment.trail, withdrawal)
        }

        private init(_ phase: some RenewalPhase, _ trail: PurchaseTrail, _ withdrawal: Withdrawal) {
            order = phase.order
            before = phase.before
            self.trail = trail.disowning(withdrawal.disowned)
            reason = withdrawal.reason
        }
    }
}
