package import RealtimeCompute
package import Workflow

// What billing sees, and what a purchase does.
extension CloudState {
    func isSaleOpen(at now: Timestamp) -> Bool { settings.saleCloses.map { now < $0 } ?? true }

    /// The purchase of this number, as soon as it can be seen.
    func visiblePurchase(_ number: OrderNumber, at now: Timestamp) -> PurchaseRecord? {
        tables.purchases.first(.orderNumber, number.rawValue).flatMap { isVisible($0, at: now) ? $0 : nil }
    }

    /// The purchases that `query` asks for, oldest first.
    func visiblePurchases(matching query: PurchaseQuery, at now: Timestamp) -> [Purchase] {
        var rows = query.keys.flatMap { tables.purchases.rows(.key, $0.rawValue) }
        if let since = query.since {
            rows += tables.purchases.rows(.unmarked, query.specification.nameInIndex, from: since.wholeSecond)
        }
        return rows.sorted { $0.position < $1.position }.map(\.record)
            .filter { $0.purchase.specification.region == query.region && isVisible($0, at: now) }.map(\.purchase)
    }

    private func isVisible(_ record: PurchaseRecord, at now: Timestamp) -> Bool {
        record.purchase.madeAt + settings.visibility.orders <= now
    }

    mutating func purchase(
        _ specification: PurchaseSpecification, key: PurchaseKey?, at now: Timestamp
    ) throws(CloudError) -> Receipt {
        guard settings.caller.kind == .account else { throw .noPermission }
        guard isSaleOpen(at: now) else {
            throw CloudError(code: "SaleClosed", vendorMessage: "exclusive mode is no longer sold")
        }
        let number = nextID()
        let purchase = Purchase(
            orderNumber: OrderNumber(rawValue: String(210_000_000_000 + number)), specification: specification,
            key: settings.keepsPurchaseKeys ? key : nil, status: .paid, madeAt: now)
        let instance = InstanceID(rawValue: "blinkonecs_\(settings.id.rawValue.suffix(4))\(1000 + number)")
        tables.purchases.append(PurchaseRecord(purchase: purchase, instance: instance))
        return Receipt(orderNumber: purchase.orderNumber, paidAt: now)
    }

    /// Buys as somebody else would, in the console: the purchase bears no key.
    package mutating func purchaseInConsole(
        _ specification: PurchaseSpecification, at now: Timestamp
    ) throws(CloudError) -> Receipt {
        settle(at: now)
        return try purchase(specification, key: nil, at: now)
    }
}

extension SimulatedCloud: BillingService {
    package func sale(in region: RegionID) async throws -> Answer<Sale> {
        try look(.getSale) { state, now in Sale(isOpen: state.isSaleOpen(at: now), closes: state.saleCloses) }
    }

    package func purchase(_ specification: PurchaseSpecification, key: PurchaseKey) async throws -> Answer<Receipt> {
        guard case (.receipt(let receipt), let request) = try submit(.purchase(specification, key: key)) else {
            preconditionFailure("a purchase is answered with a receipt")
        }
        return Answer(receipt, requestID: request)
    }

    package func purchases(matching query: PurchaseQuery) async throws -> Answer<[Purchase]> {
        try look(.listPurchases) { state, now in state.visiblePurchases(matching: query, at: now) }
    }

    package func purchase(_ orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<Purchase?> {
        try look(.getPurchase) { state, now in
            state.visiblePurchase(orderNumber, at: now)
                .flatMap { $0.purchase.specification.region == region ? $0.purchase : nil }
        }
    }

    package func instance(boughtWith orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<InstanceID?>
    {
        try look(.getPurchase) { state, now in state.visiblePurchase(orderNumber, at: now)?.instance }
    }
}
