package import Workflow

/// A renewal as the vendor's order list shows it.
package struct Renewal: Codable, Hashable, Sendable {
    package let orderNumber: OrderNumber
    package let instance: InstanceID
    package let months: Int
    /// The key it was sent with, where the cloud keeps keys.
    package let key: PurchaseKey?
    package let status: Purchase.Status
    /// When it was made; the vendor tells it to the second.
    package let madeAt: Timestamp

    package init(
        orderNumber: OrderNumber, instance: InstanceID, months: Int, key: PurchaseKey?, status: Purchase.Status,
        madeAt: Timestamp
    ) {
        self.orderNumber = orderNumber
        self.instance = instance
        self.months = months
        self.key = key
        self.status = status
        self.madeAt = madeAt
    }
}

/// Which renewals might be one of ours: those that bear one of its keys, and those without a key of the same instance for
/// as many months.
///
/// On the real APIs: BSS QueryOrders with `OrderType` Renew and `CreateTimeStart`, GetOrderDetail of each.
package struct RenewalQuery: Equatable, Sendable {
    package let instance: InstanceID
    package let keys: Set<PurchaseKey>
    package let months: Int
    /// From when on renewals without a key count, to the second; `nil` if none does.
    package let since: Timestamp?

    package init(instance: InstanceID, keys: Set<PurchaseKey>, months: Int, since: Timestamp?) {
        self.instance = instance
        self.keys = keys
        self.months = months
        self.since = since?.wholeSecond
    }
}
