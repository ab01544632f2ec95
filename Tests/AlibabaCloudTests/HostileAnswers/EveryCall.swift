import RealtimeCompute
import Workflow

@testable import AlibabaCloud

/// Every look and every change of the adapter, by its name.
enum EveryCall {
    private static let region: RegionID = "cn-beijing"
    private static let machines = Machines(.ecs4c16g, count: 3)
    private static let instance: InstanceID = "blinkonecs_before"
    private static let purchase = PurchaseSpecification(
        region: region, billing: .payAsYouGo, masters: machines, slaves: Machines(.ecs8c32g, count: 4))
    private static let cluster = ClusterSpecification(
        name: "risk_cluster", description: "of risk", zone: "cn-beijing-f", vpc: "vpc-prod", vSwitch: "vsw-1",
        bucket: "risk-udf", cidr: nil)

    static let looks: [(name: String, make: @Sendable (AlibabaCloud) async throws -> Void)] = [
        ("callerIdentity", { _ = try await $0.callerIdentity() }),
        (
            "purchases",
            { cloud in
                _ = try await cloud.purchases(
                    matching: PurchaseQuery(region: region, keys: [], specification: purchase, since: Adapter.now))
            }
        ), ("purchase", { _ = try await $0.purchase("210000000001", in: region) }),
        ("instanceBought", { _ = try await $0.instance(boughtWith: "210000000001", in: region) }),
        ("instance", { _ = try await $0.instance(instance, in: region) }),
        (
            "renewals",
            { cloud in
                _ = try await cloud.renewals(
                    matching: RenewalQuery(instance: instance, keys: [], months: 3, since: Adapter.now))
            }
        ), ("renewal", { _ = try await $0.renewal("210000000002", in: region) }),
        ("clusterOnInstance", { _ = try await $0.cluster(on: instance, as: cluster, since: nil, in: region) }),
        ("clusters", { _ = try await $0.clusters(in: region) }),
        ("clusterNamed", { _ = try await $0.cluster(named: "risk_cluster", in: region) }),
        (
            "details",
            { cloud in
                for found in try await cloud.clusters(in: region).value {
                    _ = try await cloud.details(of: found.id, in: region)
                    _ = try await cloud.projects(in: found.id, region)
                }
            }
        ), ("project", { _ = try await $0.project(named: "risk_rt", in: region) }),
        ("vpc", { _ = try await $0.vpc("vpc-prod", in: region) }),
        ("vSwitch", { _ = try await $0.vSwitch("vsw-1", in: region) }),
        ("vSwitches", { _ = try await $0.vSwitches(of: "vpc-prod", in: region) }),
        ("stock", { _ = try await $0.stock(of: [.ecs4c16g], in: "cn-beijing-f", region) }),
        ("zones", { _ = try await $0.zones(in: region) }), ("regions", { _ = try await $0.regions() }),
        ("bucket", { _ = try await $0.bucket("risk-udf", in: region) }),
        ("buckets", { _ = try await $0.buckets(in: region) }),
        ("role", { _ = try await $0.role("AliyunStreamDefaultRole") }),
        ("policies", { _ = try await $0.policies(attachedTo: "AliyunStreamDefaultRole") }),
    ]

    static let changes: [(name: String, make: @Sendable (AlibabaCloud) async throws -> Void)] =
        VendorChange.allCases.map { change in (change.rawValue, { try await change.ask($0) }) }
}
