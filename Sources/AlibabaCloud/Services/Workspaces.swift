import AlibabaWire
import Documents
package import RealtimeCompute
import Workflow

/// foasconsole 2021-10-28: workspaces of fully managed Flink.
///
/// Source: the vendor's API metadata and its SDK. It lists no error codes for any of these actions: a refusal is told as it
/// comes.
extension AlibabaCloud: WorkspaceService {
    package func price(of workspace: WorkspaceSpecification) async throws -> Answer<Estimate> {
        let reply = try await client.call(
            .form(
                "QueryCreateInstancePrice", in: workspace.region, Self.parameters(of: workspace), isChange: false))
        let price = reply.body["PriceInfo"]
        let per =
            switch workspace.billing {
            case .subscription(let months): "P\(months)M"
            case .payAsYouGo: "PT1H"
            }
        let amount = try price["TradeAmount"].decimal()
        guard let fen = Int(exactly: (amount * 100).rounded()) else {
            throw price["TradeAmount"].unreadable("an amount")
        }
        return Answer(
            Estimate(fen, price["Currency"].optionalText ?? "CNY", per: per, source: "price of the vendor"),
            requestID: reply.requestID)
    }

    package func workspaceZones(in region: RegionID) async throws -> Answer<[ZoneID]> {
        let reply = try await client.call(
            .look(.foasconsole, "DescribeSupportedZones", in: region, [("Region", region.rawValue)]))
        return Answer(try reply.body["ZoneIds"].items().map { try $0.name() }, requestID: reply.requestID)
    }

    /// Buys a workspace; the call takes no token, and the key goes nowhere.
    package func purchaseWorkspace(
        _ workspace: WorkspaceSpecification, key: PurchaseKey
    ) async throws -> Answer<Receipt> {
        let reply = try await client.call(
            .form("CreateInstance", in: workspace.region, Self.parameters(of: workspace), isChange: true))
        let id = try reply.body["OrderInfo"]["InstanceId"].text()
        return Answer(
            Receipt(orderNumber: OrderNumber(rawValue: id), paidAt: reply.time ?? time.now), requestID: reply.requestID)
    }

    package func workspaces(in region: RegionID) async throws -> Answer<[Workspace]> {
        try await workspaces(in: region, only: nil)
    }

    package func workspace(_ id: WorkspaceID, in region: RegionID) async throws -> Answer<Workspace?> {
        let found = try await workspaces(in: region, only: id)
        return Answer(found.value.first { $0.id == id }, requestID: found.requestID)
    }

    package func specification(
        of workspace: WorkspaceID, in region: RegionID
    ) async throws -> Answer<WorkspaceSpecification?> {
        let (items, requestID) = try await items(in: region, only: workspace)
        let item = items.first { $0["InstanceId"].optionalText == workspace.rawValue }
        return Answer(try item.map { try WorkspaceSpecification($0, in: region) }, requestID: requestID)
    }

    private func workspaces(in region: RegionID, only id: WorkspaceID?) async throws -> Answer<[Workspace]> {
        let (items, requestID) = try await items(in: region, only: id)
        return Answer(try items.map { try Workspace($0, in: region) }, requestID: requestID)
    }

    private func items(
        in region: RegionID, only id: WorkspaceID?
    ) async throws -> ([AnswerField], RequestID?) {
        try await client.pages { number in
            .look(
                .foasconsole, "DescribeInstances", in: region,
                [
                    ("Region", region.rawValue), ("InstanceId", id?.rawValue), ("PageIndex", String(number)),
                    ("PageSize", "100"),
                ])
        } _: {
            (try $0["Instances"].items(), try $0["TotalCount"].integer())
        }
    }

