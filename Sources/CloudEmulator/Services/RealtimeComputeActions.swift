import AlibabaWire
import Documents
import Foundation
import RealtimeCompute
import SimulatedCloud
import Workflow

/// The actions of foas 2018-11-11.
///
/// The vendor documents no codes of its errors: those are of the simulated cloud.
enum RealtimeComputeActions {
    static let actions: [String: Services.Handler] = [
        "CreateCellClusterOrder": buy, "CreateCluster": createCluster, "ListCluster": listCluster,
        "GetClusterDetails": getClusterDetails, "GetClusterResource": getClusterResource,
        "GetClusterQueueInfo": getClusterQueueInfo, "GetClusterEngineVersions": getClusterEngineVersions,
        "ExpandCluster": expandCluster, "ShrinkCluster": shrinkCluster, "ModifyMasterSpec": modifyMasterSpec,
        "DestroyCluster": destroyCluster, "CreateQueue": createQueue, "UpdateQueue": updateQueue,
        "DeleteQueue": deleteQueue, "CreateProject": createProject, "ListProject": listProject,
        "GetProject": getProject, "DeleteProject": deleteProject, "BindQueue": bindQueue, "UnbindQueue": unbindQueue,
        "ListProjectBindQueue": listProjectBindQueue, "ListProjectBindQueueResource": listProjectBindQueueResource,
    ]

    private static func model(_ exchange: Exchange, _ name: String) throws -> MachineModel {
        guard let model = MachineModel(rawValue: try exchange.required(name)) else { throw WireError.invalid(name) }
        return model
    }

    // MARK: - Buying

    @Sendable private static func buy(_ exchange: Exchange) throws -> ActionReply {
        let masters = Machines(try model(exchange, "masterSpec"), count: try exchange.requiredInteger("masterNum"))
        let slaves = Machines(try model(exchange, "slaveSpec"), count: try exchange.requiredInteger("slaveNum"))
        guard Figures.masterCounts.contains(masters.count) else { throw WireError.invalid("masterNum") }
        guard Figures.slaveCounts.contains(slaves.count) else { throw WireError.invalid("slaveNum") }
        let billing: RealtimeCompute.Billing
        switch try exchange.required("payModel") {
        case "pre":
            let months = try exchange.integer("period") ?? Figures.defaultSubscriptionMonths
            guard Figures.subscriptionMonths.contains(months) else { throw WireError.invalid("period") }
            billing = .subscription(months: months)
        case "post": billing = .payAsYouGo
        default: throw WireError.invalid("payModel")
        }
        let bought = PurchaseSpecification(
            region: try exchange.name("region"), billing: billing, masters: masters, slaves: slaves)
        return try exchange.ask(.purchase(bought, key: nil)) { reply in
            guard case .receipt(let receipt) = reply else { return [:] }
            return ["OrderId": .text(receipt.orderNumber.rawValue)]
        }
    }

    // MARK: - Clusters

    @Sendable private static func createCluster(_ exchange: Exchange) throws -> ActionReply {
        let zone = try exchange.name("zoneId", ZoneID.self)
        let name = try exchange.required("displayName")
        guard NameRule.cluster.admits(name) else { throw WireError.invalid("displayName") }
        let cluster = ClusterSpecification(
            name: ClusterName(rawValue: name), description: try exchange.given("description"), zone: zone,
            vpc: try exchange.name("userVpcId"), vSwitch: try exchange.name("userVSwitch"),
            bucket: try exchange.name("userOssBucket"), cidr: nil)
        // A zone is called after its region.
        let region =
            exchange.region ?? RegionID(rawValue: zone.rawValue.split(separator: "-").dropLast().joined(separator: "-"))
        let instance = try exchange.name("orderId", InstanceID.self)
        return try exchange.ask(.createCluster(cluster, on: instance, in: region)) { reply in
            guard case .cluster(let cluster) = reply else { return [:] }
            return ["ClusterId": .text(cluster.id.rawValue)]
        }
    }

