package import CanonicalJSON
package import Workflow

/// `blocked`: at least one prerequisite does not hold; the findings say which, seen when.
///
/// Asks for the prerequisites to be mended; looking again may answer. Left by `cleared` → ready, `clusterCreated`
/// (found) → starting; `obstructed` with other findings, `amended`, `repairOrdered`, `repaired` and `repairRefused` stay.
package struct Blocked: PurchasedPhase, RepairablePhase {
    package let order: Order
    package let purchase: OwnedPurchase
    package let instance: InstanceID
    package let findings: [Finding]
    package let inspectedAt: Timestamp
    package let repairs: [Repair]?

    init(from paid: Paid, obstruction: Obstruction, instance: InstanceID) {
        self.init(paid.order, paid.purchase, instance, obstruction.findings, obstruction.observedAt)
    }

    init(from ready: Ready, obstruction: Obstruction) {
        self.init(ready.order, ready.purchase, ready.instance, obstruction.findings, obstruction.observedAt)
    }

    /// The service refused the cluster for good: its word is the finding.
    init(from ready: Ready, refusal: CloudRefusal) {
        let finding = Finding(
            .clusterAccepted,
            resource: "cluster/\(ready.order.specification.cluster.name)",
            observed: refusal.code,
            required: "accepted",
            refusal: refusal
        )
        let findings = [finding.seen(by: refusal.requestID)] + ready.clearance.findings
        self.init(ready.order, ready.purchase, ready.instance, findings, ready.clearance.observedAt)
    }

    init(from blocked: Blocked, obstruction: Obstruction) {
        self.init(
            blocked.order, blocked.purchase, blocked.instance, obstruction.findings, obstruction.observedAt,
            blocked.repairs)
    }

    init(from blocked: Blocked, underRepair: FindingsUnderRepair) {
        self.init(
            blocked.order, blocked.purchase, blocked.instance, underRepair.findings, blocked.inspectedAt,
            underRepair.repairs)
    }

    init(from blocked: Blocked, amendment: Amendment) {
        self.init(
            blocked.order.amended(to: amendment.specification), blocked.purchase, blocked.instance, blocked.findings,
            blocked.inspectedAt, blocked.repairs)
    }

    private init(
        _ order: Order, _ purchase: OwnedPurchase, _ instance: InstanceID, _ findings: [Finding],
        _ inspectedAt: Timestamp, _ repairs: [Repair]? = nil
    ) {
        self.order = order
        self.purchase = purchase
        self.instance = instance
        self.findings = findings
        self.inspectedAt = inspectedAt
        self.repairs = FindingsUnderRepair.remaining(repairs, of: findings)
    }
}

extension Blocked {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("findings", findings)
        writer.write("inspectedAt", inspectedAt)
        writer.write("instance", instance)
        writer.write("order", order)
        writer.write("phase", OrderState.Phase.blocked)
        writer.write("purchase", purchase)
        writer.write("repairs", encoded: repairs)
    }
}
