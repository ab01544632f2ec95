package import Workflow

extension SharedOrder {
    /// `provisioned`: the project holds every CU that was bought.
    ///
    /// Final.
    package struct Provisioned: SharedPhase {
        package let order: Order
        package let purchase: OwnedPurchase
        package let instance: InstanceID
        package let endsAt: Timestamp?
        package let project: Project

        init(from ready: Ready, creation: SharedProjectCreation) {
            order = ready.order
            purchase = ready.purchase
            instance = ready.instance
            endsAt = ready.endsAt
            project = creation.project
        }
    }
}
