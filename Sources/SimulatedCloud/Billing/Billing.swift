package import RealtimeCompute
package import Workflow

// What billing sees, and what a purchase does.
extension CloudState {
    func sale(of product: Product, at now: Timestamp) -> Sale {
        let closes =
            switch product {
            case .exclusive: settings.saleCloses
            case .shared: settings.sharedSaleCloses
            }
        return Sale(isOpen: closes.map { now < $0 } ?? true, closes: closes)
    }

    func isSaleOpen(of product: Product = .exclusive, at now: Timestamp) -> Bool { sale(of: product, at: now).isOpen }

    /// Whether what was made then can be seen now.
    func isOrderVisible(madeAt time: Timestamp, at now: Timestamp) -> Bool { time + settings.visibility.orders <= now }

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
        isOrderVisible(madeAt: record.purchase.madeAt, at: now)
    }

    mutating func purchase(
        _ specification: PurchaseSpecification, key: PurchaseKey?, at now: Timestamp
    ) throws(CloudError) -> Receipt {
        guard settings.caller.kind == .account else { throw .noPermission }
        guard isSaleOpen(at: now) else {
            throw CloudError(code: "SaleClosed", vendorMessage: "exclusive mode is no longer sold")
        }
        let (number, instance) = nextOrder()
        let purchase = Purchase(
            orderNumber: number, specification: specification, key: settings.keepsPurchaseKeys ? key : nil,
            status: .paid, madeAt: now)
        append(purchase, instance)
        return Receipt(orderNumber: number, paidAt: now)
    }

    /// Numbers for a new order and for the instance it buys.
    mutating func nextOrder() -> (OrderNumber, InstanceID) {
        let number = nextID()
        return (
            OrderNumber(rawValue: String(210_000_000_000 + number)),
            InstanceID(rawValue: "blinkonecs_\(settings.id.rawValue.suffix(4))\(1000 + number)")
        )
    }

    /// Puts down a purchase and the instance it bought.
    mutating func append(_ purchase: Purchase, _ instance: InstanceID) {
        tables.purchases.append(PurchaseRecord(purchase: purchase, instance: instance))
        tables.instances.append(InstanceRecord(instance, boughtBy: purchase))
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
    package func sale(of product: Product, in region: RegionID) async throws -> Answer<Sale> {
        try look(.getSale) { state, now in state.sale(of: product, at: now) }
    }

    package func purchase(_ specification: PurchaseSpecification, key: PurchaseKey) async throws -> Answer<Receipt> {
        try receipt(of: .purchase(specification, key: key))
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

    package func purchaseShared(
        _ specification: SharedSpecification, key: PurchaseKey
    ) async throws -> Answer<Receipt> {
        try receipt(of: .purchaseShared(specification, key: key))
    }

    package func sharedPurchases(matching query: SharedPurchaseQuery) async throws -> Answer<[SharedPurchase]> {
        try look(.listPurchases) { state, now in state.visibleSharedPurchases(matching: query, at: now) }
    }

    package func sharedPurchase(
        _ orderNumber: OrderNumber, in region: RegionID
    ) async throws -> Answer<SharedPurchase?> {
        try look(.getPurchase) { state, now in
            state.visibleSharedPurchase(orderNumber, at: now)
                .flatMap { $0.purchase.specification.region == region ? $0.purchase : nil }
        }
    }

    package func instance(boughtWith orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<InstanceID?>
    {
        try look(.getPurchase) { state, now in
            state.visiblePurchase(orderNumber, at: now)?.instance
                ?? state.visibleSharedPurchase(orderNumber, at: now)?.instance
        }
    }

    package func instance(_ id: InstanceID, in region: RegionID) async throws -> Answer<Instance?> {
        try look(.getInstance) { state, now in state.visibleInstance(id, in: region, at: now) }
    }

    package func renew(_ instance: InstanceID, months: Int, key: PurchaseKey) async throws -> Answer<Receipt> {
        try receipt(of: .renew(instance, months: months, key: key, token: nil))
    }

    package func renewals(matching query: RenewalQuery) async throws -> Answer<[Renewal]> {
        try look(.listRenewals) { state, now in state.visibleRenewals(matching: query, at: now) }
    }

    package func renewal(_ orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<Renewal?> {
        try look(.getPurchase) { state, now in state.visibleRenewal(orderNumber, in: region, at: now) }
    }

    private func receipt(of request: Request) throws -> Answer<Receipt> {
        guard case (.receipt(let receipt), let requestID) = try submit(request) else {
            preconditionFailure("a purchase is answered with a receipt")
        }
        return Answer(receipt, requestID: requestID)
    }
}
