import Workflow

/// The workspace is to be deleted, with all that is in it.
package struct WorkspaceReleasePlan: WorkspaceChangePlan {
    package static let kind = "workspace-release"

    /// The workspace's name as the manifest repeats it; `nil` if it is to be typed with the confirmation.
    package let confirm: String?
    /// The namespaces that go with it, as they were when the release was placed.
    package let namespaces: [NamespaceName]

    package init(confirm: String?, namespaces: [NamespaceName]) {
        self.confirm = confirm
        self.namespaces = namespaces
    }

    /// Deleted means seen as deleted; one that can no longer be seen is.
    package func nextRequest(_ sight: WorkspaceSight) -> WorkspaceRequest? {
        switch sight.workspaceStatus {
        case .deleted, nil: nil
        case .creating, .running, .disabled, .deleting: .delete
        }
    }

    package func isAtWork(_ sight: WorkspaceSight) -> Bool { sight.workspaceStatus == .deleting }

    package var endsTheSubject: Bool { true }
}

/// The workflow of a workspace's release.
package typealias WorkspaceRelease = SubjectChange<WorkspaceReleasePlan>
