package import Workflow

/// `blocked`: at least one prerequisite does not hold; the findings say which, seen when.
///
/// Asks for the prerequisites to be mended; looking again may answer. Left by `cleared` → ready, `clusterCreated`
/// (found) → starting; `obstructed` with other findings, `amended`, `repairOrdered`, `repaired` and `repairRefused` stay.
package struct Blocked: PurchasedPhase {
    package let order: Order
    package let purchase: OwnedPurchase
    package let instance: InstanceID
    package let findings: [Finding]
    package let inspectedAt: Timestamp
    /// What is being mended; `nil` if nothing is.
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

    init(from blocked: Blocked, mendings: Mendings) {
        self.init(
            blocked.order, blocked.purchase, blocked.instance, mendings.findings, blocked.inspectedAt, mendings.repairs)
    }

    init(from blocked: Blocked, amendment: Amendment) {
        self.init(
            blocked.order.amended(to: amendment.specification), blocked.purchase, blocked.instance, blocked.findings,
            blocked.inspectedAt, blocked.repairs)
    }

    /// What is to be asked for next to mend what was found; `nil` if nothing is.
    package var nextRepair: Repair? { repairs?.first(where: \.isOwn) }

    var mendings: Mendings { Mendings(findings: findings, repairs: repairs) }

    private init(
        _ order: Order, _ purchase: OwnedPurchase, _ instance: InstanceID, _ findings: [Finding],
        _ inspectedAt: Timestamp, _ repairs: [Repair]? = nil
    ) {
        self.order = order
        self.purchase = purchase
        self.instance = instance
        self.findings = findings
        self.inspectedAt = inspectedAt
        self.repairs = Mendings.remaining(repairs, of: findings)
    }
}
