package import Wording
package import Workflow

extension Check {
    package static let vSwitchAddresses = Self(rawValue: "vswitch.addresses")
}

/// `vswitch.addresses`: the vSwitch has as many free addresses as there will be new nodes, less what others claim.
package struct VSwitchHasAddresses: Prerequisite {
    package static let check = Check.vSwitchAddresses

    let vSwitch: VSwitchID
    let needed: Int

    /// - Parameter needed: how many nodes are to get an address of it.
    package init(_ vSwitch: VSwitchID, needed: Int) {
        self.vSwitch = vSwitch
        self.needed = needed
    }

    package var resource: String { "vswitch/\(vSwitch)" }

    package func observe(_ observations: Observations) async throws -> Answer<VSwitch?>? {
        try await observations.vSwitch(vSwitch)
    }

    package func judge(_ vSwitch: VSwitch?, others: [HeldClaim]) -> [Finding] {
        guard let vSwitch else { return [] }
        let holders = others.holding(claimed)
        let free = vSwitch.freeAddresses - holders.reduce(0) { $0 + $1.amount }
        guard free < needed else { return [] }
        return [finding(observed: String(max(0, free)), required: String(needed), claimedBy: holders)]
    }

    package func claims(_ vSwitch: VSwitch?) -> [Claim] {
        guard let vSwitch else { return [] }
        return [Claim(claimed, amount: needed, limit: vSwitch.freeAddresses)]
    }

    package var contested: [String] { [claimed] }

    private var claimed: String { "vswitch/\(vSwitch)/addresses" }

    /// A cluster has three nodes at least; what needs one address is no cluster.
    package static func message(of finding: Finding) -> LocalizedText {
        finding.required == "1"
            ? LocalizedText("\(finding.resource) has no free address", zh: "\(finding.resource) 没有可用地址")
            : LocalizedText(
                "\(finding.resource) has \(finding.observed) addresses for this order; the cluster has \(finding.required) nodes",
                zh: "\(finding.resource) 可供本订单的地址 \(finding.observed) 个；集群节点 \(finding.required) 个"
            )
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText(
            "Free addresses, or name a vSwitch of the zone with at least \(finding.required).",
            zh: "请释放地址，或指定同可用区内至少有 \(finding.required) 个可用地址的交换机。"
        )
    }
}
