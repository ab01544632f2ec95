import Workflow

extension ScalingPlan {
    package static let samples = ChangeSamples(
        of: Self(slaves: 8, masters: .ecs8c32g, vSwitch: nil), .sample, before: sight(.ecs4c16g, 6),
        step: sight(.ecs4c16g, 8),
        after: sight(.ecs8c32g, 8), gone: ClusterSight(.destroyed), request: .expand(toSlaves: 8),
        other: .changeMaster(to: .ecs8c32g), blocking: .isExpanding)

    private static func sight(_ masters: MachineModel, _ slaves: Int) -> ClusterSight {
        ClusterSight(.running, masters: Machines(masters, count: 3), slaves: Machines(.ecs8c32g, count: slaves))
    }
}

extension ReleasePlan {
    package static let samples = ChangeSamples(
        of: Self(confirm: nil, projects: ["risk_rt"]), .sample, before: sight(.running), step: sight(.running),
        after: sight(.destroyed), gone: ClusterSight(.destroyed), request: .destroy, other: nil, blocking: .isExpanding)

    private static func sight(_ status: ClusterStatus) -> ClusterSight {
        ClusterSight(
            status, masters: Machines(.ecs4c16g, count: 3), slaves: Machines(.ecs8c32g, count: 6))
    }
}

extension ClusterSubject {
    fileprivate static let sample = ClusterSubject(
        order: WorkflowID(rawValue: "01F24DZC800000000000000000"), orderName: "risk", region: "cn-beijing",
        billing: .payAsYouGo, orderNumber: "210000000001", instance: "blinkonecs_1", cluster: "cluster1",
        clusterName: "risk_cluster")
}

extension Finding {
    fileprivate static let isExpanding = Finding(
        .clusterRunning, resource: "cluster/risk_cluster", observed: "Expanding", required: "Running")
}
