package import RealtimeCompute
package import Workflow

/// One of the vendor's orders, of whatever type, as its billing shows it.
package struct VendorOrder: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case new = "New"
        case renew = "Renew"
        case upgrade = "Upgrade"
    }

    package let number: OrderNumber
    package let kind: Kind
    package let instance: InstanceID
    package let region: RegionID
    package let billing: Billing
    package let size: Instance.Size
    /// For how many months it is; `nil` of pay-as-you-go.
    package let months: Int?
    package let status: Purchase.Status
    package let madeAt: Timestamp

    /// When what was bought first ends; `nil` of pay-as-you-go, and of an order that adds to something.
    package var usageEndsAt: Timestamp? {
        kind == .new ? months.map { InstanceRecord.end(after: $0, from: madeAt) } : nil
    }
}

extension CloudState {
    /// Every order that can be seen, oldest first.
    package func orders(at now: Timestamp) -> [VendorOrder] {
        let instances = Dictionary(
            tables.instances.all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let purchases = tables.purchases.all.map { record in
            let bought = record.purchase.specification
            return VendorOrder(
                number: record.purchase.orderNumber, kind: .new, instance: record.instance, region: bought.region,
                billing: bought.billing, size: .machines(masters: bought.masters, slaves: bought.slaves),
                months: bought.billing.months, status: record.purchase.status, madeAt: record.purchase.madeAt)
        }
        let shared = tables.sharedPurchases.all.map { record in
            let bought = record.purchase.specification
            return VendorOrder(
                number: record.purchase.orderNumber, kind: .new, instance: record.instance, region: bought.region,
                billing: .subscription(months: bought.months), size: .computeUnits(bought.computeUnits),
                months: bought.months, status: record.purchase.status, madeAt: record.purchase.madeAt)
        }
        let renewals = tables.renewals.all.compactMap { record -> VendorOrder? in
            let renewal = record.renewal
            let workspace = tables.workspaces.first(.id, renewal.instance.rawValue)
            let of =
                instances[renewal.instance].map { (region: $0.region, billing: $0.billing, size: $0.size) }
                ?? workspace.map {
                    (
                        region: $0.specification.region, billing: $0.specification.billing,
                        size: .computeUnits($0.computeUnits)
                    )
                }
            return of.map {
                VendorOrder(
                    number: renewal.orderNumber, kind: .renew, instance: renewal.instance, region: $0.region,
                    billing: $0.billing, size: $0.size, months: renewal.months, status: renewal.status,
                    madeAt: renewal.madeAt)
            }
        }
        let upgrades = instances.values.compactMap { VendorOrder(upgradeOf: $0) }
        return (purchases + shared + renewals + upgrades)
            .filter { isOrderVisible(madeAt: $0.madeAt, at: now) }
            .sorted { ($0.madeAt, $0.number.rawValue) < ($1.madeAt, $1.number.rawValue) }
    }

    /// The instance that a purchase or an id means, as it can be seen.
    package func visibleInstances(at now: Timestamp) -> [(instance: Instance, boughtAt: Timestamp)] {
        zip(instances(at: now), tables.instances.all.map(\.boughtAt)).map { ($0, $1) }
            .filter { isOrderVisible(madeAt: $0.1, at: now) }
    }
}

extension VendorOrder {
    /// What has made an instance larger or smaller last: orders of that kind are not kept one by one.
    fileprivate init?(upgradeOf instance: InstanceRecord) {
        guard let time = instance.resizedAt else { return nil }
        self.init(
            number: OrderNumber(rawValue: instance.orderNumber.rawValue + "1"), kind: .upgrade, instance: instance.id,
            region: instance.region, billing: instance.billing, size: instance.size, months: instance.billing.months,
            status: .paid, madeAt: time)
    }
}

extension Billing {
    fileprivate var months: Int? { if case .subscription(let months) = self { months } else { nil } }
}