    @Sendable private static func listCluster(_ exchange: Exchange) throws -> ActionReply {
        let page = try Page(exchange, "pageIndex", "pageSize")
        let (id, name) = (exchange.optional("clusterId"), exchange.optional("displayName"))
        let (state, region) = (exchange.optional("state"), exchange.optional("region"))
        let call: Call = id != nil ? .getCluster : name != nil ? .findCluster : .listClusters
        let found = try exchange.look(call) { cloud, now in
            (id.map { cloud.visibleCluster(ClusterID(rawValue: $0), at: now).map { [$0] } ?? [] }
                ?? cloud.clusterDetails(at: now)).filter { details in
                    // The console finds names by a part of them.
                    (name.map { details.cluster.name.rawValue.contains($0) } ?? true)
                        && (state.map { $0 == details.cluster.status.rawValue } ?? true)
                        && (region.map { $0 == details.region.rawValue } ?? true)
                }
        }
        let list = page.of(found).map { JSONValue.object(fields(of: $0, exchange.account)) }
        return ActionReply(
            paged(page, found.count).merging(["Clusters": ["Cluster": .list(list)]]) { $1 })
    }

    static func paged(_ page: Page, _ count: Int) -> [String: JSONValue] {
        [
            "TotalCount": .integer(count), "TotalPage": .integer((count + page.size - 1) / page.size),
            "PageIndex": .integer(page.number), "PageSize": .integer(page.size),
        ]
    }

    private static func fields(of details: ClusterDetails, _ account: AccountID) -> [String: JSONValue] {
        let created = JSONValue.integer(Int(details.cluster.createdAt.millisecondsSince1970))
        return [
            "ClusterId": .text(details.cluster.id.rawValue), "DisplayName": .text(details.cluster.name.rawValue),
            "Description": .text(details.description), "State": .text(details.cluster.status.rawValue),
            "RegionId": .text(details.region.rawValue), "ZoneId": .text(details.zone.rawValue),
            "OwnerId": .text(account.rawValue), "Operator": .text(account.rawValue), "GmtCreate": created,
            "GmtModified": created,
        ]
    }

    static func cluster(_ exchange: Exchange, _ call: Call) throws -> ClusterDetails {
        let id = try exchange.name("clusterId", ClusterID.self)
        guard let details = try exchange.look(call, { state, now in state.visibleCluster(id, at: now) }) else {
            throw WireError(404, "ClusterNotFound", "The cluster does not exist.")
        }
        return details
    }

    @Sendable private static func getClusterDetails(_ exchange: Exchange) throws -> ActionReply {
        let details = try cluster(exchange, .getClusterDetails)
        var fields = fields(of: details, exchange.account)
        let storage: JSONValue = [
            "endpoint": .text("oss-\(details.region).aliyuncs.com"),
            "vpcEndpoint": .text("oss-\(details.region)-internal.aliyuncs.com"),
            "oxsEndpoint": .text("oss-\(details.region)-internal.aliyuncs.com"), "accessId": .null, "accessKey": .null,
            "bucket": .text(details.bucket.rawValue),
        ]
        fields["StorageType"] = "HDFS"
        fields["IsMixDeploy"] = false
        fields["UserVpcId"] = .text(details.vpc.rawValue)
        fields["UserSGId"] = .text("sg-\(details.cluster.id)")
        fields["UserVSwitchList"] = .text(JSONValue.list(details.vSwitches.map { .text($0.rawValue) }).text)
        fields["UserOssInfo"] = .text(storage.text)
        let nodes = try exchange.cloud.look(uncounted: { state, _ in state.nodes(of: details.cluster.id) })
        fields["InstanceInfos"] = .text(machines(nodes, of: details.cluster.id).text)
        return ActionReply(["Details": .object(fields)])
    }

    /// The names of the fields are inventions of ours: the vendor says only what is in them.
    private static func machines(_ nodes: [ClusterNode], of cluster: ClusterID) -> JSONValue {
        func infos(_ role: ClusterNode.Role) -> JSONValue {
            .list(
                nodes.filter { $0.role == role }.map { node in
                    [
                        "instanceId": .text(name(of: node, of: cluster)),
                        "eni": .text("eni-\(cluster)-\(node.role.rawValue)-\(node.number)"),
                        "ip": .text(node.address), "model": .text(node.model.rawValue),
                    ]
                })
        }
        return ["masterInstanceInfos": infos(.master), "slaveInstanceInfos": infos(.slave)]
    }

