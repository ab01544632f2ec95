package import Wording
package import Workflow

extension Check {
    package static let networkCIDR = Self(rawValue: "network.cidr")
}

/// `network.cidr`: the cluster's own network range overlaps neither the VPC nor its vSwitches.
package struct ClusterRangeIsApart: Prerequisite {
    package static let check = Check.networkCIDR

    /// `nil` where no range of its own is wanted.
    let range: AddressRange?
    let vpc: VPCID

    package struct Neighbours: Sendable {
        let vpc: VPC?
        let vSwitches: [VSwitch]
    }

    package var resource: String { "cidr/" + (range?.description ?? "none") }

    package func observe(_ observations: Observations) async throws -> Answer<Neighbours>? {
        guard range != nil else { return nil }
        let known = try await observations.vpc(vpc)
        let vSwitches = try await observations.vSwitches(of: vpc)
        return Answer(Neighbours(vpc: known.value, vSwitches: vSwitches.value), requestID: vSwitches.requestID)
    }

    package func judge(_ neighbours: Neighbours, others: [HeldClaim]) -> [Finding] {
        guard let range else { return [] }
        let ranges =
            (neighbours.vpc.map { [("vpc/\($0.id)", $0.cidr)] } ?? [])
            + neighbours.vSwitches.map { ("vswitch/\($0.id)", $0.cidr) }
        let overlapped = ranges.filter { $0.1.overlaps(range) }
        guard !overlapped.isEmpty else { return [] }
        return [
            finding(
                observed: "overlaps " + overlapped.map { "\($0.0) \($0.1)" }.joined(separator: ", "),
                required: "no overlap")
        ]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText("\(finding.resource) \(finding.observed)", zh: "\(finding.resource) 与已有网段重叠：\(finding.observed)")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Choose a range of its own for the cluster.", zh: "请为集群选择独立网段。")
    }
}
