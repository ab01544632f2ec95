package import Wording
package import Workflow

extension Check {
    package static let storageReach = Self(rawValue: "storage.reach")
}

/// `storage.reach`: storage that the jobs use lies in the cluster's region and VPC, and in no security group of its
/// own, because the cluster will be in a group that the service makes for it.
package struct StorageIsInReach: Prerequisite {
    package static let check = Check.storageReach

    let storage: [StorageEndpoint]
    let region: RegionID
    let vpc: VPCID

    package var resource: String { "storage" }

    /// Where the storage lies is known from the manifest.
    package func observe(_ observations: Observations) async throws -> Answer<[StorageEndpoint]>? {
        Answer(storage, requestID: nil)
    }

    package func judge(_ storage: [StorageEndpoint], others: [HeldClaim]) -> [Finding] {
        storage.compactMap { endpoint in
            let isNear = endpoint.region == region && endpoint.vpc ?? vpc == vpc
            guard !isNear || endpoint.securityGroup != nil else { return nil }
            let place = [endpoint.region.rawValue, endpoint.vpc?.rawValue, endpoint.securityGroup?.rawValue]
            return finding(
                .warning, of: "\(resource)/\(endpoint.name)",
                observed: place.compactMap(\.self).joined(separator: ", "), required: "\(region), \(vpc)")
        }
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "\(finding.resource) lies in \(finding.observed); the cluster reaches \(finding.required) and its own security group only",
            zh: "\(finding.resource) 位于 \(finding.observed)；集群只能访问 \(finding.required) 及其自身安全组"
        )
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText(
            "Link the networks (Express Connect), admit the cluster's security group, or move the storage.",
            zh: "请打通网络（高速通道）、放行集群安全组，或迁移存储。"
        )
    }
}
