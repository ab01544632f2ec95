import Workflow

/// `ecs.stock`: the zone can supply so many of the master model and so many of the slave model, less what other orders
/// claim.
///
/// Masters and slaves of one model draw on one stock.
struct ZoneHasStock: Prerequisite {
    let check = Check.stock

    func resource(for order: OrderSpecification) -> String { "zone/\(order.cluster.zone)" }

    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<
        [MachineModel: Int]
    >? {
        try await observations.cloud.stock(in: order.cluster.zone)
    }

    func judge(_ stock: [MachineModel: Int], for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        needs(of: order).compactMap { need in
            let holders = others.holding(claimed(need.model, by: order))
            let free = stock[need.model, default: 0] - holders.reduce(0) { $0 + $1.amount }
            guard free < need.count else { return nil }
            return Finding(
                check,
                resource: "\(resource(for: order))/\(need.model.rawValue)",
                observed: String(max(0, free)),
                required: String(need.count),
                claimedBy: holders
            )
        }
    }

    func claims(_ stock: [MachineModel: Int], for order: OrderSpecification) -> [Claim] {
        needs(of: order).map { need in
            Claim(claimed(need.model, by: order), amount: need.count, limit: stock[need.model, default: 0])
        }
    }

    func contested(by order: OrderSpecification) -> [String] { needs(of: order).map { claimed($0.model, by: order) } }

    private func needs(of order: OrderSpecification) -> [Machines] {
        guard order.masters.model != order.slaves.model else {
            return [Machines(order.masters.model, count: order.masters.count + order.slaves.count)]
        }
        return [order.masters, order.slaves]
    }

    private func claimed(_ model: MachineModel, by order: OrderSpecification) -> String {
        "zone/\(order.cluster.zone)/stock/\(model.rawValue)"
    }
}
