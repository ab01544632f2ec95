package import RealtimeCompute
package import Workflow

/// A renewal that took effect.
struct RenewalRecord: Codable, Equatable, Sendable {
    let renewal: Renewal
}

extension RenewalRecord: TableRecord {
    enum Index: String, CaseIterable {
        case orderNumber, key
        /// Renewals without a key, by what was renewed for how long and when.
        case unmarked
    }

    static var tableName: String { "renewal" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .orderNumber: IndexEntry(renewal.orderNumber.rawValue)
        case .key: renewal.key.map { IndexEntry($0.rawValue) }
        case .unmarked:
            renewal.key == nil
                ? IndexEntry(Self.nameInIndex(renewal.instance, renewal.months), at: renewal.madeAt) : nil
        }
    }

    static func nameInIndex(_ instance: InstanceID, _ months: Int) -> String { "\(instance), \(months) months" }
}

extension CloudState {
    /// The renewals that `query` asks for, oldest first.
    func visibleRenewals(matching query: RenewalQuery, at now: Timestamp) -> [Renewal] {
        var rows = query.keys.flatMap { tables.renewals.rows(.key, $0.rawValue) }
        if let since = query.since {
            let name = RenewalRecord.nameInIndex(query.instance, query.months)
            rows += tables.renewals.rows(.unmarked, name, from: since)
        }
        return rows.sorted { $0.position < $1.position }.map(\.record.renewal)
            .filter { $0.instance == query.instance && isOrderVisible(madeAt: $0.madeAt, at: now) }
    }

    /// The renewal of this number, as soon as it can be seen.
    func visibleRenewal(_ number: OrderNumber, in region: RegionID, at now: Timestamp) -> Renewal? {
        guard let renewal = tables.renewals.first(.orderNumber, number.rawValue)?.renewal,
            tables.instances.first(.id, renewal.instance.rawValue)?.region
                ?? tables.workspaces.first(.id, renewal.instance.rawValue)?.specification.region == region
        else { return nil }
        return isOrderVisible(madeAt: renewal.madeAt, at: now) ? renewal : nil
    }

    mutating func renew(
        _ id: InstanceID, months: Int, key: PurchaseKey?, token: String? = nil, at now: Timestamp
    ) throws(CloudError) -> Receipt {
        guard settings.caller.kind == .account else { throw .noPermission }
        if let token, let earlier = tables.clientTokens.first(.token, token) {
            guard earlier.request == .renew(id, months: months, key: key, token: token) else { throw .tokenOfAnother }
            return Receipt(orderNumber: earlier.orderNumber, paidAt: earlier.at)
        }
        guard let row = tables.instances.row(.id, id.rawValue) else { throw .instanceNotFound }
        var instance = row.record
        guard let end = instance.endsAt else {
            throw CloudError(code: CloudError.Code.postPaid, vendorMessage: "pay-as-you-go is not renewed")
        }
        guard !instance.isReleased else { throw .instanceReleased }
        guard Figures.renewalMonths.contains(months) else {
            throw CloudError(code: "InvalidPeriod", vendorMessage: "an instance cannot be renewed for \(months) months")
        }
        instance.endsAt = InstanceRecord.end(after: months, from: end)
        tables.instances.replace(at: row.position, with: instance)
        let (number, _) = nextOrder()
        let renewal = Renewal(
            orderNumber: number, instance: id, months: months, key: settings.keepsPurchaseKeys ? key : nil,
            status: .paid, madeAt: now)
        tables.renewals.append(RenewalRecord(renewal: renewal))
        if let token {
            tables.clientTokens.append(
                ClientTokenRecord(
                    token: token, request: .renew(id, months: months, key: key, token: token), orderNumber: number,
                    at: now))
        }
        return Receipt(orderNumber: number, paidAt: now)
    }
}

extension CloudState {
    /// Renews as somebody else would, in the console: the renewal bears no key.
    package mutating func renewInConsole(
        _ instance: InstanceID, months: Int, at now: Timestamp
    ) throws(CloudError) -> Receipt {
        settle(at: now)
        return try renew(instance, months: months, key: nil, at: now)
    }
}

extension CloudError {
    static var instanceNotFound: Self {
        CloudError(code: "InstanceNotFound", vendorMessage: "there is no such instance")
    }

    static var instanceReleased: Self {
        CloudError(code: Code.instanceReleased, vendorMessage: "the instance has been released")
    }
}
