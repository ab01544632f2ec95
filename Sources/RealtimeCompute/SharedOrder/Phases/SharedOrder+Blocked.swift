package import Workflow

extension SharedOrder {
    /// `blocked`: at least one prerequisite does not hold; the findings say which, seen when.
    ///
    /// Asks for the prerequisites to be mended; looking again may answer. Left by `cleared` → ready, `amended` → paid,
    /// `projectCreated` (found, where a request for it may have left) → provisioned; `obstructed` with other findings stays.
    package struct Blocked: SharedPhase {
        package let order: Order
        package let purchase: OwnedPurchase
        package let instance: InstanceID
        package let findings: [Finding]
        package let inspectedAt: Timestamp
        /// The claims on names of the project, from when the order was ready: a request for it may have left, and what appears
        /// under such a name is ours.
        package let held: [Claim]?

        init(from paid: Paid, obstruction: Obstruction, instance: InstanceID) {
            order = paid.order
            purchase = paid.purchase
            self.instance = instance
            findings = obstruction.findings
            inspectedAt = obstruction.observedAt
            held = paid.held
        }

        /// What held when the order became ready no longer does.
        init(from ready: Ready, obstruction: Obstruction) {
            order = ready.order
            purchase = ready.purchase
            instance = ready.instance
            findings = obstruction.findings
            inspectedAt = obstruction.observedAt
            held = ready.held
        }

        init(from blocked: Blocked, obstruction: Obstruction) {
            order = blocked.order
            purchase = blocked.purchase
            instance = blocked.instance
            findings = obstruction.findings
            inspectedAt = obstruction.observedAt
            held = blocked.held
        }

        /// Whether a project is the one that is asked for, and may be ours.
        package func mayOwn(_ other: Project) -> Bool {
            held?.contains(ProjectNameIsFree.claim(on: other.name)) ?? false
                && order.specification.project.isMet(by: other)
        }
    }
}
