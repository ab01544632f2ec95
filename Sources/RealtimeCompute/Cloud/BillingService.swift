package import CanonicalJSON
package import Workflow

/// Buying and renewing.
///
/// On the real APIs: foas CreateCellClusterOrder to buy exclusive mode; BSS QueryOrders and GetOrderDetail to look, and
/// RenewInstance and QueryAvailableInstances for what was bought.
package protocol BillingService {
    /// Whether `product` can be bought in `region` now.
    func sale(of product: Product, in region: RegionID) async throws -> Answer<Sale>

    /// Buys, and pays, once for every call. Nothing cancels it.
    ///
    /// The key is put where a later look may find it; a cloud that takes none drops it.
    func purchase(_ specification: PurchaseSpecification, key: PurchaseKey) async throws -> Answer<Receipt>

    /// The purchases of exclusive mode that can be seen now and may be what `query` looks for.
    func purchases(matching query: PurchaseQuery) async throws -> Answer<[Purchase]>

    /// The purchase of this number in `region`; `nil` if it cannot be seen, or lies in another.
    func purchase(_ orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<Purchase?>

    /// Buys shared mode, and pays, once for every call; the key as with ``purchase(_:key:)``.
    func purchaseShared(_ specification: SharedSpecification, key: PurchaseKey) async throws -> Answer<Receipt>

    /// The purchases of shared mode that can be seen now and may be what `query` looks for.
    func sharedPurchases(matching query: SharedPurchaseQuery) async throws -> Answer<[SharedPurchase]>

    /// The purchase of shared mode of this number in `region`; `nil` if it cannot be seen, or lies in another.
    func sharedPurchase(_ orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<SharedPurchase?>

    /// The instance that a purchase of either mode has bought; `nil` if it cannot be seen yet.
    func instance(boughtWith orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<InstanceID?>

    /// What was bought; `nil` if it cannot be seen, or lies in another region.
    func instance(_ id: InstanceID, in region: RegionID) async throws -> Answer<Instance?>

    /// Renews a subscription, and pays, once for every call: it ends so many calendar months later than it would have.
    ///
    /// The vendor admits 1 to 9, 12, 24 and 36 months (BSS RenewInstance). The key is its ClientToken, which gives an
    /// order that may be found again where the cloud keeps it.
    func renew(_ instance: InstanceID, months: Int, key: PurchaseKey) async throws -> Answer<Receipt>

    /// The renewals that can be seen now and may be what `query` looks for.
    func renewals(matching query: RenewalQuery) async throws -> Answer<[Renewal]>

    /// The renewal of this number of an instance in `region`; `nil` if it cannot be seen, or the instance lies in another.
    func renewal(_ orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<Renewal?>
}

/// What can be bought.
package enum Product: String, CaseIterable, Codable, Sendable {
    case exclusive, shared
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
    /// Whether the cloud says so itself; if not, it is what was published, and only an attempt to buy tells.
    package let isCertain: Bool

    package init(isOpen: Bool, closes: Timestamp?, isCertain: Bool = true) {
        self.isOpen = isOpen
        self.closes = closes
        self.isCertain = isCertain
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

extension Receipt: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("orderNumber", orderNumber)
        writer.write("paidAt", paidAt)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        orderNumber = try reader.read("orderNumber")
        paidAt = try reader.read("paidAt")
    }
}

extension Purchase.Status: CanonicalValue {}

extension Purchase: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("key", ifPresent: key)
        writer.write("madeAt", madeAt)
        writer.write("orderNumber", orderNumber)
        writer.write("specification", specification)
        writer.write("status", status)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        key = try reader.readIfPresent("key")
        madeAt = try reader.read("madeAt")
        orderNumber = try reader.read("orderNumber")
        specification = try reader.read("specification")
        status = try reader.read("status")
    }
}
