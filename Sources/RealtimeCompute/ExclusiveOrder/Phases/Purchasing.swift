package import CanonicalJSON
package import Workflow

/// `purchasing`: a request to buy has left, or was about to; whether it was taken is not known.
///
/// In the turn that began it, its answer comes. Taken up later, it is looked for, every poll; nothing is sent from
/// here. Left by `purchased`, `purchaseFound` and `purchaseAdopted` → paid, `purchaseRefused` → drafted,
/// `purchaseNotMade` and `repurchaseOrdered` → confirmed, `withdrawn` → withdrawn; `purchaseUnseen`, `purchaseNotFound`
/// and `purchaseAmbiguous` stay. The rules are those of every payment: ``PendingPayment``.
package struct Purchasing: OrderPhase {
    package let order: Order
    package let confirmation: Confirmation
    package let payment: PendingPayment<Purchase>

    init(from confirmed: Confirmed, intent: PurchaseIntent) {
        order = confirmed.order
        confirmation = confirmed.confirmation
        payment = PendingPayment(after: confirmed.trail, intent: intent)
    }

    init(from confirmed: Confirmed, ambiguity: Ambiguity) {
        order = confirmed.order
        confirmation = confirmed.confirmation
        payment = PendingPayment(after: confirmed.trail, ambiguity: ambiguity)
    }

    init(from purchasing: Purchasing, payment: PendingPayment<Purchase>) {
        order = purchasing.order
        confirmation = purchasing.confirmation
        self.payment = payment
    }

    package var trail: PurchaseTrail { payment.trail }
    package var firstLook: Timestamp? { payment.firstLook }
    package var question: PendingPayment<Purchase>.Question? { payment.question }

    /// When the visibility window ends; `nil` before the first look.
    package var windowEnd: Timestamp? { payment.windowEnd(by: order.timing) }
}

/// What is known of the payment stands among the fields of the phase.
extension Purchasing {
    private enum Key: CodingKey {
        case order, confirmation
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        order = try container.decode(Order.self, forKey: .order)
        confirmation = try container.decode(Confirmation.self, forKey: .confirmation)
        payment = try PendingPayment(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(order, forKey: .order)
        try container.encode(confirmation, forKey: .confirmation)
        try payment.encode(to: encoder)
    }
}

extension Purchasing {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("confirmation", confirmation)
        writer.write("firstLook", ifPresent: payment.firstLook)
        writer.write("order", order)
        writer.write("phase", OrderState.Phase.purchasing)
        writer.write("question", encoded: payment.question)
        writer.write("trail", payment.trail)
    }
}
