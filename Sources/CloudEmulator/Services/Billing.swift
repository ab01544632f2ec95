import AlibabaWire
import Documents
import RealtimeCompute
import SimulatedCloud
import Workflow

/// BssOpenApi 2017-12-14.
///
/// Documented are the shapes. Inventions of ours are the codes of the product (`sc`, `blinkonecs_pre`, `blinkonecs_post`) and
/// what `Config` says: the vendor publishes neither.
enum Billing {
    static let actions: [String: Services.Handler] = [
        "QueryOrders": queryOrders, "GetOrderDetail": getOrderDetail,
        "QueryAvailableInstances": queryAvailableInstances, "RenewInstance": renewInstance,
        "CreateInstance": createInstance,
    ]

    private static func reply(_ data: [String: JSONValue], delivery: Delivery = .whole) -> ActionReply {
        ActionReply(
            ["Code": "Success", "Message": "Successful!", "Success": true, "Data": .object(data)], delivery: delivery)
    }

    /// A failure inside of a success of HTTP, as this service has them.
    private static func failure(_ code: String, _ message: String) -> ActionReply {
        ActionReply(["Code": .text(code), "Message": .text(message), "Success": false])
    }

    // MARK: - Orders

    @Sendable private static func queryOrders(_ exchange: Exchange) throws -> ActionReply {
        let page = try Page(exchange, "PageNum", "PageSize", usual: 20, largest: 300)
        let (start, end) = (try exchange.time("CreateTimeStart"), try exchange.time("CreateTimeEnd"))
        let type = exchange.optional("OrderType")
        let method = exchange.optional("SubscriptionType")
        let status = exchange.optional("PaymentStatus")
        let product = exchange.optional("ProductCode")
        let call: Call = type == VendorOrder.Kind.renew.rawValue ? .listRenewals : .listPurchases
        let orders = try exchange.look(call) { state, now in
            // By default those of the last hour.
            let from = start ?? (end ?? now) + .seconds(-3600)
            return state.orders(at: now).filter { order in
                order.madeAt >= from.wholeSecond && order.madeAt <= end ?? now
                    && type.map { $0 == order.kind.rawValue } ?? true
                    && method.map { $0 == order.billing.onTheWire } ?? true
                    && status.map { $0.lowercased() == order.status.rawValue.lowercased() } ?? true
                    && product.map { $0 == order.productCode } ?? true
            }
        }
        let list = page.of(Array(orders.reversed())).map { order -> JSONValue in
            .object(order.summary)
        }
        return reply([
            "HostName": "sluice", "PageNum": .integer(page.number), "PageSize": .integer(page.size),
            "TotalCount": .integer(orders.count), "OrderList": ["Order": .list(list)],
        ])
    }

    @Sendable private static func getOrderDetail(_ exchange: Exchange) throws -> ActionReply {
        let number = try exchange.required("OrderId")
        let order = try exchange.look(.getPurchase) { state, now in
            state.orders(at: now).first { $0.number.rawValue == number }
        }
        let parts = order.map { [JSONValue.object($0.detail)] } ?? []
        return reply([
            "HostName": "sluice", "PageNum": 1, "PageSize": 20, "TotalCount": .integer(parts.count),
            "OrderList": ["Order": .list(parts)],
        ])
    }

    // MARK: - Instances

    @Sendable private static func queryAvailableInstances(_ exchange: Exchange) throws -> ActionReply {
        let page = try Page(exchange, "PageNum", "PageSize", usual: 20, largest: 300)
        let ids = exchange.optional("InstanceIDs")?.split(separator: ",").map(String.init)
        let region = exchange.optional("Region")
        let (instances, now) = try exchange.look(.getInstance) { state, now in
            (
                state.visibleInstances(at: now).filter { instance, _ in
                    ids?.contains(instance.id.rawValue) ?? true && region.map { $0 == instance.region.rawValue } ?? true
                }, now
            )
        }
        let list = page.of(instances).map { instance, boughtAt -> JSONValue in
            .object(fields(of: instance, boughtAt, at: now))
        }
        return reply([
            "PageNum": .integer(page.number), "PageSize": .integer(page.size), "TotalCount": .integer(instances.count),
            "InstanceList": .list(list),
        ])
    }

