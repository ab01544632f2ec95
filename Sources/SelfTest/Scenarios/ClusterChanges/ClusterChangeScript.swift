import Documents
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine

/// What changes of a cluster play: several at once on one cluster, which others scale, stall and destroy meanwhile.
protocol ClusterChangeScript<Plan>: ChangeScript where Plan: ClusterChangePlan {}

extension ClusterChangeScript {
    // MARK: - The world

    func happen(on stage: Stage, _ chance: inout SeededGenerator) throws {
        let happening = chance.isLucky(oneIn: 3) ? ClusterHappening.fault : chance.pick(ClusterHappening.allCases)
        if let change = try happening.change(on: stage, faults: calls, &chance) { try stage.change(change) }
    }

    func mend(_ stage: Stage) throws {
        try stage.change(.set("vswitch/vsw-1", "{ freeAddresses: 200 }"))
        try stage.change(.set("zone/cn-beijing-f", "{ stock: { Ecs_4c16g: 200, Ecs_8c32g: 200 } }"))
        try stage.change(.set("caller", "{ type: account, denied: [] }"))
        try stage.change(.set("cluster-change", "{ masterForPayAsYouGo: true }"))
    }
}

/// What may happen to the world while a cluster is changed.
private enum ClusterHappening: CaseIterable {
    case takeAddresses, freeAddresses, sellOut, restock, deny, allow, admitMasters
    case stall, unstall, destroyCluster, scaleInConsole
    case fault, clearFaults

    func change(on stage: Stage, faults calls: [Call], _ chance: inout SeededGenerator) throws -> WorldChange? {
        switch self {
        case .takeAddresses: return .set("vswitch/vsw-1", "{ freeAddresses: 1 }")
        case .freeAddresses: return .set("vswitch/vsw-1", "{ freeAddresses: \(chance.pick([2, 3, 20])) }")
        case .sellOut: return .set("zone/cn-beijing-f", "{ stock: { Ecs_8c32g: 1 } }")
        case .restock: return .set("zone/cn-beijing-f", "{ stock: { Ecs_8c32g: 40 } }")
        case .deny:
            let looks = [Call.getClusterDetails, .getVSwitch, .getCallerIdentity]
            return .set("caller", "{ denied: [ \(chance.pick(calls + looks).rawValue) ] }")
        case .allow: return .set("caller", "{ denied: [] }")
        case .admitMasters: return .set("cluster-change", "{ masterForPayAsYouGo: \(chance.isLucky(oneIn: 2)) }")
        case .stall: return .add(.condition(.stall))
        case .unstall, .clearFaults: return .clearFaults()
        case .destroyCluster:
            guard let cluster = try anyCluster(on: stage, &chance), chance.isLucky(oneIn: 4) else { return nil }
            return .set("cluster/\(cluster)", "{ status: DESTROYED }")
        case .scaleInConsole:
            guard let cluster = try anyCluster(on: stage, &chance) else { return nil }
            return .attempt("cluster/\(cluster)", "{ slaves: \(chance.pick([5, 6, 7, 8, 9])) }")
        case .fault: return .add(.random(on: calls, &chance))
        }
    }

    private func anyCluster(on stage: Stage, _ chance: inout SeededGenerator) throws -> ClusterID? {
        let clusters = try stage.cloud.overview().state.clusters
        return clusters.isEmpty ? nil : chance.pick(clusters).id
    }
}

/// A cluster scaled out and in, by one vSwitch and another, and given other masters.
struct ClusterScalingScript: ClusterChangeScript {
    typealias K = ClusterScalings
    typealias Plan = ScalingPlan

    let manifests = [
        scaling("larger", "slaves: { count: 8 }"), scaling("smaller", "slaves: { count: 5 }"),
        scaling("wider", "slaves: { count: 9 }, vSwitch: vsw-2"),
        scaling("stronger", "slaves: { count: 7 }, masters: { model: Ecs_8c32g }"),
    ]

    let calls: [Call] = [.expandCluster, .expandCluster, .shrinkCluster, .changeMaster, .openTicket]

    private static func scaling(_ name: String, _ target: String) -> Document {
        Document.ofSelfTest(
            """
            apiVersion: sluice/v1
            kind: ClusterScaling
            metadata: { name: \(name) }
            spec: { order: risk, \(target) }
            """)
    }

    func breachesAtTheEnd(
        of state: ChangeState<ScalingPlan>, as record: StoredWorkflow, in world: CloudState
    ) -> [Breach] {
        guard case .done(let done) = state, done.change.plan.nextRequest(done.after) != nil else { return [] }
        return [Breach(of: .sameEnd, "\(record.name) is done and the cluster was not what it was to become")]
    }
}

/// A cluster released, twice asked for.
struct ClusterReleaseScript: ClusterChangeScript {
    typealias K = ClusterReleases
    typealias Plan = ReleasePlan

    let manifests = [release("gone"), release("gone-too")]

    let calls: [Call] = [.destroyCluster, .openTicket]

    private static func release(_ name: String) -> Document {
        Document.ofSelfTest(
            """
            apiVersion: sluice/v1
            kind: ClusterRelease
            metadata: { name: \(name) }
            spec: { order: risk, confirm: risk_cluster }
            """)
    }

    func breachesAtTheEnd(
        of state: ChangeState<ReleasePlan>, as record: StoredWorkflow, in world: CloudState
    ) -> [Breach] {
        guard case .done(let done) = state else { return [] }
        let cluster = done.change.subject.cluster
        let isThere = world.clusters.contains { $0.id == cluster && $0.status != .destroyed }
        return isThere ? [Breach(of: .sameEnd, "\(record.name) is done and the cluster is there")] : []
    }
}
