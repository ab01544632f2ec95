package import Wording
package import Workflow

extension Check {
    package static let vSwitchExists = Self(rawValue: "vswitch.exists")
}

/// `vswitch.exists`: the vSwitch exists, in the VPC and the zone.
package struct VSwitchExists: Prerequisite {
    package static let check = Check.vSwitchExists

    let vSwitch: VSwitchID
    let vpc: VPCID
    let zone: ZoneID

    package init(_ vSwitch: VSwitchID, in vpc: VPCID, _ zone: ZoneID) {
        self.vSwitch = vSwitch
        self.vpc = vpc
        self.zone = zone
    }

    package var resource: String { "vswitch/\(vSwitch)" }

    package func observe(_ observations: Observations) async throws -> Answer<VSwitch?>? {
        try await observations.vSwitch(vSwitch)
    }

    package func judge(_ vSwitch: VSwitch?, others: [HeldClaim]) -> [Finding] {
        if let vSwitch, vSwitch.vpc == vpc, vSwitch.zone == zone { return [] }
        return [finding(observed: vSwitch.map { "\($0.vpc), \($0.zone)" } ?? "absent", required: "\(vpc), \(zone)")]
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
            "Create a vSwitch in \(finding.required), or name another.", zh: "请在 \(finding.required) 创建交换机，或指定另一个。")
    }
}
