package import CanonicalJSON

/// `ready`: every prerequisite held at the time noted; addresses and stock are claimed for this order.
///
/// Creates the cluster: adopts one that is there; else, on a clearance in force, asks for it. Left by `clusterCreated`
/// → starting, `obstructed` and `clusterRefused` → blocked.
package struct Ready: PurchasedPhase {
    package let order: Order
    package let purchase: OwnedPurchase
    package let clearance: Clearance

    package var instance: InstanceID { clearance.instance }

    init(from paid: Paid, clearance: Clearance) {
        order = paid.order
        purchase = paid.purchase
        self.clearance = clearance
    }

    init(from blocked: Blocked, clearance: Clearance) {
        order = blocked.order
        purchase = blocked.purchase
        self.clearance = clearance
    }
}

extension Ready {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("clearance", clearance)
        writer.write("order", order)
        writer.write("phase", OrderState.Phase.ready)
        writer.write("purchase", purchase)
    }
}
