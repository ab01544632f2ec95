import Workflow

extension WorkspaceScalingPlan {
    package static let samples = ChangeSamples(
        of: Self(computeUnits: 20), .sample(.subscription(months: 1)), before: WorkspaceSight(.running, 12),
        step: WorkspaceSight(.running, 16), after: WorkspaceSight(.running, 20), gone: WorkspaceSight(.deleted, 12),
        request: .resize(to: 20), other: nil, blocking: .isDisabled)
}

extension WorkspaceReleasePlan {
    package static let samples = ChangeSamples(
        of: Self(confirm: nil, namespaces: ["prod"]), .sample(.payAsYouGo), before: WorkspaceSight(.running, 12),
        step: WorkspaceSight(.running, 12), after: WorkspaceSight(.deleted, 12), gone: WorkspaceSight(.deleted, 12),
        request: .delete, other: nil, blocking: .isDisabled)
}

extension WorkspaceSubject {
    fileprivate static func sample(_ billing: Billing) -> Self {
        Self(
            order: WorkflowID(rawValue: "01F24DZC800000000000000000"), orderName: "analytics", region: "cn-beijing",
            billing: billing, workspace: "f-cn-1", workspaceName: "analytics")
    }
}

extension Finding {
    fileprivate static let isDisabled = Finding(
        .workspaceRunning, resource: "workspace/analytics", observed: "DISABLE", required: "RUNNING")
}
