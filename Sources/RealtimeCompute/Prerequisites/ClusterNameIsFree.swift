package import Wording
package import Workflow

extension Check {
    package static let clusterName = Self(rawValue: "cluster.name")
}

/// `cluster.name`: no other cluster of the account in the region has this name.
///
/// The vendor's cluster list shows no order, so that a cluster whose answer was lost is found again by its name.
package struct ClusterNameIsFree: Prerequisite {
    package static let check = Check.clusterName

    let name: ClusterName
    let region: RegionID
    /// The instance that the cluster is to be on, once it is known: what lies there is no other.
    let instance: InstanceID?

    /// The claim on a cluster's name, of which there is one.
    package static func claim(on name: ClusterName, in region: RegionID) -> Claim {
        Claim("cluster/\(region)/\(name)", amount: 1, limit: 1)
    }

    package var resource: String { "cluster/\(name)" }

    package func observe(_ observations: Observations) async throws -> Answer<Cluster?>? {
        try await observations.services.cluster(named: name, in: region)
    }

    package func judge(_ cluster: Cluster?, others: [HeldClaim]) -> [Finding] {
        if let cluster, cluster.instance == nil || cluster.instance != instance {
            return [finding(observed: cluster.id.rawValue, required: "no other cluster of this name")]
        }
        let holders = others.holding(claim.resource)
        guard !holders.isEmpty else { return [] }
        return [finding(observed: "claimed", required: "no other cluster of this name", claimedBy: holders)]
    }

    package func claims(_ cluster: Cluster?) -> [Claim] { [claim] }

    package var contested: [String] { [claim.resource] }

    private var claim: Claim { Self.claim(on: name, in: region) }

    package static func message(of finding: Finding) -> LocalizedText {
        finding.observed == "claimed"
            ? LocalizedText("\(finding.resource) is to be another order's", zh: "\(finding.resource) 将属于其他订单")
            : LocalizedText(
                "another cluster has this name: \(finding.resource) is \(finding.observed)",
                zh: "已有同名集群：\(finding.resource) 为 \(finding.observed)")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Give the cluster another name.", zh: "请为集群另取名称。")
    }
}
