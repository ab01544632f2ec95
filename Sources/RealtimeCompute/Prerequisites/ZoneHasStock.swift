package import Wording
package import Workflow

extension Check {
    package static let stock = Self(rawValue: "ecs.stock")
}

/// `ecs.stock`: the zone can supply so many machines of each model, less what others claim.
package struct ZoneHasStock: Prerequisite {
    package static let check = Check.stock

    let zone: ZoneID
    /// No two of one model: they would draw on one stock.
    let needs: [Machines]

    package init(_ zone: ZoneID, needs: [Machines]) {
        self.zone = zone
        self.needs = needs.reduce(into: []) { needs, next in
            if let index = needs.firstIndex(where: { $0.model == next.model }) {
                needs[index] = Machines(next.model, count: needs[index].count + next.count)
            } else {
                needs.append(next)
            }
        }
    }

    package var resource: String { "zone/\(zone)" }

    package func observe(_ observations: Observations) async throws -> Answer<[MachineModel: Int]>? {
        try await observations.stock(of: Set(needs.map(\.model)), in: zone)
    }

    package func judge(_ stock: [MachineModel: Int], others: [HeldClaim]) -> [Finding] {
        needs.compactMap { need in
            let holders = others.holding(claimed(need.model))
            let free = stock[need.model, default: 0] - holders.reduce(0) { $0 + $1.amount }
            guard free < need.count else { return nil }
            return finding(
                of: "\(resource)/\(need.model.rawValue)", observed: String(max(0, free)),
                required: String(need.count), claimedBy: holders)
        }
    }

    package func claims(_ stock: [MachineModel: Int]) -> [Claim] {
        needs.map { Claim(claimed($0.model), amount: $0.count, limit: stock[$0.model, default: 0]) }
    }

    package var contested: [String] { needs.map { claimed($0.model) } }

    private func claimed(_ model: MachineModel) -> String { "zone/\(zone)/stock/\(model.rawValue)" }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "\(finding.resource) has \(finding.observed) instances for this order; the cluster needs \(finding.required)",
            zh: "\(finding.resource) 可供本订单的实例 \(finding.observed) 台；集群需要 \(finding.required) 台"
        )
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Submit a ticket for stock in the zone, or name another zone.", zh: "请提交工单申请库存，或更换可用区。")
    }
}
