package import Wording
package import Workflow

extension Check {
    package static let roleOutage = Self(rawValue: "role.outage")
}

/// `role.outage`: nothing runs that loses its storage while the role is away; or that is accepted.
package struct RoleOutageIsAccepted: Prerequisite {
    package static let check = Check.roleOutage

    let role: RoleName
    let isAccepted: Bool

    package init(of role: RoleName, isAccepted: Bool) {
        self.role = role
        self.isAccepted = isAccepted
    }

    package var resource: String { "role/\(role)" }

    /// What runs on the role, in every region: clusters with their projects, and projects of shared mode.
    package func observe(_ observations: Observations) async throws -> Answer<[String]>? {
        let services = observations.services
        let regions = try await services.regions()
        var running: [String] = []
        for region in regions.value {
            for cluster in try await services.clusters(in: region).value where cluster.status.countsAsRunning {
                let projects = try await services.projects(in: cluster.id, region).value.map(\.name.rawValue)
                running.append("\(cluster.name) (\(projects.isEmpty ? "-" : projects.joined(separator: ", ")))")
            }
            do {
                running += try await services.sharedProjects(in: region).value.map(\.name.rawValue)
            } catch let error as CloudError where error.code == CloudError.Code.notOffered {
                // The vendor's API no longer knows of shared mode.
                continue
            }
        }
        return Answer(running, requestID: regions.requestID)
    }

    package func judge(_ running: [String], others: [HeldClaim]) -> [Finding] {
        guard !running.isEmpty else { return [] }
        return [
            finding(
                isAccepted ? .warning : .error, observed: running.joined(separator: "; "), required: "nothing runs")
        ]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "while \(finding.resource) is away, running jobs lose their storage: \(finding.observed)",
            zh: "\(finding.resource) 删除期间，运行中的作业将失去对上下游存储的访问：\(finding.observed)")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        finding.severity == .warning
            ? LocalizedText("It was accepted with --accept-outage.", zh: "已通过 --accept-outage 接受。")
            : LocalizedText(
                "Stop the jobs; or withdraw this and place it again with --accept-outage.",
                zh: "请停止作业；或撤回后使用 --accept-outage 重新提交。")
    }
}
