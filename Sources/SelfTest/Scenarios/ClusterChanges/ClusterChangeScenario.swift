import Documents
import Provisioning
package import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine

/// Changes of a cluster: confirmed, inspected, asked for, watched; beside the order that brought the cluster.
package protocol ClusterChangeScenario<Plan>: ChangeScenario where Plan: ClusterChangePlan {}

extension ClusterChangeScenario {
    package var roots: [Root] {
        [
            Root(name: "plain", world: [changesAreQuick]),
            Root(
                name: "hidden", world: [.set("visibility", "{ orders: 1m, clusters: 1m }"), changesAreQuick]),
        ]
    }

    private var changesAreQuick: WorldChange { .set("cluster-change", "{ duration: 2m }") }

    package var foundation: Foundation? {
        let order = ExclusiveOrderScenario.manifest(
            named: "risk", billing: "pay-as-you-go", projects: "{ name: risk_rt, computeUnits: 30 }")
        return Foundation(order, in: "provisioned")
    }

    // MARK: - Exploration

    package func moves(in situation: Situation, of state: ChangeState<Plan>, from root: Root) -> [Move] {
        let id = situation.subject
        let withdraw = Move.command(.decide(.withdraw, id))
        let destroy = destroy(state.change.subject.cluster, in: situation.cloud)
        switch state {
        case .drafted: return confirmations(of: id) + [withdraw] + toggles
        case .confirmed, .blocked, .ready: return [withdraw] + toggles + destroy
        case .requesting: return destroy
        case .changing: return [.world(.add(.condition(.stall))), .world(.clearFaults())] + destroy
        case .overdue: return [.world(.clearFaults())] + destroy
        case .done, .withdrawn, .failed: return []
        }
    }

    /// A prerequisite breaks, or is mended.
    private var toggles: [Move] {
        [
            .world(.set("zone/cn-beijing-f", "{ stock: { Ecs_8c32g: 1 } }")),
            .world(.set("zone/cn-beijing-f", "{ stock: { Ecs_8c32g: 100 } }")),
        ]
    }

    private func destroy(_ cluster: ClusterID, in cloud: CloudState) -> [Move] {
        guard cloud.clusters.contains(where: { $0.id == cluster && $0.status != .destroyed }) else { return [] }
        return [.world(.set("cluster/\(cluster)", "{ status: DESTROYED }"))]
    }

    /// Since when a change is under way counts as far back as its allowance.
    package var fields: ComparedFields {
        var fields = ComparedFields.standard
        fields.leftOut.formUnion(["vSwitches", "purchases", "instances", "buckets", "roles", "policies", "vpcs"])
        fields.ages["since"] = ExplorationTiming.allowance
        fields.ages["at"] = ExplorationTiming.window
        fields.ages["createdAt"] = nil
        return fields
    }

    // MARK: - Rules

    package func maySend(_ request: WatchedRequest, in state: ChangeState<Plan>) -> Bool {
        switch (request.call, state) {
        case (.expandCluster, .requesting), (.shrinkCluster, .requesting), (.changeMaster, .requesting),
            (.destroyCluster, .requesting):
            request.subject == state.change.subject.cluster.rawValue
        case (.openTicket, .overdue): request.key == state.change.ticketKey.rawValue
        case (_, _): false
        }
    }

    // MARK: - By the program itself

    /// A world and the manifest of the order that brings the cluster.
    static var walkWorld: String {
        """
        apiVersion: sluice/v1
        kind: World
        spec:
          account: { id: "1234567890123456" }
          clock: { start: 2021-04-01T09:00:00+08:00, speed: 0 }
          regions:
            - { id: cn-beijing, zones: [ { id: cn-beijing-f, stock: { Ecs_4c16g: 20, Ecs_8c32g: 100 } } ] }
          vpcs: [ { id: vpc-prod, name: prod, region: cn-beijing, cidr: 172.16.0.0/12 } ]
          vSwitches:
            - { id: vsw-1, vpc: vpc-prod, zone: cn-beijing-f, cidr: 172.16.8.0/24, freeAddresses: 200 }
          buckets: [ { name: risk-udf, region: cn-beijing } ]
          roles:
            - { name: AliyunStreamDefaultRole, trusts: [ stream.aliyuncs.com ], policies: [ AliyunStreamRolePolicy ] }

        """
    }

    static var walkOrder: String {
        """
        apiVersion: sluice/v1
        kind: ExclusiveOrder
        metadata: { name: risk }
        spec:
          region: cn-beijing
          billing: { method: pay-as-you-go }
          masters: { model: Ecs_4c16g, count: 3 }
          slaves: { model: Ecs_8c32g, count: 6 }
          cluster: { name: risk_cluster, zone: cn-beijing-f, vpc: vpc-prod, vSwitch: vsw-1, bucket: risk-udf }
          projects: [ { name: risk_rt, computeUnits: 30 } ]

        """
    }

    /// The order is provisioned before the attack.
    static var provisioned: [Walk.Step] {
        [
            .preparation("order", "place", "order.yaml", "--confirm"), .preparation("advance", "risk"),
            .preparation("advance", "risk"), .preparation("advance", "risk"), .world("clock", "advance", "35m"),
            .preparation("advance", "risk"), .preparation("advance", "risk"),
        ]
    }
}
