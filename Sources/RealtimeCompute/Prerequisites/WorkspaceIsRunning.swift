package import Wording
package import Workflow

extension Check {
    package static let workspaceRunning = Self(rawValue: "workspace.running")
}

/// `workspace.running`: the workspace runs: the service changes no other.
package struct WorkspaceIsRunning: Prerequisite {
    package static let check = Check.workspaceRunning

    let subject: WorkspaceSubject

    package init(_ subject: WorkspaceSubject) {
        self.subject = subject
    }

    package var resource: String { subject.resource }

    package func observe(_ observations: Observations) async throws -> Answer<Workspace?>? {
        try await observations.services.workspace(subject.workspace, in: subject.region)
    }

    package func judge(_ workspace: Workspace?, others: [HeldClaim]) -> [Finding] {
        guard workspace?.status != .running else { return [] }
        return [
            finding(observed: workspace?.status.rawValue ?? "absent", required: Workspace.Status.running.rawValue)
        ]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        finding.observed == "absent"
            ? LocalizedText("\(finding.resource) cannot be seen", zh: "看不到 \(finding.resource)")
            : LocalizedText(
                "\(finding.resource) is \(finding.observed); only a workspace that is \(finding.required) is changed",
                zh: "\(finding.resource) 处于 \(finding.observed)；只有 \(finding.required) 的工作空间可以变更")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText(
            "Wait until it is RUNNING, then advance; one that is not paid for is renewed first.",
            zh: "请等待其变为 RUNNING 后再推进；欠费的请先续费。")
    }
}
