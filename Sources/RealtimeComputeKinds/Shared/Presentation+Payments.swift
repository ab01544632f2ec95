import Documents
import Provisioning
import RealtimeCompute
import Wording
import Workflow

// How a payment is shown, whatever is paid for.

extension JSONValue {
    static func candidate(_ order: some PaidOrder) -> Self {
        .fields([
            "orderNumber": .text(order.orderNumber.rawValue), "madeAt": .text(order.madeAt.rfc3339),
            "key": order.key.map { .text($0.rawValue) },
        ])
    }

    static func purchase(_ purchase: OwnedPurchase, instance: InstanceID? = nil) -> Self {
        .fields([
            "orderNumber": .text(purchase.orderNumber.rawValue), "instanceId": instance.map { .text($0.rawValue) },
            "key": purchase.key.map { .text($0.rawValue) }, "epoch": .integer(purchase.epoch),
            "paidAt": .text(purchase.paidAt.rfc3339),
        ])
    }

    /// A request to pay whose outcome is not known.
    static func purchase<P: Payer>(_ pending: PendingPayment<P.Paid>, of payer: P) -> Self {
        let epoch = pending.trail.epoch
        return ["key": .text(payer.purchaseKey(inEpoch: epoch).rawValue), "epoch": .integer(epoch)]
    }
}

extension Fact {
    static func purchase(_ purchase: OwnedPurchase, instance: InstanceID? = nil) -> Self {
        let instance = instance.map { ", \($0)" } ?? ""
        return Fact(
            LocalizedText("purchase", zh: "购买"), "\(purchase.orderNumber)\(instance), \(purchase.paidAt.rfc3339)")
    }

    static func candidate(_ order: some PaidOrder) -> Self {
        Fact(LocalizedText("candidate", zh: "候选购买"), "\(order.orderNumber), \(order.madeAt.rfc3339)")
    }
}

/// The commands that answer for a payment that is not accounted for, the least costly first.
func answersForPayment(of name: String) -> [[String]] {
    let reason = ["--reason", "TEXT"]
    return [
        ["sluice", "advance", name],
        ["sluice", "order", "adopt", name, "--order-number", "NUMBER"] + reason,
        ["sluice", "order", "repurchase", name] + reason,
        ["sluice", "order", "withdraw", name] + reason,
    ]
}
