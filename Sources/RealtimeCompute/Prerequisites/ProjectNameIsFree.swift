package import Wording
package import Workflow

extension Check {
    package static let projectName = Self(rawValue: "project.name")
}

/// `project.name`: no project of this name exists in another cluster.
///
/// The vendor's API addresses a project by its name alone, account-wide (inferred from its paths).
package struct ProjectNameIsFree: Prerequisite {
    package static let check = Check.projectName

    let name: ProjectName
    /// The cluster that the project is to be in, once it is known: what lies there is no other.
    let cluster: ClusterID?

    package init(_ name: ProjectName, in cluster: ClusterID? = nil) {
        self.name = name
        self.cluster = cluster
    }

    /// The claim on a project's name, of which there is one.
    package static func claim(on name: ProjectName) -> Claim { Claim("project/\(name)", amount: 1, limit: 1) }

    package var resource: String { "project/\(name)" }

    package func observe(_ observations: Observations) async throws -> Answer<LocatedProject?>? {
        try await observations.project(named: name)
    }

    package func judge(_ project: LocatedProject?, others: [HeldClaim]) -> [Finding] {
        if let project, cluster == nil || project.cluster != cluster {
            let place = project.cluster?.rawValue ?? "shared mode"
            return [finding(observed: place, required: "no other project of this name")]
        }
        let holders = others.holding(claim.resource)
        guard !holders.isEmpty else { return [] }
        return [finding(observed: "claimed", required: "no other project of this name", claimedBy: holders)]
    }

    package func claims(_ project: LocatedProject?) -> [Claim] { [claim] }

    package var contested: [String] { [claim.resource] }

    private var claim: Claim { Self.claim(on: name) }

    package static func message(of finding: Finding) -> LocalizedText {
        finding.observed == "claimed"
            ? LocalizedText("\(finding.resource) is to be another order's", zh: "\(finding.resource) 将属于其他订单")
            : LocalizedText(
                "another project has this name: \(finding.resource) in \(finding.observed)",
                zh: "已有同名项目：\(finding.resource) 位于 \(finding.observed)")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Give the project another name.", zh: "请为项目另取名称。")
    }
}
