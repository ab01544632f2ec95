import AlibabaWire
import Documents
import Foundation
package import RealtimeCompute
import Workflow

/// Buying by foas 2018-11-11, and what was bought by BssOpenApi 2017-12-14.
///
/// The vendor documents neither the codes of the product nor how an order says what was bought. What is assumed stands in
/// ``OrderDetail``; an order of ours that cannot be read is an error that shows what it says.
extension AlibabaCloud: BillingService {
    /// Whether anything is sold still, no call tells: what was announced is given as such, and a purchase tells.
    package func sale(of product: Product, in region: RegionID) async throws -> Answer<Sale> {
        switch product {
        case .exclusive:
            Answer(Sale(isOpen: true, closes: Figures.endOfSale(of: product), isCertain: false), requestID: nil)
        case .shared:
            Answer(Sale(isOpen: false, closes: Figures.endOfSale(of: product)), requestID: nil)
        }
    }

    /// The vendor takes no key.
    package func purchase(_ specification: PurchaseSpecification, key: PurchaseKey) async throws -> Answer<Receipt> {
        let (model, period) =
            switch specification.billing {
            case .subscription(let months): ("pre", String(months) as String?)
            case .payAsYouGo: ("post", nil)
            }
        let reply = try await client.call(
            .send(
                "POST", ["api", "v2", "realtime-compute", "cell", "buy"], "CreateCellClusterOrder",
                in: specification.region,
                [
                    ("masterNum", String(specification.masters.count)),
                    ("masterSpec", specification.masters.model.rawValue), ("payModel", model), ("period", period),
                    ("region", specification.region.rawValue), ("slaveNum", String(specification.slaves.count)),
                    ("slaveSpec", specification.slaves.model.rawValue),
                ]))
        let receipt = Receipt(orderNumber: try reply.body["OrderId"].name(), paidAt: reply.time ?? time.now)
        return Answer(receipt, requestID: reply.requestID)
    }

    package func purchases(matching query: PurchaseQuery) async throws -> Answer<[Purchase]> {
        // No order shows a key.
        guard let since = query.since else { return Answer([], requestID: nil) }
        let method = query.specification.billing.method.onTheWire
        let (details, requestID) = try await orders("New", since: since, [("SubscriptionType", method)])
        let purchases = try details.filter { $0.isOfExclusiveMode && $0.region == query.region }.map {
            try $0.purchase()
        }
        return Answer(purchases, requestID: requestID)
    }

