package import Documents
import Provisioning
package import RealtimeCompute
package import RealtimeComputeKinds

/// A subscription given 16 CUs instead of 12.
package struct WorkspaceScalingScenario: WorkspaceChangeScenario {
    package typealias K = WorkspaceScalings
    package typealias Plan = WorkspaceScalingPlan

    package let kind = WorkspaceScalings()

    package init() {}

    package let foundation: Foundation? = Foundation(WorkspaceScenario.document("analytics"), in: "provisioned")

    package let manifest = Document.ofSelfTest(
        """
        apiVersion: sluice/v1
        kind: WorkspaceScaling
        metadata: { name: larger }
        spec: { order: analytics, computeUnits: 16, timing: \(ExplorationTiming.manifest) }
        """)

    package var simulation: (any SimulationScript<WorkspaceScalings>)? { WorkspaceScalingScript() }

    package var walks: [Walk] {
        [walk("workspace scaled", []), walk("workspace scaled, answer lost", [lost])]
    }

    private var lost: Walk.Step { .world("fault", "add", "resize-workspace:timeout-after") }

    private func walk(_ name: String, _ faults: [Walk.Step]) -> Walk {
        let advance = Walk.Step.sluice("advance", "analytics-scale-1")
        return Walk(
            name: name, world: WorkspaceScenario.walkWorld,
            manifests: ["workspace.yaml": WorkspaceScenario.text("analytics")], of: "analytics-scale-1", to: "done",
            answers: ["confirm": ["order", "confirm", "analytics-scale-1"]],
            steps: WorkspaceScenario.provisioned + faults + [
                .sluice("workspace", "scale", "analytics", "--compute-units", "16", "--confirm"), advance, advance,
                .world("clock", "advance", "11m"), advance, advance,
            ])
    }
}
