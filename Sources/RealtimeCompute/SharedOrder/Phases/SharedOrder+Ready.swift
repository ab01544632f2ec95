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
        /// The claims on other names under which a request for the project may have left before.
        package let former: [Claim]?
        /// When the instance ends, as far as that could be seen.
        package let endsAt: Timestamp?
        /// Why the project was refused, if it was.
        package let refusal: CloudRefusal?

        package var instance: InstanceID { clearance.instance }

        init(from paid: Paid, clearance: SharedClearance) {
            self.init(paid.order, paid.purchase, paid.held, clearance.clearance, clearance.endsAt, refusal: nil)
        }

        init(from blocked: Blocked, clearance: SharedClearance) {
            self.init(
                blocked.order, blocked.purchase, blocked.held, clearance.clearance, clearance.endsAt, refusal: nil)
        }

        init(from ready: Ready, refusal: CloudRefusal) {
            self.init(ready.order, ready.purchase, ready.former, ready.clearance, ready.endsAt, refusal: refusal)
        }

        private init(
            _ order: Order, _ purchase: OwnedPurchase, _ held: [Claim]?, _ clearance: Clearance, _ endsAt: Timestamp?,
            refusal: CloudRefusal?
        ) {
            self.order = order
            self.purchase = purchase
            self.clearance = clearance
            let former = held?.filter { !clearance.claims.contains($0) } ?? []
            self.former = former.isEmpty ? nil : former
            self.endsAt = endsAt
            self.refusal = refusal
        }

        /// The claims on every name under which a request for the project may have left.
        package var held: [Claim] { clearance.claims + (former ?? []) }

        package var project: ProjectSpecification { order.specification.project }

        /// Whether a project is the one that is asked for.
        package func wants(_ other: Project) -> Bool { project.isMet(by: other) }
    }
}

extension ProjectSpecification {
    /// Whether a project is the one that is asked for.
    func isMet(by project: Project) -> Bool { project.name == name && project.computeUnits == computeUnits }
}
