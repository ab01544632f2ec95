package import Wording

extension Check {
    /// Not looked at beforehand: the service's own word, when it refuses a cluster for good.
    package static let clusterAccepted = Self(rawValue: "cluster.accepted")
}

/// `cluster.accepted`: the service has not refused the cluster.
package enum ClusterIsAccepted: CheckWords {
    package static let check = Check.clusterAccepted

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "the service refused \(finding.resource): \(finding.observed), \(finding.refusal?.message ?? "")",
            zh: "服务拒绝创建 \(finding.resource)：\(finding.observed)，\(finding.refusal?.message ?? "")"
        )
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Mend what the service names, then advance.", zh: "请按服务所述修正后再推进。")
    }
}
