package import Workflow

extension SharedOrder {
    /// `blocked`: at least one prerequisite does not hold; the findings say which, seen when.
    ///
    /// Asks for the prerequisites to be mended; looking again may answer. Left by `cleared` → ready, `amended` → paid;
    /// `obstructed` with other findings stays.
    package struct Blocked: SharedPhase {
        package let order: Order
        package let purchase: OwnedPurchase
        package let instance: InstanceID
        package let findings: [Finding]
        package let inspectedAt: Timestamp

        init(from paid: Paid, obstruction: Obstruction, instance: InstanceID) {
            order = paid.order
            purchase = paid.purchase
            self.instance = instance
            findings = obstruction.findings
            inspectedAt = obstruction.observedAt
        }

        init(from blocked: Blocked, obstruction: Obstruction) {
            order = blocked.order
            purchase = blocked.purchase
            instance = blocked.instance
            findings = obstruction.findings
            inspectedAt = obstruction.observedAt
        }
    }
}
