package import Workflow

/// `drafted`: well formed; capacity, estimate and a first look at the prerequisites attached.
///
/// Asks for a confirmation. Left by `confirmed` → confirmed, `withdrawn` → withdrawn; `obstructed`, `amended`,
/// `repairOrdered`, `repaired` and `repairRefused` stay.
package struct Drafted: OrderPhase {
    package let order: Order
    package let findings: [Finding]
    package let inspectedAt: Timestamp
    package let trail: PurchaseTrail
    /// Why the vendor refused the last purchase, if it has.
    package let purchaseRefusal: CloudRefusal?
    /// What is being mended; `nil` if nothing is.
    package let repairs: [Repair]?

    init(_ placement: Placement) {
        order = placement.order
        findings = placement.inspection.findings
        inspectedAt = placement.inspection.observedAt
        trail = PurchaseTrail()
        purchaseRefusal = nil
        repairs = nil
    }

    init(from drafted: Drafted, obstruction: Obstruction) {
        order = drafted.order
        findings = obstruction.findings
        inspectedAt = obstruction.observedAt
        trail = drafted.trail
        purchaseRefusal = drafted.purchaseRefusal
        repairs = Mendings.remaining(drafted.repairs, of: obstruction.findings)
    }

    init(from drafted: Drafted, mendings: Mendings) {
        order = drafted.order
        findings = mendings.findings
        inspectedAt = drafted.inspectedAt
        trail = drafted.trail
        purchaseRefusal = drafted.purchaseRefusal
        repairs = mendings.repairs
    }

    init(from drafted: Drafted, amendment: Amendment) {
        order = drafted.order.amended(to: amendment.specification)
        findings = amendment.inspection?.findings ?? drafted.findings
        inspectedAt = amendment.inspection?.observedAt ?? drafted.inspectedAt
        trail = drafted.trail
        purchaseRefusal = drafted.purchaseRefusal
        repairs = Mendings.remaining(drafted.repairs, of: findings)
    }

    init(from purchasing: Purchasing, refusal: CloudRefusal) {
        order = purchasing.order
        findings = purchasing.confirmation.inspection.findings
        inspectedAt = purchasing.confirmation.inspection.observedAt
        trail = purchasing.trail
        purchaseRefusal = refusal
        repairs = nil
    }

    /// What is to be asked for next to mend what was found; `nil` if nothing is.
    package var nextRepair: Repair? { repairs?.first(where: \.isOwn) }

    var mendings: Mendings { Mendings(findings: findings, repairs: repairs) }

    /// Whether an amendment asks for something else, or was inspected and found otherwise.
    func isChanged(by amendment: Amendment) -> Bool {
        amendment.specification != order.specification
            || amendment.inspection.map { $0.findings.differ(from: findings) } ?? false
    }
}
