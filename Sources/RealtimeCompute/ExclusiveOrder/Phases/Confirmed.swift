package import CanonicalJSON

/// `confirmed`: someone with the right to buy has said yes, knowing the findings; nothing has been bought that we know
/// of.
///
/// Buys: looks for a purchase of ours first; finding none, commits the intent and sends the request. Left by
/// `purchaseFound` → paid, `purchaseAmbiguous` and `purchaseBegun` → purchasing, `withdrawn` → withdrawn.
package struct Confirmed: OrderPhase {
    package let order: Order
    package let confirmation: Confirmation
    package let trail: PurchaseTrail

    init(from drafted: Drafted, confirmation: Confirmation) {
        order = drafted.order
        self.confirmation = confirmation
        trail = drafted.trail
    }

    /// The request was surely not carried out; when the next may be made stands in the order's postponement.
    init(fromNotMade purchasing: Purchasing) {
        order = purchasing.order
        confirmation = purchasing.confirmation
        trail = purchasing.trail
    }

    /// Another request is to be made, under a new key.
    init(from purchasing: Purchasing, another trail: PurchaseTrail) {
        order = purchasing.order
        confirmation = purchasing.confirmation
        self.trail = trail
    }
}

extension Confirmed {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("confirmation", confirmation)
        writer.write("order", order)
        writer.write("phase", OrderState.Phase.confirmed)
        writer.write("trail", trail)
    }
}
