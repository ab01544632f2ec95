import Workflow

/// More or fewer CUs for a subscription.
package struct WorkspaceScalingPlan: WorkspaceChangePlan {
    package static let kind = "workspace-scaling"

    /// So many CUs in all.
    package let computeUnits: ComputeUnits

    package init(computeUnits: ComputeUnits) {
        self.computeUnits = computeUnits
    }

    package func nextRequest(_ sight: WorkspaceSight) -> WorkspaceRequest? {
        sight.computeUnits == computeUnits ? nil : .resize(to: computeUnits)
    }

    /// The vendor shows no status of its own for it: a workspace that is given other CUs goes on running.
    package func isAtWork(_ sight: WorkspaceSight) -> Bool { false }

    package var endsTheSubject: Bool { false }
}

/// The workflow of a workspace's scaling.
package typealias WorkspaceScaling = SubjectChange<WorkspaceScalingPlan>
