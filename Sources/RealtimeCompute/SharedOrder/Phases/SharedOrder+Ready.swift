package import Workflow

extension SharedOrder {
    /// `ready`: every prerequisite held at the time noted; the project's name is claimed for this order.
    ///
    /// Creates the project: adopts one that has come since the name was seen to be free; else, on a clearance in force,
    /// asks for it. After a refusal, asks for an amendment. Left by `projectCreated` → provisioned, `obstructed` → blocked,
    /// `amended` → paid; `projectRefused` stays.
    package struct Ready: SharedPhase {
        package let order: Order
        package let purchase: OwnedPurchase
        package let clearance: Clearance
        /// When the instance ends, as far as that could be seen.
        package let endsAt: Timestamp?
        /// Why the project was refused, if it was.
        package let refusal: CloudRefusal?

        package var instance: InstanceID { clearance.instance }

        init(from paid: Paid, clearance: SharedClearance) {
            self.init(paid.order, paid.purchase, clearance.clearance, clearance.endsAt, refusal: nil)
        }

        init(from blocked: Blocked, clearance: SharedClearance) {
            self.init(blocked.order, blocked.purchase, clearance.clearance, clearance.endsAt, refusal: nil)
        }

        init(from ready: Ready, refusal: CloudRefusal) {
            self.init(ready.order, ready.purchase, ready.clearance, ready.endsAt, refusal: refusal)
        }

        private init(
            _ order: Order, _ purchase: OwnedPurchase, _ clearance: Clearance, _ endsAt: Timestamp?,
            refusal: CloudRefusal?
        ) {
            self.order = order
            self.purchase = purchase
            self.clearance = clearance
            self.endsAt = endsAt
            self.refusal = refusal
        }

        package var project: ProjectSpecification { order.specification.project }

        /// Whether a project is the one that is asked for.
        package func wants(_ other: Project) -> Bool { project.isMet(by: other) }
    }
}

extension ProjectSpecification {
    /// Whether a project is the one that is asked for.
    func isMet(by project: Project) -> Bool { project.name == name && project.computeUnits == computeUnits }
}
