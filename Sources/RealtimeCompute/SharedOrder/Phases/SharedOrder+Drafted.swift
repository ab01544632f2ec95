package import Workflow

extension SharedOrder {
    /// `drafted`: well formed; a first look at the prerequisites attached.
    ///
    /// Asks for a confirmation. Left by `confirmed` → confirmed, `withdrawn` → withdrawn; `obstructed` and `amended` stay.
    package struct Drafted: SharedPhase {
        package let order: Order
        package let findings: [Finding]
        package let inspectedAt: Timestamp
        package let trail: PurchaseTrail
        /// Why the vendor refused the last purchase, if it has.
        package let purchaseRefusal: CloudRefusal?

        init(_ placement: SharedPlacement) {
            order = placement.order
            findings = placement.inspection.findings
            inspectedAt = placement.inspection.observedAt
            trail = PurchaseTrail()
            purchaseRefusal = nil
        }

        init(from drafted: Drafted, obstruction: Obstruction) {
            order = drafted.order
            findings = obstruction.findings
            inspectedAt = obstruction.observedAt
            trail = drafted.trail
            purchaseRefusal = drafted.purchaseRefusal
        }

        init(from drafted: Drafted, amendment: SharedAmendment) {
            order = drafted.order.amended(to: amendment.specification)
            findings = amendment.inspection?.findings ?? drafted.findings
            inspectedAt = amendment.inspection?.observedAt ?? drafted.inspectedAt
            trail = drafted.trail
            purchaseRefusal = drafted.purchaseRefusal
        }

        init(from purchasing: Purchasing, refusal: CloudRefusal) {
            order = purchasing.order
            findings = purchasing.confirmation.inspection.findings
            inspectedAt = purchasing.confirmation.inspection.observedAt
            trail = purchasing.payment.trail
            purchaseRefusal = refusal
        }

        /// Whether an amendment asks for something else, or was inspected and found otherwise.
        func isChanged(by amendment: SharedAmendment) -> Bool {
            amendment.specification != order.specification
                || amendment.inspection.map { $0.findings.differ(from: findings) } ?? false
        }
    }
}
