import AlibabaWire
import Documents
import Foundation
import RealtimeCompute
import SimulatedCloud
import Workflow

/// foasconsole 2021-10-28, and of its version 2019-06-01 what has the same shape: workspaces and their namespaces.
enum ManagedFlink {
    static let actions: [String: Services.Handler] = handlers.mapValues { handle in
        { exchange in try handle(exchange.withoutWrapper) }
    }

    private static let handlers: [String: Services.Handler] = [
        "CreateInstance": createInstance, "DescribeInstances": describeInstances,
        "QueryCreateInstancePrice": queryPrice, "DescribeSupportedRegions": describeRegions,
        "DescribeSupportedZones": describeZones, "DescribeNamespaces": describeNamespaces,
        "CreateNamespace": createNamespace, "ModifyNamespaceSpecV2": modifyNamespace,
        "DeleteNamespace": deleteNamespace, "ModifyInstanceSpec": modifyInstance, "RenewInstance": renewInstance,
        "DeleteInstance": deleteInstance,
    ]

    // MARK: - What is asked for

    /// A parameter that is an object or a list: one text of JSON.
    private static func json(_ exchange: Exchange, _ name: String) throws -> JSONValue? {
        guard let text = exchange.optional(name) else { return nil }
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
            throw WireError.invalid(name)
        }
        return value
    }

    private static func field(_ value: JSONValue?, _ name: String) -> JSONValue? {
        if case .object(let fields)? = value { fields[name] } else { nil }
    }

    /// The CUs of a specification of resources: a core and 4 GB each.
    private static func units(_ exchange: Exchange, _ name: String) throws -> ComputeUnits? {
        guard let spec = try json(exchange, name) else { return nil }
        guard case .integer(let cores)? = field(spec, "Cpu"), case .integer(let memory)? = field(spec, "MemoryGB"),
            cores >= 1, memory == 4 * cores
        else { throw WireError.invalid(name) }
        return ComputeUnits(cores)
    }

    private static func billing(_ exchange: Exchange) throws -> RealtimeCompute.Billing {
        switch try exchange.required("ChargeType") {
        case "POST": return .payAsYouGo
        case "PRE":
            let duration = try exchange.integer("Duration") ?? 1
            switch exchange.optional("PricingCycle") ?? "Month" {
            case "Month": return .subscription(months: duration)
            case "Year": return .subscription(months: 12 * duration)
            default: throw WireError.invalid("PricingCycle")
            }
        default: throw WireError.invalid("ChargeType")
        }
    }

    private static func specification(_ exchange: Exchange, whole: Bool) throws -> WorkspaceSpecification {
        let billing = try billing(exchange)
        let units = try units(exchange, "ResourceSpec")
        guard billing.method == .payAsYouGo || units != nil else { throw WireError.missing("ResourceSpec") }
        let vSwitches: [VSwitchID]
        switch try json(exchange, "VSwitchIds") {
        case .list(let items)?:
            vSwitches = items.compactMap { if case .text(let id) = $0 { VSwitchID(rawValue: id) } else { nil } }
        case nil where !whole: vSwitches = []
        default: throw WireError.invalid("VSwitchIds")
        }
        let secondVSwitches: [VSwitchID]
        switch try json(exchange, "HaVSwitchIds") {
        case .list(let items)?:
            secondVSwitches = items.compactMap { if case .text(let id) = $0 { VSwitchID(rawValue: id) } else { nil } }
        case nil: secondVSwitches = []
        default: throw WireError.invalid("HaVSwitchIds")
        }
        let bucket = field(field(try json(exchange, "Storage"), "Oss"), "Bucket")
        var name: BucketName = ""
        if case .text(let text)? = bucket {
            name = BucketName(rawValue: text)
        } else if whole {
            throw WireError.missing("Storage")
        }
        func zone(of vSwitches: [VSwitchID]) throws -> ZoneID? {
            try exchange.cloud.look(uncounted: { state, _ in
                vSwitches.first.flatMap { id in state.vSwitches.first { $0.id == id }?.zone }
            })
        }
        let secondZone =
            secondVSwitches.isEmpty
            ? nil
            : WorkspaceSpecification.SecondZone(zone: try zone(of: secondVSwitches) ?? "", vSwitches: secondVSwitches)
        return WorkspaceSpecification(
            name: WorkspaceName(rawValue: whole ? try exchange.required("InstanceName") : ""),
            region: try exchange.name("Region"), billing: billing, zone: try zone(of: vSwitches) ?? "",
            vpc: VPCID(rawValue: whole ? try exchange.required("VpcId") : ""), vSwitches: vSwitches, bucket: name,
            computeUnits: units ?? 1000, isHighlyAvailable: exchange.optional("Ha") == "true",
            secondZone: secondZone)
    }

    // MARK: - Workspaces

    @Sendable private static func createInstance(_ exchange: Exchange) throws -> ActionReply {
        let wanted = try specification(exchange, whole: true)
        return try exchange.ask(.purchaseWorkspace(wanted)) { reply in
            guard case .receipt(let receipt) = reply else { return [:] }
            let id = receipt.orderNumber.rawValue
            // The order's own number is nowhere shown again.
            let number = 210_000_000_000 + id.utf8.reduce(0) { ($0 * 31 + Int($1)) % 1_000_000 }
            return ["Success": true, "OrderInfo": ["OrderId": .integer(number), "InstanceId": .text(id)]]
        }
    }

    @Sendable private static func queryPrice(_ exchange: Exchange) throws -> ActionReply {
        let wanted = try specification(exchange, whole: false)
        let price = try exchange.look(.getPrice) { state, _ in state.price(of: wanted) }
        let amount = JSONValue.decimal(Double(price.minorUnits) / 100)
        return ActionReply([
            "Success": true,
            "PriceInfo": [
                "Currency": .text(price.currency), "OriginalAmount": amount, "DiscountAmount": 0, "TradeAmount": amount,
            ],
        ])
    }

    @Sendable private static func describeInstances(_ exchange: Exchange) throws -> ActionReply {
        let region = try exchange.name("Region", RegionID.self)
        let wanted = exchange.optional("InstanceId")
        let found = try exchange.look(wanted == nil ? .listWorkspaces : .getWorkspace) { state, now in
            state.visibleWorkspaces(in: region, at: now).filter { wanted == nil || $0.id.rawValue == wanted }
                .compactMap { seen in state.visibleWorkspace(seen.id, at: now).map { (seen, $0) } }
        }
        let page = try NumberedPage(found, exchange)
        return ActionReply(
            page.fields.merging(["Instances": .list(page.items.map { .object(fields(of: $0.0, $0.1)) })]) { $1 })
    }

    private static func fields(of seen: Workspace, _ record: WorkspaceRecord) -> [String: JSONValue] {
        let wanted = record.specification
        var fields: [String: JSONValue] = [
            "InstanceId": .text(seen.id.rawValue), "InstanceName": .text(seen.identity.name.rawValue),
            "Region": .text(wanted.region.rawValue), "ZoneId": .text(wanted.zone.rawValue),
            "ChargeType": wanted.billing.method == .subscription ? "PRE" : "POST",
            "ClusterStatus": .text(seen.status.rawValue), "OrderState": .text((seen.orderState ?? .normal).rawValue),
            "ResourceCreateTime": .integer(milliseconds(seen.createdAt)),
            "ResourceSpec": resources(seen.computeUnits), "Ha": .boolean(wanted.isHighlyAvailable),
            "VSwitchIds": .list(wanted.vSwitches.map { .text($0.rawValue) }),
            "VpcId": .text(wanted.vpc.rawValue),
            "Storage": ["Oss": ["Bucket": .text(wanted.bucket.rawValue)], "FullyManaged": false],
        ]
        if let second = wanted.secondZone {
            fields["HaZoneId"] = .text(second.zone.rawValue)
            fields["HaVSwitchIds"] = .list(second.vSwitches.map { .text($0.rawValue) })
        }
        if let endsAt = seen.endsAt { fields["ResourceExpiredTime"] = .integer(milliseconds(endsAt)) }
        if let stage = seen.stage {
            fields["ClusterState"] = [
                "Status": .text(seen.status.rawValue),
                "ClusterStage": [
                    "CurrentStage": 1, "Status": "RUNNING", "Message": .text(stage),
                    "TotalStageWithWeight": [["StepIndex": 1, "StepName": .text(stage), "Weight": 1]],
                ],
            ]
        }
        return fields
    }

    private static func milliseconds(_ time: Timestamp) -> Int { Int(time.millisecondsSince1970) }

    private static func resources(_ units: ComputeUnits) -> JSONValue {
        ["Cpu": .integer(units.count), "MemoryGB": .integer(4 * units.count)]
    }

    @Sendable private static func modifyInstance(_ exchange: Exchange) throws -> ActionReply {
        let workspace = try workspace(exchange)
        guard let units = try units(exchange, "ResourceSpec") else { throw WireError.missing("ResourceSpec") }
        return try exchange.ask(.resizeWorkspace(workspace.id, to: units)) { _ in
            ["Success": true, "OrderInfo": ["InstanceId": .text(workspace.id.rawValue)]]
        }
    }

    @Sendable private static func renewInstance(_ exchange: Exchange) throws -> ActionReply {
        let workspace = try workspace(exchange)
        let duration = try exchange.requiredInteger("Duration")
        let months: Int
        switch try exchange.required("PricingCycle") {
        case "Month": months = duration
        case "Year": months = 12 * duration
        default: throw WireError.invalid("PricingCycle")
        }
        guard (1...120).contains(months) else { throw WireError.invalid("Duration") }
        return try exchange.ask(.renewWorkspace(workspace.id, months: months)) { reply in
            guard case .receipt(let receipt) = reply, let number = Int(receipt.orderNumber.rawValue) else { return [:] }
            return ["Success": true, "OrderId": .integer(number)]
        }
    }

    @Sendable private static func deleteInstance(_ exchange: Exchange) throws -> ActionReply {
        let workspace = try workspace(exchange)
        return try exchange.ask(.deleteWorkspace(workspace.id)) { _ in ["Success": true] }
    }

    @Sendable private static func describeRegions(_ exchange: Exchange) throws -> ActionReply {
        let regions = try exchange.look(.listZones) { state, _ in state.regions.sorted { $0.rawValue < $1.rawValue } }
        return ActionReply([
            "Success": true,
            "Regions": .list(regions.map { ["Region": .text($0.rawValue), "RegionName": .text($0.rawValue)] }),
        ])
    }

    @Sendable private static func describeZones(_ exchange: Exchange) throws -> ActionReply {
        let region = try exchange.whereabouts()
        let zones = try exchange.look(.listZones) { state, _ in state.zones(in: region) }
        return ActionReply([
            "Success": true, "TotalCount": .integer(zones.count), "PageIndex": 1, "PageSize": 10, "TotalPage": 1,
            "ZoneIds": .list(zones.map { .text($0.rawValue) }),
        ])
    }

    // MARK: - Namespaces

    private static func workspace(_ exchange: Exchange) throws -> WorkspaceRecord {
        let id = try exchange.name("InstanceId", WorkspaceID.self)
        let region = try exchange.name("Region", RegionID.self)
        let found = try exchange.cloud.look(uncounted: { state, now in state.visibleWorkspace(id, at: now) })
        guard let found, found.specification.region == region else {
            throw WireError(404, "InstanceNotFound", "The specified instance does not exist.")
        }
        return found
    }

    @Sendable private static func describeNamespaces(_ exchange: Exchange) throws -> ActionReply {
        let workspace = try workspace(exchange)
        let only = exchange.optional("Namespace")
        let namespaces = try exchange.look(.listNamespaces) { state, now in
            state.visibleWorkspace(workspace.id, at: now)?.namespaces ?? []
        }.filter { only == nil || $0.name.rawValue == only }
        let page = try NumberedPage(namespaces, exchange)
        return ActionReply(
            page.fields.merging([
                "Namespaces": .list(
                    page.items.map { namespace in
                        [
                            "Namespace": .text(namespace.name.rawValue), "Status": "SUCCESS", "Ha": false,
                            "ResourceSpec": resources(namespace.computeUnits),
                            "GuaranteedResourceSpec": resources(namespace.computeUnits),
                            "ResourceUsed": ["Cu": 0, "Cpu": 0, "MemoryGB": 0],
                        ]
                    })
            ]) { $1 })
    }

    @Sendable private static func createNamespace(_ exchange: Exchange) throws -> ActionReply {
        let (workspace, name) = (try workspace(exchange), try exchange.name("Namespace", NamespaceName.self))
        guard let units = try units(exchange, "ResourceSpec") else { throw WireError.missing("ResourceSpec") }
        return try exchange.ask(.createNamespace(name, units, in: workspace.id)) { _ in ["Success": true] }
    }

    @Sendable private static func modifyNamespace(_ exchange: Exchange) throws -> ActionReply {
        let (workspace, name) = (try workspace(exchange), try exchange.name("Namespace", NamespaceName.self))
        _ = try exchange.required("Ha")
        guard let units = try units(exchange, "GuaranteedResourceSpec") else {
            throw WireError.missing("GuaranteedResourceSpec")
        }
        return try exchange.ask(.resizeNamespace(name, units, in: workspace.id)) { _ in ["Success": true] }
    }

    @Sendable private static func deleteNamespace(_ exchange: Exchange) throws -> ActionReply {
        let (workspace, name) = (try workspace(exchange), try exchange.name("Namespace", NamespaceName.self))
        return try exchange.ask(.deleteNamespace(name, in: workspace.id)) { _ in ["Success": true] }
    }
}

