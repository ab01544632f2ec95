package import Wording
package import Workflow

extension Check {
    package static let clusterRunning = Self(rawValue: "cluster.running")
}

/// `cluster.running`: the cluster runs, and is not at work on itself: the service changes no other.
package struct ClusterIsRunning: Prerequisite {
    package static let check = Check.clusterRunning

    let cluster: ClusterID
    let name: ClusterName
    let region: RegionID

    package init(_ subject: ClusterSubject) {
        cluster = subject.cluster
        name = subject.clusterName
        region = subject.region
    }

    package var resource: String { "cluster/\(name)" }

    package func observe(_ observations: Observations) async throws -> Answer<ClusterDetails?>? {
        try await observations.details(of: cluster, in: region)
    }

    package func judge(_ details: ClusterDetails?, others: [HeldClaim]) -> [Finding] {
        guard details?.cluster.status != .running else { return [] }
        return [
            finding(observed: details?.cluster.status.title ?? "absent", required: ClusterStatus.running.title)
        ]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        finding.observed == "absent"
            ? LocalizedText("\(finding.resource) cannot be seen", zh: "看不到 \(finding.resource)")
            : LocalizedText(
                "\(finding.resource) is \(finding.observed); only a cluster that is \(finding.required) is changed",
                zh: "\(finding.resource) 处于 \(finding.observed)；只有 \(finding.required) 的集群可以变更")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Wait until the cluster is Running, then advance.", zh: "请等待集群变为 Running 后再推进。")
    }
}
