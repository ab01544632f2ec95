import Documents
import RealtimeCompute
import SimulatedCloud
import Testing

@testable import AlibabaCloud

/// Every request of the adapter that changes something, with what is looked for before it is made again.
enum VendorChange: String, CaseIterable, CustomTestStringConvertible {
    case purchase = "CreateCellClusterOrder"
    case createCluster = "CreateCluster"
    case createProject = "CreateProject"
    case createQueue = "CreateQueue"
    case bindQueue = "BindQueue"
    case expand = "ExpandCluster"
    case shrink = "ShrinkCluster"
    case changeMaster = "ModifyMasterSpec"
    case renew = "RenewInstance"
    case destroy = "DestroyCluster"

    var testDescription: String { rawValue }

    /// The name under which the cloud counts it.
    var call: Call {
        switch self {
        case .purchase: .purchase
        case .createCluster: .createCluster
        case .createProject: .createProject
        case .createQueue: .createQueue
        case .bindQueue: .bindQueue
        case .expand: .expandCluster
        case .shrink: .shrinkCluster
        case .changeMaster: .changeMaster
        case .renew: .renew
        case .destroy: .destroyCluster
        }
    }

    // MARK: - The world before it

    private static let region: RegionID = "cn-beijing"
    private static let bought: InstanceID = "blinkonecs_before"
    private static let key: PurchaseKey = "sluice/once"
    private static let machines = (masters: Machines(.ecs4c16g, count: 3), slaves: Machines(.ecs8c32g, count: 4))
    private static let cluster = ClusterSpecification(
        name: "risk_cluster", description: "of risk", zone: "cn-beijing-f", vpc: "vpc-prod", vSwitch: "vsw-1",
        bucket: "risk-udf", cidr: nil)
    private static let project = ProjectSpecification(name: "risk_rt", description: "real time", computeUnits: 10)

    private var instance: String {
        let cluster =
            "{ name: risk_cluster, description: of risk, zone: cn-beijing-f, vpc: vpc-prod, vSwitch: vsw-1, bucket: risk-udf }"
        func one(_ billing: String, _ cluster: String?) -> String {
            let cluster = cluster.map { ", cluster: \($0)" } ?? ""
            return
                "{ id: \(Self.bought), region: cn-beijing, billing: \(billing), masters: { model: Ecs_4c16g, count: 3 }, "
                + "slaves: { model: Ecs_8c32g, count: 4 }\(cluster) }"
        }
        switch self {
        case .purchase: return ""
        case .createCluster: return one("{ method: pay-as-you-go }", nil)
        case .renew: return one("{ method: subscription, months: 12 }", cluster)
        case .createProject, .createQueue, .bindQueue, .expand, .shrink, .changeMaster, .destroy:
            return one("{ method: pay-as-you-go }", cluster)
        }
    }

    /// A cloud in which it has not been made yet.
    func state() throws -> CloudState {
        let world = """
            apiVersion: sluice/v1
            kind: World
            spec:
              account: { id: "1234567890123456" }
              clock: { start: 2021-04-01T09:00:00+08:00, speed: 0 }
              clusterChange: { masterForPayAsYouGo: true }
              regions:
                - id: cn-beijing
                  zones: [ { id: cn-beijing-f, stock: { Ecs_4c16g: 20, Ecs_8c32g: 100 } } ]
              vpcs: [ { id: vpc-prod, name: prod, region: cn-beijing, cidr: 172.16.0.0/12 } ]
              vSwitches:
                - { id: vsw-1, vpc: vpc-prod, zone: cn-beijing-f, cidr: 172.16.8.0/24, freeAddresses: 200 }
              buckets: [ { name: risk-udf, region: cn-beijing } ]
              roles:
                - { name: AliyunStreamDefaultRole, trusts: [ stream.aliyuncs.com ], policies: [ AliyunStreamRolePolicy ] }
              instances: [ \(instance) ]
            """
        return try WorldFile.read(
            try Document(text: world, source: "world"), id: "simulated-broken", realNow: Adapter.now)
    }

    // MARK: - Making it

    /// Asks for it, once.
    func ask(_ cloud: AlibabaCloud) async throws {
        switch self {
        case .purchase:
            _ = try await cloud.purchase(Self.specification, key: Self.key)
        case .createCluster:
            _ = try await cloud.createCluster(Self.cluster, on: Self.bought, in: Self.region)
        case .createProject, .createQueue, .bindQueue:
            _ = try await cloud.createProject(Self.project, in: try await id(cloud), Self.region)
        case .expand:
            _ = try await cloud.expandCluster(try await id(cloud), toSlaves: 6, vSwitch: "vsw-1", in: Self.region)
        case .shrink:
            _ = try await cloud.shrinkCluster(try await id(cloud), toSlaves: 2, in: Self.region)
        case .changeMaster:
            _ = try await cloud.changeMaster(try await id(cloud), to: .ecs8c32g, in: Self.region)
        case .renew:
            _ = try await cloud.renew(Self.bought, months: 3, key: Self.key)
        case .destroy:
            _ = try await cloud.destroyCluster(try await id(cloud), in: Self.region)
        }
    }

    /// Whether a look shows that it has been made.
    func isMade(_ cloud: AlibabaCloud) async throws -> Bool {
        switch self {
        case .purchase:
            return try await !cloud.purchases(
                matching: PurchaseQuery(
                    region: Self.region, keys: [Self.key], specification: Self.specification, since: Adapter.now)
            ).value.isEmpty
        case .createCluster:
            return try await cloud.cluster(on: Self.bought, as: Self.cluster, since: Adapter.now, in: Self.region)
                .value != nil
        case .createProject, .createQueue, .bindQueue:
            return try await cloud.projects(in: try await id(cloud), Self.region).value.map(\.name) == ["risk_rt"]
        case .expand: return try await status(cloud) == .expanding
        case .shrink: return try await status(cloud) == .reducing
        case .changeMaster: return try await status(cloud) == .upgrading
        case .renew:
            return try await !cloud.renewals(
                matching: RenewalQuery(instance: Self.bought, keys: [Self.key], months: 3, since: Adapter.now)
            ).value.isEmpty
        case .destroy: return try await [.destroying, .destroyed, nil].contains(status(cloud))
        }
    }

    private static var specification: PurchaseSpecification {
        PurchaseSpecification(
            region: region, billing: .payAsYouGo, masters: machines.masters, slaves: machines.slaves)
    }

    private func id(_ cloud: AlibabaCloud) async throws -> ClusterID {
        try #require(try await cloud.clusters(in: Self.region).value.first).id
    }

    private func status(_ cloud: AlibabaCloud) async throws -> ClusterStatus? {
        try await cloud.cluster(try await id(cloud), in: Self.region).value?.status
    }

    /// Whether a cloud holds it once, and nothing besides.
    func isThereOnce(in state: CloudState) -> Bool {
        let holdings = [state.purchases.count, state.clusters.count, state.projects.count, state.renewals.count]
        switch self {
        case .purchase: return holdings == [1, 0, 0, 0]
        case .createCluster, .expand, .shrink, .changeMaster, .destroy: return holdings == [1, 1, 0, 0]
        case .createProject, .createQueue, .bindQueue:
            return holdings == [1, 1, 1, 0] && state.projects[0].project.computeUnits == 10
        case .renew: return holdings == [1, 1, 0, 1]
        }
    }
}
