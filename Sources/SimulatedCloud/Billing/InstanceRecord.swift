import RealtimeCompute
import Workflow

/// What a purchase has bought, and what becomes of it.
struct InstanceRecord: Codable, Equatable, Sendable {
    let id: InstanceID
    let orderNumber: OrderNumber
    let region: RegionID
    let billing: Billing
    var size: Instance.Size
    /// When it was last made larger or smaller.
    var resizedAt: Timestamp?
    let boughtAt: Timestamp
    /// When a subscription ends; `nil` of pay-as-you-go.
    var endsAt: Timestamp?
    /// Since when pay-as-you-go is not paid for; `nil` while it is.
    var stoppedAt: Timestamp?
    var isReleased = false

    /// When it is released by time alone; `nil` if it will not be.
    var releaseAt: Timestamp? { isReleased ? nil : (stoppedAt ?? endsAt).map { $0 + Instance.grace } }

    func status(at now: Timestamp) -> Instance.Status {
        if isReleased { return .released }
        return (stoppedAt ?? endsAt).map { $0 <= now } ?? false ? .stopped : .normal
    }

    /// A time so many months later, as the vendor bills: the same time of the same day of the month.
    static func end(after months: Int, from time: Timestamp) -> Timestamp {
        time.adding(months: months, countedAt: Figures.billingOffset)
    }
}

extension InstanceRecord {
    init(_ id: InstanceID, boughtBy purchase: Purchase) {
        let bought = purchase.specification
        self.init(
            id: id, orderNumber: purchase.orderNumber, region: bought.region, billing: bought.billing,
            size: .machines(masters: bought.masters, slaves: bought.slaves), boughtAt: purchase.madeAt)
        if case .subscription(let months) = bought.billing { endsAt = Self.end(after: months, from: purchase.madeAt) }
    }

    init(_ id: InstanceID, boughtBy purchase: SharedPurchase) {
        let bought = purchase.specification
        self.init(
            id: id, orderNumber: purchase.orderNumber, region: bought.region,
            billing: .subscription(months: bought.months), size: .computeUnits(bought.computeUnits),
            boughtAt: purchase.madeAt, endsAt: Self.end(after: bought.months, from: purchase.madeAt))
    }
}

extension InstanceRecord: TableRecord {
    enum Index: String, CaseIterable {
        case id
        /// Instances of shared mode, by region.
        case shared
        /// Instances that are released by time alone, by that time.
        case due
    }

    static var tableName: String { "instance" }
    /// The key under which all instances that are released by themselves stand by their time.
    static let due = "due"

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .id: IndexEntry(id.rawValue)
        case .shared: if case .computeUnits = size { IndexEntry(region.rawValue) } else { nil }
        case .due: releaseAt.map { IndexEntry(Self.due, at: $0) }
        }
    }
}
