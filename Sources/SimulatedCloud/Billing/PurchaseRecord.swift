package import RealtimeCompute

/// A purchase that took effect.
package struct PurchaseRecord: Codable, Equatable, Sendable {
    package let purchase: Purchase
    let instance: InstanceID
}

extension PurchaseRecord: TableRecord {
    enum Index: String, CaseIterable {
        case orderNumber, key, instance
        /// Purchases without a key, by what was bought and when.
        case unmarked
    }

    static var tableName: String { "purchase" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .orderNumber: IndexEntry(purchase.orderNumber.rawValue)
        case .key: purchase.key.map { IndexEntry($0.rawValue) }
        case .instance: IndexEntry(instance.rawValue)
        case .unmarked:
            purchase.key == nil ? IndexEntry(purchase.specification.nameInIndex, at: purchase.madeAt) : nil
        }
    }
}

extension PurchaseSpecification {
    /// The same text for the same specification.
    var nameInIndex: String {
        let billed =
            switch billing {
            case .subscription(let months): "\(months) months"
            case .payAsYouGo: billing.method.rawValue
            }
        let machines = [masters, slaves].map { "\($0.count) \($0.model.rawValue)" }
        return ([region.rawValue, billed] + machines).joined(separator: ", ")
    }
}
