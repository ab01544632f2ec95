import Workflow

/// The cluster is to be destroyed, with all that is in it.
package struct ReleasePlan: ClusterChangePlan {
    package static let kind = "cluster-release"

    /// The cluster's name as the manifest repeats it; `nil` if it is to be typed with the confirmation.
    package let confirm: String?
    /// The projects that go with it, as they were when the release was placed.
    package let projects: [ProjectName]

    package init(confirm: String?, projects: [ProjectName]) {
        self.confirm = confirm
        self.projects = projects
    }

    package func isByHand(for subject: ClusterSubject) -> Bool { false }

    /// Destroyed means seen as destroyed; one that can no longer be seen is.
    package func nextRequest(_ sight: ClusterSight) -> ClusterRequest? {
        switch sight.clusterStatus {
        case .destroyed, nil: nil
        case .starting, .running, .expanding, .reducing, .upgrading, .maintaining, .destroying, .failed: .destroy
        }
    }

    package func isAtWork(_ sight: ClusterSight) -> Bool { sight.clusterStatus == .destroying }

    package var endsTheSubject: Bool { true }
}

/// The workflow of a release.
package typealias ClusterRelease = SubjectChange<ReleasePlan>
