package import Wording
package import Workflow

extension Check {
    package static let releaseProjects = Self(rawValue: "release.projects")
}

/// `release.projects`: which projects go with the cluster.
///
/// A warning: that is what is asked for.
package struct ProjectsGoToo: Prerequisite {
    package static let check = Check.releaseProjects

    let subject: ClusterSubject

    package init(_ subject: ClusterSubject) {
        self.subject = subject
    }

    package var resource: String { "cluster/\(subject.clusterName)/projects" }

    package func observe(_ observations: Observations) async throws -> Answer<[Project]>? {
        try await observations.projects(in: subject.cluster)
    }

    package func judge(_ projects: [Project], others: [HeldClaim]) -> [Finding] {
        guard !projects.isEmpty else { return [] }
        let names = projects.map(\.name.rawValue).joined(separator: ", ")
        return [finding(.warning, observed: names, required: "none")]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "these projects go with the cluster, with their jobs and state: \(finding.observed)",
            zh: "以下项目将随集群释放，作业与状态一并删除：\(finding.observed)")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Move what is still needed elsewhere first.", zh: "请先迁移仍需保留的内容。")
    }
}
