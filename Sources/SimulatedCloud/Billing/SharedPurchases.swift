package import RealtimeCompute
package import Workflow

/// A purchase of shared mode that took effect.
struct SharedPurchaseRecord: Codable, Equatable, Sendable {
    let purchase: SharedPurchase
    let instance: InstanceID
}

extension SharedPurchaseRecord: TableRecord {
    enum Index: String, CaseIterable {
        case orderNumber, key
        /// Purchases without a key, by what was bought and when.
        case unmarked
    }

    static var tableName: String { "sharedPurchase" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .orderNumber: IndexEntry(purchase.orderNumber.rawValue)
        case .key: purchase.key.map { IndexEntry($0.rawValue) }
        case .unmarked:
            purchase.key == nil ? IndexEntry(purchase.specification.nameInIndex, at: purchase.madeAt) : nil
        }
    }
}

extension SharedSpecification {
    /// The same text for the same specification.
    fileprivate var nameInIndex: String { "\(region), \(computeUnits), \(months) months" }
}

extension CloudState {
    /// The purchase of this number, as soon as it can be seen.
    func visibleSharedPurchase(_ number: OrderNumber, at now: Timestamp) -> SharedPurchaseRecord? {
        tables.sharedPurchases.first(.orderNumber, number.rawValue)
            .flatMap { isOrderVisible(madeAt: $0.purchase.madeAt, at: now) ? $0 : nil }
    }

    /// The purchases that `query` asks for, oldest first.
    func visibleSharedPurchases(matching query: SharedPurchaseQuery, at now: Timestamp) -> [SharedPurchase] {
        var rows = query.keys.flatMap { tables.sharedPurchases.rows(.key, $0.rawValue) }
        if let since = query.since {
            rows += tables.sharedPurchases.rows(.unmarked, query.specification.nameInIndex, from: since)
        }
        return rows.sorted { $0.position < $1.position }.map(\.record.purchase)
            .filter { $0.specification.region == query.region && isOrderVisible(madeAt: $0.madeAt, at: now) }
    }

    mutating func purchaseShared(
        _ specification: SharedSpecification, key: PurchaseKey?, at now: Timestamp
    ) throws(CloudError) -> Receipt {
        guard settings.caller.kind == .account else { throw .noPermission }
        guard isSaleOpen(of: .shared, at: now) else {
            throw CloudError(code: "SaleClosed", vendorMessage: "shared mode is no longer sold")
        }
        let (number, instance) = nextOrder()
        let purchase = SharedPurchase(
            orderNumber: number, specification: specification, key: settings.keepsPurchaseKeys ? key : nil,
            status: .paid, madeAt: now)
        append(purchase, instance)
        return Receipt(orderNumber: number, paidAt: now)
    }

    /// Buys as somebody else would, in the console: the purchase bears no key.
    package mutating func purchaseInConsole(
        _ specification: SharedSpecification, at now: Timestamp
    ) throws(CloudError) -> Receipt {
        settle(at: now)
        return try purchaseShared(specification, key: nil, at: now)
    }

    /// Puts down a purchase and the instance it bought.
    mutating func append(_ purchase: SharedPurchase, _ instance: InstanceID) {
        tables.sharedPurchases.append(SharedPurchaseRecord(purchase: purchase, instance: instance))
        tables.instances.append(InstanceRecord(instance, boughtBy: purchase))
    }
}