    private static func fields(
        of instance: Instance, _ boughtAt: Timestamp, at now: Timestamp
    ) -> [String: JSONValue] {
        let end = instance.endsAt
        let releases = instance.status == .released ? now : end.map { $0 + Instance.grace }
        var fields: [String: JSONValue] = [
            "InstanceID": .text(instance.id.rawValue), "Region": .text(instance.region.rawValue),
            "Status": instance.status == .normal ? "Normal" : "Expired", "SubStatus": "Normal",
            "SubscriptionType": .text(instance.billing.onTheWire), "RenewStatus": "ManualRenewal", "ProductCode": "sc",
            "ProductType": "", "CreateTime": .text(WireTime.iso8601(boughtAt)),
        ]
        if let end { fields["EndTime"] = .text(WireTime.iso8601(end)) }
        if let releases { fields["ReleaseTime"] = .text(WireTime.iso8601(releases)) }
        return fields
    }

    @Sendable private static func renewInstance(_ exchange: Exchange) throws -> ActionReply {
        _ = try exchange.required("ProductCode")
        let months = try exchange.requiredInteger("RenewPeriod")
        var answer: ActionReply
        do {
            answer = try exchange.ask(
                .renew(
                    try exchange.name("InstanceId"), months: months, key: nil, token: exchange.optional("ClientToken"))
            ) { reply in
                guard case .receipt(let receipt) = reply else { return [:] }
                return ["Data": ["OrderId": .text(receipt.orderNumber.rawValue)]]
            }
        } catch let error as WireError {
            // This service has codes of its own.
            switch error.code {
            case "InstanceNotFound": throw WireError(400, "ResourceNotExists", "The specified resource doesn't exist.")
            case CloudError.Code.postPaid, CloudError.Code.instanceReleased:
                throw WireError(400, "ResourceStatusError", "The status of the resource does not allow it.")
            default: throw error
            }
        }
        answer.fields.merge(["Code": "Success", "Message": "Successful!", "Success": true]) { $1 }
        return answer
    }

    /// Exclusive mode is bought by its own API; what it would be called here is published nowhere.
    @Sendable private static func createInstance(_ exchange: Exchange) throws -> ActionReply {
        _ = try exchange.required("ProductCode")
        _ = try exchange.required("SubscriptionType")
        return failure("NotApplicable", "This API is not applicable for caller.")
    }
}

extension RealtimeCompute.Billing {
    var onTheWire: String {
        switch self {
        case .subscription: "Subscription"
        case .payAsYouGo: "PayAsYouGo"
        }
    }
}

extension VendorOrder {
    var productCode: String { "sc" }

    private var commodity: String {
        switch (size, billing) {
        case (.computeUnits, _): "stream_pre"
        case (.machines, .subscription): "blinkonecs_pre"
        case (.machines, .payAsYouGo): "blinkonecs_post"
        }
    }

    var summary: [String: JSONValue] {
        var fields: [String: JSONValue] = [
            "OrderId": .text(number.rawValue), "OrderType": .text(kind.rawValue),
            "PaymentStatus": .text(status.rawValue), "SubscriptionType": .text(billing.onTheWire),
            "ProductCode": .text(productCode), "ProductType": "", "CommodityCode": .text(commodity), "Currency": "CNY",
            "CreateTime": .text(WireTime.iso8601(madeAt)),
        ]
        if status == .paid { fields["PaymentTime"] = .text(WireTime.iso8601(madeAt)) }
        // The simulated cloud has no prices.
        for amount in ["PretaxGrossAmount", "PretaxAmount", "AfterTaxAmount", "Tax"] { fields[amount] = "0" }
        return fields
    }

    /// The details, whose words are in lower case, as the vendor's sample has them.
    var detail: [String: JSONValue] {
        var fields = summary
        fields["OrderType"] = .text(kind.rawValue.lowercased())
        fields["PaymentStatus"] = .text(status.rawValue.lowercased())
        fields["SubOrderId"] = .text(number.rawValue + "0")
        fields["Region"] = .text(region.rawValue)
        fields["Quantity"] = "1"
        fields["Config"] = .text(config)
        fields["UsageStartTime"] = .text(WireTime.iso8601(madeAt))
        if let usageEndsAt { fields["UsageEndTime"] = .text(WireTime.iso8601(usageEndsAt)) }
        // Nothing is made before it is paid.
        fields["InstanceIDs"] = .text(status == .paid ? JSONValue.list([.text(instance.rawValue)]).text : "[]")
        return fields
    }

    private var config: String {
        var pairs: [(String, String)] = []
        switch size {
        case .machines(let masters, let slaves):
            pairs = [
                ("masterSpec", masters.model.rawValue), ("masterNum", String(masters.count)),
                ("slaveSpec", slaves.model.rawValue), ("slaveNum", String(slaves.count)),
            ]
        case .computeUnits(let units): pairs = [("CU", String(units.count))]
        }
        if let months { pairs.append(("period", String(months))) }
        pairs.append(("Region", region.rawValue))
        return "\(commodity):[\(pairs.map { "\($0.0):\($0.1);" }.joined())]"
    }
}