    private static func name(of node: ClusterNode, of cluster: ClusterID) -> String {
        "i-\(cluster)-\(node.role.rawValue)-\(node.number)"
    }

    /// The numbers of the slaves that are named, parted by commas.
    private static func numbers(_ names: String, of cluster: ClusterID, _ exchange: Exchange) throws -> [Int] {
        let slaves = try exchange.cloud.look(uncounted: { state, _ in state.nodes(of: cluster) })
            .filter { $0.role == .slave }
        let wanted = Set(names.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
        let leaving = slaves.filter { wanted.contains(name(of: $0, of: cluster)) }.map(\.number)
        guard leaving.count == wanted.count else { throw WireError.invalid("instanceIds") }
        return leaving
    }

    @Sendable private static func getClusterResource(_ exchange: Exchange) throws -> ActionReply {
        let details = try cluster(exchange, .getCluster)
        let held = try exchange.cloud.look(uncounted: { state, _ in
            state.queues(of: details.cluster.id).map(\.computeUnits.count).reduce(0, +)
        })
        let total = details.cluster.computeUnits?.count ?? 0
        func both(_ units: Int) -> (JSONValue, JSONValue) { (.integer(units * 100), .integer(units * 4096)) }
        let (all, used, free) = (both(total), both(held), both(max(0, total - held)))
        return ActionReply([
            "Resource": [
                "TotalVirtualCores": all.0, "TotalMB": all.1, "AllocatedVirtualCores": used.0, "AllocatedMB": used.1,
                "AvailableVirtualCores": free.0, "AvailableMB": free.1,
            ]
        ])
    }

    @Sendable private static func getClusterEngineVersions(_ exchange: Exchange) throws -> ActionReply {
        _ = try cluster(exchange, .getCluster)
        return ActionReply(["EngineVersions": ["EngineVersion": ["current--blink-3.4.4"]]])
    }

    // MARK: - Changes of clusters

    @Sendable private static func expandCluster(_ exchange: Exchange) throws -> ActionReply {
        let details = try cluster(exchange, .getCluster)
        if let model = exchange.optional("model"), model != details.slaves.model.rawValue {
            throw WireError.invalid("model")
        }
        return try exchange.ask(
            .expandCluster(
                details.cluster.id, slaves: try exchange.requiredInteger("count"),
                vSwitch: exchange.optional("userVSwitch").map(VSwitchID.init(rawValue:)))
        ) { _ in [:] }
    }

    @Sendable private static func shrinkCluster(_ exchange: Exchange) throws -> ActionReply {
        let details = try cluster(exchange, .getCluster)
        if let named = exchange.optional("instanceIds") {
            let leaving = try numbers(named, of: details.cluster.id, exchange)
            return try exchange.ask(
                .shrinkCluster(details.cluster.id, slaves: details.slaves.count - leaving.count, leaving: leaving)
            ) { _ in [:] }
        }
        let text = try exchange.required("modelTargetCount")
        guard let counts = try? JSONDecoder().decode([String: Int].self, from: Data(text.utf8)),
            let count = counts[details.slaves.model.rawValue], counts.count == 1
        else { throw WireError.invalid("modelTargetCount") }
        return try exchange.ask(.shrinkCluster(details.cluster.id, slaves: count)) { _ in [:] }
    }

    @Sendable private static func modifyMasterSpec(_ exchange: Exchange) throws -> ActionReply {
        let target = try model(exchange, "masterTargetModel")
        return try exchange.ask(.changeMaster(try exchange.name("clusterId"), to: target)) { _ in [:] }
    }

    @Sendable private static func destroyCluster(_ exchange: Exchange) throws -> ActionReply {
        try exchange.ask(.destroyCluster(try exchange.name("clusterId"))) { _ in [:] }
    }
}
