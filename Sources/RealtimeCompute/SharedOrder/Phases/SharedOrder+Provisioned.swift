package import Workflow

extension SharedOrder {
    /// `provisioned`: the project holds every CU that was bought, and is this order's.
    ///
    /// Final.
    package struct Provisioned: SharedPhase {
        package let order: Order
        package let purchase: OwnedPurchase
        package let instance: InstanceID
        package let endsAt: Timestamp?
        package let project: Project

        /// What was bought by hand, with its project.
        init(importing found: SharedImport, _ project: Project) {
            order = found.order
            purchase = found.purchase
            instance = found.instance.id
            endsAt = found.instance.endsAt
            self.project = project
        }

        /// It appeared after all, while something else was in the way.
        init(from blocked: Blocked, creation: SharedProjectCreation) {
            order = blocked.order
            purchase = blocked.purchase
            instance = blocked.instance
            endsAt = nil
            project = creation.project
        }

        init(from ready: Ready, creation: SharedProjectCreation) {
            order = ready.order
            purchase = ready.purchase
            instance = ready.instance
            endsAt = ready.endsAt
            project = creation.project
        }
    }
}
