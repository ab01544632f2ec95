package import Documents
import Provisioning
package import RealtimeCompute
package import RealtimeComputeKinds

/// A pay-as-you-go cluster destroyed, with its project.
package struct ClusterReleaseScenario: ClusterChangeScenario {
    package typealias K = ClusterReleases
    package typealias Plan = ReleasePlan

    package let kind = ClusterReleases()

    package init() {}

    package let manifest = Document.ofSelfTest(
        """
        apiVersion: sluice/v1
        kind: ClusterRelease
        metadata: { name: gone }
        spec: { order: risk, confirm: risk_cluster, timing: \(ExplorationTiming.manifest) }
        """)

    package var simulation: (any SimulationScript<ClusterReleases>)? { ClusterReleaseScript() }

    package var walks: [Walk] {
        let advance = Walk.Step.sluice("advance", "risk-release-1")
        return [
            Walk(
                name: "released", world: Self.walkWorld, manifests: ["order.yaml": Self.walkOrder],
                of: "risk-release-1", to: "done",
                answers: ["confirm": ["order", "confirm", "risk-release-1", "--cluster-name", "risk_cluster"]],
                steps: Self.provisioned + [
                    .sluice("cluster", "release", "risk", "--confirm", "risk_cluster"), advance, advance,
                    .world("clock", "advance", "11m"), advance, advance,
                ])
        ]
    }
}