extension Exchange {
    /// With the parameters of the earlier version by their own names: it has each in a wrapper, as
    /// `DescribeInstancesRequest.Region`.
    fileprivate var withoutWrapper: Self {
        let wrapper = "\(action)Request."
        return Exchange(
            action: action,
            parameters: parameters.map { parameter in
                parameter.name.hasPrefix(wrapper)
                    ? Parameter(String(parameter.name.dropFirst(wrapper.count)), parameter.value) : parameter
            }, region: region, principal: principal, cloud: cloud, account: account)
    }
}

/// A page of a list, as these actions count them.
private struct NumberedPage<Item> {
    let items: [Item]
    let fields: [String: JSONValue]

    init(_ all: [Item], _ exchange: Exchange) throws {
        let size = try exchange.integer("PageSize") ?? 10
        let index = try exchange.integer("PageIndex") ?? 1
        guard (1...100).contains(size) else { throw WireError.invalid("PageSize") }
        guard (1...1_000_000).contains(index) else { throw WireError.invalid("PageIndex") }
        items = Array(all.dropFirst((index - 1) * size).prefix(size))
        fields = [
            "Success": true, "TotalCount": .integer(all.count), "PageIndex": .integer(index),
            "PageSize": .integer(size), "TotalPage": .integer((all.count + size - 1) / size),
        ]
    }
}
