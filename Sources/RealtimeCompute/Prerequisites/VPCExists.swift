package import Wording
package import Workflow

extension Check {
    package static let vpcExists = Self(rawValue: "vpc.exists")
}

/// `vpc.exists`: the VPC exists, in the region.
package struct VPCExists: Prerequisite {
    package static let check = Check.vpcExists

    let vpc: VPCID
    let region: RegionID

    package var resource: String { "vpc/\(vpc)" }

    package func observe(_ observations: Observations) async throws -> Answer<VPC?>? {
        try await observations.vpc(vpc)
    }

    package func judge(_ vpc: VPC?, others: [HeldClaim]) -> [Finding] {
        guard vpc?.region != region else { return [] }
        return [finding(observed: vpc?.region.rawValue ?? "absent", required: region.rawValue)]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        finding.observed == "absent"
            ? LocalizedText("\(finding.resource) does not exist", zh: "\(finding.resource) 不存在")
            : LocalizedText(
                "\(finding.resource) is in \(finding.observed); the order is for \(finding.required)",
                zh: "\(finding.resource) 位于 \(finding.observed)；订单要求 \(finding.required)"
            )
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText(
            "Create the VPC in \(finding.required), or name another.", zh: "请在 \(finding.required) 创建专有网络，或指定另一个。")
    }
}
