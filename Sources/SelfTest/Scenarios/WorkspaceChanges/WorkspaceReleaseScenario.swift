package import Documents
import Provisioning
package import RealtimeCompute
package import RealtimeComputeKinds

/// A pay-as-you-go workspace deleted, with its namespace.
package struct WorkspaceReleaseScenario: WorkspaceChangeScenario {
    package typealias K = WorkspaceReleases
    package typealias Plan = WorkspaceReleasePlan

    package let kind = WorkspaceReleases()

    package init() {}

    package let foundation: Foundation? = Foundation(
        WorkspaceScenario.document("analytics", billing: "pay-as-you-go"), in: "provisioned")

    package let manifest = Document.ofSelfTest(
        """
        apiVersion: sluice/v1
        kind: WorkspaceRelease
        metadata: { name: gone }
        spec: { order: analytics, confirm: analytics, timing: \(ExplorationTiming.manifest) }
        """)

    package var simulation: (any SimulationScript<WorkspaceReleases>)? { WorkspaceReleaseScript() }

    package var walks: [Walk] {
        let advance = Walk.Step.sluice("advance", "analytics-release-1")
        return [
            Walk(
                name: "workspace released", world: WorkspaceScenario.walkWorld,
                manifests: ["workspace.yaml": WorkspaceScenario.text("analytics", billing: "pay-as-you-go")],
                of: "analytics-release-1", to: "done",
                answers: ["confirm": ["order", "confirm", "analytics-release-1", "--workspace-name", "analytics"]],
                steps: WorkspaceScenario.provisioned + [
                    .sluice("workspace", "release", "analytics", "--confirm", "analytics"), advance, advance,
                    .world("clock", "advance", "11m"), advance, advance,
                ])
        ]
    }
}