    package func namespaces(of workspace: WorkspaceID, in region: RegionID) async throws -> Answer<[Namespace]> {
        let (items, requestID) = try await client.pages { number in
            .look(
                .foasconsole, "DescribeNamespaces", in: region,
                [
                    ("Region", region.rawValue), ("InstanceId", workspace.rawValue), ("PageIndex", String(number)),
                    ("PageSize", "100"),
                ])
        } _: {
            (try $0["Namespaces"].items(), try $0["TotalCount"].integer())
        }
        return Answer(try items.map(Namespace.init), requestID: requestID)
    }

    package func createNamespace(
        _ name: NamespaceName, _ units: ComputeUnits, in workspace: WorkspaceID, _ region: RegionID
    ) async throws -> Answer<Void> {
        try await change("CreateNamespace", name, in: workspace, region, [("ResourceSpec", Self.resources(units))])
    }

    /// The call takes, besides the form, whether the namespace is in two zones: those that are made here are not.
    package func resizeNamespace(
        _ name: NamespaceName, to units: ComputeUnits, in workspace: WorkspaceID, _ region: RegionID
    ) async throws -> Answer<Void> {
        try await change(
            "ModifyNamespaceSpecV2", name, in: workspace, region,
            [("GuaranteedResourceSpec", Self.resources(units)), ("Ha", "false")])
    }

    package func deleteNamespace(
        _ name: NamespaceName, in workspace: WorkspaceID, _ region: RegionID
    ) async throws -> Answer<Void> {
        try await change("DeleteNamespace", name, in: workspace, region, [])
    }

    // MARK: - The later life of a workspace

    package func resizeWorkspace(
        _ id: WorkspaceID, to units: ComputeUnits, in region: RegionID
    ) async throws -> Answer<Void> {
        let reply = try await change("ModifyInstanceSpec", id, in: region, [("ResourceSpec", Self.resources(units))])
        return Answer((), requestID: reply.requestID)
    }

    /// The call takes no token; its order is found again in the vendor's list of renewals.
    package func renewWorkspace(
        _ id: WorkspaceID, months: Int, key: PurchaseKey, in region: RegionID
    ) async throws -> Answer<Receipt> {
        let reply = try await change(
            "RenewInstance", id, in: region, [("Duration", String(months)), ("PricingCycle", "Month")])
        let receipt = Receipt(orderNumber: try reply.body["OrderId"].name(), paidAt: reply.time ?? time.now)
        return Answer(receipt, requestID: reply.requestID)
    }

    package func deleteWorkspace(_ id: WorkspaceID, in region: RegionID) async throws -> Answer<Void> {
        Answer((), requestID: try await change("DeleteInstance", id, in: region, []).requestID)
    }

    private func change(
        _ action: String, _ workspace: WorkspaceID, in region: RegionID, _ parameters: [(String, String?)]
    ) async throws -> APIClient.Reply {
        let own = [("Region", region.rawValue), ("InstanceId", workspace.rawValue)] as [(String, String?)]
        return try await client.call(.form(action, in: region, own + parameters, isChange: true))
    }

    private func change(
        _ action: String, _ name: NamespaceName, in workspace: WorkspaceID, _ region: RegionID,
        _ parameters: [(String, String?)]
    ) async throws -> Answer<Void> {
        let own = [
            ("Region", region.rawValue), ("InstanceId", workspace.rawValue), ("Namespace", name.rawValue),
        ]
        let reply = try await client.call(.form(action, in: region, own + parameters, isChange: true))
        return Answer((), requestID: reply.requestID)
    }

    // MARK: - What is sent

