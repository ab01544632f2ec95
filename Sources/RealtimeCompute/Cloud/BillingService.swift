package import Workflow

/// Buying.
///
/// On the real APIs: foas CreateCellClusterOrder to buy; BSS QueryOrders and GetOrderDetail to look.
package protocol BillingService {
    /// Whether exclusive mode can be bought in `region` now.
    func sale(in region: RegionID) async throws -> Answer<Sale>

    /// Buys, and pays, once for every call. Nothing cancels it.
    ///
    /// The key is put where a later look may find it; a cloud that takes none drops it.
    func purchase(_ specification: PurchaseSpecification, key: PurchaseKey) async throws -> Answer<Receipt>

    /// The purchases of exclusive mode that can be seen now and may be what `query` looks for.
    func purchases(matching query: PurchaseQuery) async throws -> Answer<[Purchase]>

    /// The purchase of this number in `region`; `nil` if it cannot be seen, or lies in another.
    func purchase(_ orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<Purchase?>

    /// The instance that a purchase has bought; `nil` if it cannot be seen yet.
    func instance(boughtWith orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<InstanceID?>
}

/// Which purchases might be one order's: those that bear one of its keys, and those without a key of what it buys.
///
/// Narrow, so that looking costs the same however many purchases there are. On the real APIs: BSS QueryOrders with
/// `OrderType` New, the `SubscriptionType` of the specification and `CreateTimeStart` at ``since`` gives the numbers,
/// page by page; GetOrderDetail of each tells the region and what was bought. The vendor's purchase of exclusive mode
/// takes no key, so that there nothing matches ``keys``, and without ``since`` nothing needs to be asked.
package struct PurchaseQuery: Equatable, Sendable {
    package let region: RegionID
    package let keys: Set<PurchaseKey>
    /// What purchases without a key must have bought.
    package let specification: PurchaseSpecification
    /// From when on purchases without a key count, to the second: the vendor tells the time of a purchase no closer.
    ///
    /// `nil` if none does.
    package let since: Timestamp?

    package init(region: RegionID, keys: Set<PurchaseKey>, specification: PurchaseSpecification, since: Timestamp?) {
        self.region = region
        self.keys = keys
        self.specification = specification
        self.since = since?.wholeSecond
    }
}

/// Whether something can be bought.
package struct Sale: Codable, Equatable, Sendable {
    package let isOpen: Bool
    /// When it closed, or will.
    package let closes: Timestamp?

    package init(isOpen: Bool, closes: Timestamp?) {
        self.isOpen = isOpen
        self.closes = closes
    }
}

/// What the vendor answers to a purchase.
package struct Receipt: Codable, Equatable, Sendable {
    package let orderNumber: OrderNumber
    package let paidAt: Timestamp

    package init(orderNumber: OrderNumber, paidAt: Timestamp) {
        self.orderNumber = orderNumber
        self.paidAt = paidAt
    }
}

/// A purchase as the vendor's order list shows it.
package struct Purchase: Codable, Hashable, Sendable {
    package enum Status: String, CaseIterable, Codable, Sendable {
        case unpaid = "Unpaid"
        case paid = "Paid"
        case cancelled = "Cancelled"
    }

    package let orderNumber: OrderNumber
    /// What was bought.
    package let specification: PurchaseSpecification
    /// The key it was sent with, where the cloud keeps keys.
    package let key: PurchaseKey?
    package let status: Status
    /// When it was made; the vendor tells it to the second.
    package let madeAt: Timestamp

    package init(
        orderNumber: OrderNumber,
        specification: PurchaseSpecification,
        key: PurchaseKey?,
        status: Status,
        madeAt: Timestamp
    ) {
        self.orderNumber = orderNumber
        self.specification = specification
        self.key = key
        self.status = status
        self.madeAt = madeAt
    }
}