    package func purchase(_ orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<Purchase?> {
        let found = try await order(orderNumber)
        guard let detail = found.value, detail.isOfExclusiveMode, detail.region == region, detail.type == "new" else {
            return Answer(nil, requestID: found.requestID)
        }
        return Answer(try detail.purchase(), requestID: found.requestID)
    }

    package func instance(boughtWith orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<InstanceID?>
    {
        let found = try await order(orderNumber)
        return Answer(try found.value?.instance(), requestID: found.requestID)
    }

    // MARK: - What was bought

    package func instance(_ id: InstanceID, in region: RegionID) async throws -> Answer<Instance?> {
        let found = try await available(id, in: region)
        guard let item = found.value else { return Answer(nil, requestID: found.requestID) }
        let bought = try item["CreateTime"].time()
        let product = [
            ("ProductCode", item["ProductCode"].optionalText), ("ProductType", item["ProductType"].optionalText),
        ]
        let (details, _) = try await orders(nil, since: bought.wholeSecond, product)
        let own = details.filter { $0.instances.contains(id) && $0.status == .paid }
        guard let first = own.first(where: { $0.type == "new" }) else {
            throw CloudError(
                code: "UnreadableAnswer",
                vendorMessage: "no order that bought instance \(id) can be seen, though it was bought at "
                    + bought.rfc3339, requestID: found.requestID)
        }
        let purchase = try first.purchase()
        // What an upgrade or its reverse has made of it since.
        let changed = own.filter { $0.type != "new" && $0.type != "renew" }.max { $0.createdAt < $1.createdAt }
        let size =
            try changed.map { try $0.machines() } ?? (purchase.specification.masters, purchase.specification.slaves)
        let endsAt =
            purchase.specification.billing == .payAsYouGo ? nil : try item["EndTime"].time()
        let instance = Instance(
            id: id, orderNumber: purchase.orderNumber, region: region, billing: purchase.specification.billing,
            size: .machines(masters: size.0, slaves: size.1), endsAt: endsAt, status: try item.status(at: time.now))
        return Answer(instance, requestID: found.requestID)
    }

    private func available(_ id: InstanceID, in region: RegionID) async throws -> Answer<AnswerField?> {
        let (items, requestID) = try await client.pages { number in
            .look(
                .bss, "QueryAvailableInstances", in: region,
                [
                    ("Region", region.rawValue), ("InstanceIDs", id.rawValue), ("PageNum", String(number)),
                    ("PageSize", Self.pageSizeOfBilling),
                ])
        } _: {
            (try $0["Data"]["InstanceList"].items(), try $0["Data"]["TotalCount"].integer())
        }
        return Answer(items.first { $0["InstanceID"].optionalText == id.rawValue }, requestID: requestID)
    }

    // MARK: - Renewals

    /// The key goes as the client's token, with which the vendor renews once; its orders do not show it.
    package func renew(_ instance: InstanceID, months: Int, key: PurchaseKey) async throws -> Answer<Receipt> {
        guard let item = try await available(instance, in: region).value else {
            throw CloudError(code: "ResourceNotExists", vendorMessage: "instance \(instance) cannot be seen")
        }
        let reply = try await client.call(
            .change(
                .bss, "RenewInstance", in: region,
                [
                    ("ProductCode", try item["ProductCode"].text()),
                    ("ProductType", item["ProductType"].optionalText), ("InstanceId", instance.rawValue),
                    ("RenewPeriod", String(months)), ("ClientToken", key.asToken),
                ]))
        let receipt = Receipt(orderNumber: try reply.body["Data"]["OrderId"].name(), paidAt: reply.time ?? time.now)
        return Answer(receipt, requestID: reply.requestID)
    }

    package func renewals(matching query: RenewalQuery) async throws -> Answer<[Renewal]> {
        guard let since = query.since else { return Answer([], requestID: nil) }
        let (details, requestID) = try await orders("Renew", since: since, [])
        let own = details.filter { $0.instances.contains(query.instance) }
        let renewals = try own.map { try $0.renewal(of: query.instance) }.filter { $0.months == query.months }
        return Answer(renewals, requestID: requestID)
    }

    package func renewal(_ orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<Renewal?> {
        let found = try await order(orderNumber)
        guard let detail = found.value, detail.type == "renew", detail.region == region,
            let instance = detail.instances.first
        else { return Answer(nil, requestID: found.requestID) }
        return Answer(try detail.renewal(of: instance), requestID: found.requestID)
    }

    // MARK: - Shared mode

    /// - Throws: ``CloudError``, always.
    package func purchaseShared(_ specification: SharedSpecification, key: PurchaseKey) async throws -> Answer<Receipt>
    {
        throw CloudError.sharedMode
    }

    /// - Throws: ``CloudError``, always.
    package func sharedPurchases(matching query: SharedPurchaseQuery) async throws -> Answer<[SharedPurchase]> {
        throw CloudError.sharedMode
    }

    /// - Throws: ``CloudError``, always.
    package func sharedPurchase(
        _ orderNumber: OrderNumber, in region: RegionID
    ) async throws -> Answer<SharedPurchase?> {
        throw CloudError.sharedMode
    }

    // MARK: - The vendor's orders

    /// The usual size of a page of these calls; how large one may be is not documented.
    private static let pageSizeOfBilling = "20"

    /// Every order of a type since a time, with its details.
    private func orders(
        _ type: String?, since: Timestamp, _ filter: [(String, String?)]
    ) async throws -> (details: [OrderDetail], requestID: RequestID?) {
        // By default orders of the last hour only are listed.
        let end = time.now + .seconds(3600)
        let (items, requestID) = try await client.pages { number in
            .look(
                .bss, "QueryOrders", in: region,
                [
                    ("CreateTimeStart", WireTime.iso8601(since.wholeSecond)), ("CreateTimeEnd", WireTime.iso8601(end)),
                    ("OrderType", type), ("PageNum", String(number)), ("PageSize", Self.pageSizeOfBilling),
                ] + filter)
        } _: {
            (try $0["Data"]["OrderList"].items("Order"), try $0["Data"]["TotalCount"].integer())
        }
        var numbers: [OrderNumber] = []
        // Pages shift while others buy.
        for item in items {
            let number: OrderNumber = try item["OrderId"].name()
            if !numbers.contains(number) { numbers.append(number) }
        }
        var details: [OrderDetail] = []
        for number in numbers {
            guard let detail = try await order(number).value else {
                throw CloudError(
                    code: "IncompleteList", vendorMessage: "order \(number) is listed, and its details cannot be seen",
                    isTransient: true)
            }
            details.append(detail)
        }
        return (details, requestID)
    }

    private func order(_ number: OrderNumber) async throws -> Answer<OrderDetail?> {
        let reply = try await client.call(.look(.bss, "GetOrderDetail", in: region, [("OrderId", number.rawValue)]))
        // An order may have several parts; one of them is the instance.
        let parts = try reply.body["Data"]["OrderList"].items("Order").map { try OrderDetail($0, of: number) }
        return Answer(parts.first(where: \.isOfExclusiveMode) ?? parts.first, requestID: reply.requestID)
    }
}

extension Billing.Method {
    fileprivate var onTheWire: String {
        switch self {
        case .subscription: "Subscription"
        case .payAsYouGo: "PayAsYouGo"
        }
    }
}

extension PurchaseKey {
    /// A token of at most 64 characters, as the vendor takes it: the same for the same key.
    fileprivate var asToken: String {
        rawValue.utf8.count <= 64 ? rawValue : Digests.sha256(Data(rawValue.utf8))
    }
}

extension AnswerField {
    /// The status of an instance.
    fileprivate func status(at now: Timestamp) throws -> Instance.Status {
        if let released = self["ReleaseTime"].optionalTime, released <= now { return .released }
        switch try self["Status"].text().lowercased() {
        case "normal", "creating", "waitforexpire": return .normal
        case "expired": return .stopped
        default: throw self["Status"].unreadable("one of Creating, Normal, WaitForExpire, Expired")
        }
    }
}
