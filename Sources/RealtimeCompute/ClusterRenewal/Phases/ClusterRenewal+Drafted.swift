package import Workflow

extension ClusterRenewal {
    /// `drafted`: well formed, of a subscription with a cluster that runs; a first look attached.
    ///
    /// Asks for a confirmation. Left by `confirmed` → confirmed, `withdrawn` → withdrawn; `obstructed` stays.
    package struct Drafted: RenewalPhase {
        package let order: RenewalOrder
        package let before: Subscription?
        package let findings: [Finding]
        package let inspectedAt: Timestamp
        package let trail: PurchaseTrail
        /// Why the vendor refused the last renewal, if it has.
        package let purchaseRefusal: CloudRefusal?
        /// When the instance was seen to end later than had been confirmed, if it was.
        package let movedAt: Timestamp?

        init(_ placement: RenewalPlacement) {
            order = placement.order
            before = placement.subscription
            findings = placement.inspection.findings
            inspectedAt = placement.inspection.observedAt
            trail = PurchaseTrail()
            purchaseRefusal = nil
            movedAt = nil
        }

        init(from drafted: Drafted, obstruction: Obstruction) {
            order = drafted.order
            before = drafted.before
            findings = obstruction.findings
            inspectedAt = obstruction.observedAt
            trail = drafted.trail
            purchaseRefusal = drafted.purchaseRefusal
            movedAt = drafted.movedAt
        }

        /// Agreed to while the instance ended earlier: to be agreed to again.
        init(from confirmed: Confirmed, moved: MovedEnd) {
            order = confirmed.order
            before = moved.subscription
            findings = confirmed.confirmation.inspection.findings
            inspectedAt = confirmed.confirmation.inspection.observedAt
            trail = confirmed.trail
            purchaseRefusal = nil
            movedAt = moved.at
        }

        init(from purchasing: Purchasing, refusal: CloudRefusal) {
            order = purchasing.order
            before = purchasing.before
            findings = purchasing.confirmation.inspection.findings
            inspectedAt = purchasing.confirmation.inspection.observedAt
            trail = purchasing.payment.trail
            purchaseRefusal = refusal
            movedAt = nil
        }
    }
}
