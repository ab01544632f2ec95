package import CanonicalJSON

/// `withdrawn`: the operator gave up, nothing bought that we know of.
///
/// Final.
package struct Withdrawn: OrderPhase {
    package let order: Order
    package let trail: PurchaseTrail
    package let reason: String

    init(from drafted: Drafted, withdrawal: Withdrawal) {
        self.init(drafted.order, drafted.trail, withdrawal)
    }

    init(from confirmed: Confirmed, withdrawal: Withdrawal) {
        self.init(confirmed.order, confirmed.trail, withdrawal)
    }

    init(from purchasing: Purchasing, withdrawal: Withdrawal) {
        self.init(purchasing.order, purchasing.trail, withdrawal)
    }

    private init(_ order: Order, _ trail: PurchaseTrail, _ withdrawal: Withdrawal) {
        self.order = order
        self.trail = trail.disowning(withdrawal.disowned)
        reason = withdrawal.reason
    }
}

extension Withdrawn {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("order", order)
        writer.write("phase", OrderState.Phase.withdrawn)
        writer.write("reason", reason)
        writer.write("trail", trail)
    }
}