    private static func parameters(of workspace: WorkspaceSpecification) -> [(String, String?)] {
        let (charge, months): (String, Int?) =
            switch workspace.billing {
            case .subscription(let months): ("PRE", months)
            case .payAsYouGo: ("POST", nil)
            }
        let storage: JSONValue = ["Oss": ["Bucket": .text(workspace.bucket.rawValue)]]
        return [
            ("InstanceName", workspace.name.rawValue), ("ChargeType", charge), ("Region", workspace.region.rawValue),
            ("VpcId", workspace.vpc.rawValue),
            ("VSwitchIds", JSONValue.list(workspace.vSwitches.map { .text($0.rawValue) }).text),
            ("Storage", storage.text), ("ResourceSpec", months == nil ? nil : resources(workspace.computeUnits)),
            ("PricingCycle", months == nil ? nil : "Month"), ("Duration", months.map(String.init)),
            ("Ha", workspace.isHighlyAvailable ? "true" : nil),
            ("HaVSwitchIds", workspace.secondZone.map { JSONValue.list($0.vSwitches.map { .text($0.rawValue) }).text }),
        ]
    }

    /// A CU is a core and 4 GB.
    private static func resources(_ units: ComputeUnits) -> String {
        JSONValue.object(["Cpu": .integer(units.count), "MemoryGB": .integer(4 * units.count)]).text
    }
}

extension Workspace {
    fileprivate init(_ field: AnswerField, in region: RegionID) throws {
        let method: Billing.Method =
            switch try field["ChargeType"].text().uppercased() {
            case "PRE": .subscription
            case "POST": .payAsYouGo
            default: throw field["ChargeType"].unreadable("PRE or POST")
            }
        let stage = field["ClusterState"]["ClusterStage"]
        let steps = try stage["TotalStageWithWeight"].value == nil ? [] : stage["TotalStageWithWeight"].items()
        let current = stage["CurrentStage"].optionalInteger
        self.init(
            id: try field["InstanceId"].name(),
            identity: WorkspaceIdentity(name: try field["InstanceName"].name(), region: region, method: method),
            computeUnits: ComputeUnits(
                // What is paid for by use has no size of its own.
                try method == .subscription
                    ? field["ResourceSpec"]["Cpu"].integer() : field["ResourceSpec"]["Cpu"].optionalInteger ?? 0),
            status: try field["ClusterStatus"].word(), orderState: Workspace.OrderState(field["OrderState"]),
            stage: steps.first { $0["StepIndex"].optionalInteger == current }?["StepName"].optionalText
                ?? stage["Message"].optionalText,
            createdAt: try field["ResourceCreateTime"].time(),
            endsAt: method == .subscription ? field["ResourceExpiredTime"].optionalTime : nil)
    }
}

extension Workspace.OrderState {
    /// One that is not documented says nothing: what is paid for is not guessed.
    fileprivate init?(_ field: AnswerField) {
        guard let text = field.optionalText else { return nil }
        self.init(rawValue: text.uppercased())
    }
}

extension WorkspaceSpecification {
    /// As what a workspace of the list was bought, as far as the list shows it.
    fileprivate init(_ field: AnswerField, in region: RegionID) throws {
        let workspace = try Workspace(field, in: region)
        func vSwitches(_ name: String) throws -> [VSwitchID] {
            try field[name].value == nil ? [] : field[name].items().map { try $0.name() }
        }
        let second = try vSwitches("HaVSwitchIds")
        self.init(
            name: workspace.identity.name, region: region, billing: workspace.billing,
            zone: try field["ZoneId"].name(), vpc: try field["VpcId"].name(), vSwitches: try vSwitches("VSwitchIds"),
            bucket: try field["Storage"]["Oss"]["Bucket"].name(), computeUnits: workspace.computeUnits,
            isHighlyAvailable: field["Ha"].optionalBool ?? false,
            secondZone: second.isEmpty
                ? nil : SecondZone(zone: try field["HaZoneId"].name(), vSwitches: second))
    }
}

extension Namespace {
    fileprivate init(_ field: AnswerField) throws {
        let guaranteed = field["GuaranteedResourceSpec"]["Cpu"].optionalInteger
        self.init(
            name: try field["Namespace"].name(),
            computeUnits: ComputeUnits(try guaranteed ?? field["ResourceSpec"]["Cpu"].integer()),
            status: try field["Status"].word())
    }
}
