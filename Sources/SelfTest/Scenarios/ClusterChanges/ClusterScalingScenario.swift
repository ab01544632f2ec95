package import Documents
import Provisioning
package import RealtimeCompute
package import RealtimeComputeKinds

/// A pay-as-you-go cluster scaled from 6 to 8 slaves.
package struct ClusterScalingScenario: ClusterChangeScenario {
    package typealias K = ClusterScalings
    package typealias Plan = ScalingPlan

    package let kind = ClusterScalings()

    package init() {}

    package let manifest = Document.ofSelfTest(
        """
        apiVersion: sluice/v1
        kind: ClusterScaling
        metadata: { name: larger }
        spec: { order: risk, slaves: { count: 8 }, timing: \(ExplorationTiming.manifest) }
        """)

    package var simulation: (any SimulationScript<ClusterScalings>)? { ClusterScalingScript() }

    package var walks: [Walk] {
        let advance = Walk.Step.sluice("advance", "risk-scale-1")
        let placed: [Walk.Step] = [.sluice("cluster", "scale", "risk", "--slaves", "8", "--confirm"), advance]
        let answers = ["confirm": ["order", "confirm", "risk-scale-1"]]
        return [
            Walk(
                name: "scaled out", world: Self.walkWorld, manifests: ["order.yaml": Self.walkOrder],
                of: "risk-scale-1", to: "done", answers: answers,
                steps: Self.provisioned + placed + [advance, .world("clock", "advance", "11m"), advance, advance]),
            Walk(
                name: "scaled out, answer lost", world: Self.walkWorld, manifests: ["order.yaml": Self.walkOrder],
                of: "risk-scale-1", to: "done", answers: answers,
                steps: Self.provisioned + [.world("fault", "add", "expand-cluster:timeout-after")] + placed
                    + [advance, advance, .world("clock", "advance", "11m"), advance, advance]),
        ]
    }
}
