package import Wording
package import Workflow

extension Check {
    package static let releaseNamespaces = Self(rawValue: "release.namespaces")
}

/// `release.namespaces`: which namespaces go with the workspace.
///
/// A warning: that is what is asked for.
package struct NamespacesGoToo: Prerequisite {
    package static let check = Check.releaseNamespaces

    let subject: WorkspaceSubject

    package init(_ subject: WorkspaceSubject) {
        self.subject = subject
    }

    package var resource: String { "\(subject.resource)/namespaces" }

    package func observe(_ observations: Observations) async throws -> Answer<[Namespace]>? {
        try await observations.services.namespaces(of: subject.workspace, in: subject.region)
    }

    package func judge(_ namespaces: [Namespace], others: [HeldClaim]) -> [Finding] {
        guard !namespaces.isEmpty else { return [] }
        let names = namespaces.map(\.name.rawValue).joined(separator: ", ")
        return [finding(.warning, observed: names, required: "none")]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "these namespaces go with the workspace, with their jobs and state: \(finding.observed)",
            zh: "以下项目空间将随工作空间释放，作业与状态一并删除：\(finding.observed)")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Move what is still needed elsewhere first.", zh: "请先迁移仍需保留的内容。")
    }
}
