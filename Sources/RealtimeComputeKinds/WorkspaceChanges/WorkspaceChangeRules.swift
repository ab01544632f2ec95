import RealtimeCompute
import Workflow

/// What changes of a workspace have in common: how a workspace is looked at.
protocol WorkspaceChangeRules: WorkspaceChangePlan, ChangeRules where Details == Workspace {}

extension WorkspaceChangeRules {
    static func look(
        at subject: WorkspaceSubject, through service: any ObservedServices & Sendable
    ) async throws -> Answer<Workspace?> {
        try await service.workspace(subject.workspace, in: subject.region)
    }

    static func sight(of details: Workspace?) -> WorkspaceSight { WorkspaceSight(details) }

    static var noun: String { "Workspace" }

    static func id(of subject: WorkspaceSubject) -> String { subject.workspace.rawValue }

    static var codeOfOneAtWork: String? { nil }

    func send(
        _ request: WorkspaceRequest, for subject: WorkspaceSubject, to service: any ChangeServices
    ) async throws -> Answer<Void> {
        switch request {
        case .resize(let units): try await service.resizeWorkspace(subject.workspace, to: units, in: subject.region)
        case .delete: try await service.deleteWorkspace(subject.workspace, in: subject.region)
        }
    }
}

extension WorkspaceScalingPlan: WorkspaceChangeRules {
    func prerequisites(
        for request: WorkspaceRequest?, of subject: WorkspaceSubject, _ details: Workspace?
    ) -> [any Prerequisite] {
        [WorkspaceIsRunning(subject), NamespacesFit(into: computeUnits, of: subject), ClusterIsNotChanging(subject)]
    }
}

extension WorkspaceReleasePlan: WorkspaceChangeRules {
    /// One that does not run is released as well.
    func prerequisites(
        for request: WorkspaceRequest?, of subject: WorkspaceSubject, _ details: Workspace?
    ) -> [any Prerequisite] {
        [NamespacesGoToo(subject), ClusterIsNotChanging(subject)]
    }
}
