package import CanonicalJSON
package import Workflow

/// `drafted`: well formed; capacity, estimate and a first look at the prerequisites attached.
///
/// Asks for a confirmation. Left by `confirmed` → confirmed, `withdrawn` → withdrawn; `obstructed`, `amended`,
/// `repairOrdered`, `repaired` and `repairRefused` stay.
package struct Drafted: OrderPhase, RepairablePhase {
    package let order: Order
    package let findings: [Finding]
    package let inspectedAt: Timestamp
    package let trail: PurchaseTrail
    /// Why the vendor refused the last purchase, if it has.
    package let purchaseRefusal: CloudRefusal?
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
        repairs = FindingsUnderRepair.remaining(drafted.repairs, of: obstruction.findings)
    }

    init(from drafted: Drafted, underRepair: FindingsUnderRepair) {
        order = drafted.order
        findings = underRepair.findings
        inspectedAt = drafted.inspectedAt
        trail = drafted.trail
        purchaseRefusal = drafted.purchaseRefusal
        repairs = underRepair.repairs
    }

    init(from drafted: Drafted, amendment: Amendment) {
        order = drafted.order.amended(to: amendment.specification)
        findings = amendment.inspection?.findings ?? drafted.findings
        inspectedAt = amendment.inspection?.observedAt ?? drafted.inspectedAt
        trail = drafted.trail
        purchaseRefusal = drafted.purchaseRefusal
        repairs = FindingsUnderRepair.remaining(drafted.repairs, of: findings)
    }

    init(from purchasing: Purchasing, refusal: CloudRefusal) {
        order = purchasing.order
        findings = purchasing.confirmation.inspection.findings
        inspectedAt = purchasing.confirmation.inspection.observedAt
        trail = purchasing.trail
        purchaseRefusal = refusal
        repairs = nil
    }

    /// Whether an amendment asks for something else, or was inspected and found otherwise.
    func isChanged(by amendment: Amendment) -> Bool {
        amendment.specification != order.specification
            || amendment.inspection.map { $0.findings.differ(from: findings) } ?? false
    }
}

extension Drafted {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("findings", findings)
        writer.write("inspectedAt", inspectedAt)
        writer.write("order", order)
        writer.write("phase", OrderState.Phase.drafted)
        writer.write("purchaseRefusal", ifPresent: purchaseRefusal)
        writer.write("repairs", encoded: repairs)
        writer.write("trail", trail)
    }
}
