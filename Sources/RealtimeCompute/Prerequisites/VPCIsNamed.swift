package import Wording
package import Workflow

extension Check {
    package static let vpcNamed = Self(rawValue: "vpc.named")
}

/// `vpc.named`: the VPC has a name of the user's own; the service recognises no other.
package struct VPCIsNamed: Prerequisite {
    package static let check = Check.vpcNamed

    let vpc: VPCID

    package var resource: String { "vpc/\(vpc)" }

    package func observe(_ observations: Observations) async throws -> Answer<VPC?>? {
        try await observations.vpc(vpc)
    }

    package func judge(_ vpc: VPC?, others: [HeldClaim]) -> [Finding] {
        guard let vpc, vpc.name?.isEmpty ?? true else { return [] }
        return [finding(observed: "unnamed", required: "named")]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "\(finding.resource) was never named; the service recognises only VPCs with a name of the user's own",
            zh: "\(finding.resource) 未命名；服务只能识别自定义名称的专有网络"
        )
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Give the VPC a name in its console.", zh: "请在控制台为专有网络命名。")
    }
}
