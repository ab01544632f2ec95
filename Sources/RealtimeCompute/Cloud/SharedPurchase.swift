package import Workflow

/// What is bought in shared mode.
package struct SharedSpecification: Codable, Hashable, Sendable {
    package let region: RegionID
    package let computeUnits: ComputeUnits
    package let months: Int

    package init(region: RegionID, computeUnits: ComputeUnits, months: Int) {
        self.region = region
        self.computeUnits = computeUnits
        self.months = months
    }
}

/// A purchase of shared mode as the vendor's order list shows it.
package struct SharedPurchase: Codable, Hashable, Sendable {
    package let orderNumber: OrderNumber
    /// What was bought.
    package let specification: SharedSpecification
    /// The key it was sent with, where the cloud keeps keys.
    package let key: PurchaseKey?
    package let status: Purchase.Status
    /// When it was made; the vendor tells it to the second.
    package let madeAt: Timestamp

    package init(
        orderNumber: OrderNumber, specification: SharedSpecification, key: PurchaseKey?, status: Purchase.Status,
        madeAt: Timestamp
    ) {
        self.orderNumber = orderNumber
        self.specification = specification
        self.key = key
        self.status = status
        self.madeAt = madeAt
    }
}

/// Which purchases of shared mode might be one order's, like ``PurchaseQuery``.
package struct SharedPurchaseQuery: Equatable, Sendable {
    package let region: RegionID
    package let keys: Set<PurchaseKey>
    /// What purchases without a key must have bought.
    package let specification: SharedSpecification
    /// From when on purchases without a key count, to the second; `nil` if none does.
    package let since: Timestamp?

    package init(region: RegionID, keys: Set<PurchaseKey>, specification: SharedSpecification, since: Timestamp?) {
        self.region = region
        self.keys = keys
        self.specification = specification
        self.since = since?.wholeSecond
    }
}
