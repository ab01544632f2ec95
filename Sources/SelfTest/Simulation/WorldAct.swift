import RealtimeCompute
import SimulatedCloud
import Workflow

/// What may happen to the world while orders are under way.
enum WorldAct: CaseIterable {
    case breakBucket, mendBucket, unnameVPC, nameVPC, takeAddresses, freeAddresses, sellOut, restock
    case becomeUser, becomeAccount, denyPurchase
    case stall, unstall, destroyCluster, failCluster
    case buyInConsole, closeSale, openSale
    case fault, clearFaults
}

extension Simulation {
    func act(of act: WorldAct) throws {
        switch act {
        case .breakBucket: try stage.set("bucket/risk-udf", "{ acl: public-read }")
        case .mendBucket: try stage.set("bucket/risk-udf", "{ acl: private }")
        case .unnameVPC: try stage.set("vpc/vpc-prod", "{ name: null }")
        case .nameVPC: try stage.set("vpc/vpc-prod", "{ name: prod }")
        case .takeAddresses: try stage.set("vswitch/vsw-1", "{ freeAddresses: 8 }")
        case .freeAddresses: try stage.set("vswitch/vsw-1", "{ freeAddresses: \(chance.pick([9, 17, 18, 40])) }")
        case .sellOut: try stage.set("zone/cn-beijing-f", "{ stock: { Ecs_8c32g: 5 } }")
        case .restock: try stage.set("zone/cn-beijing-f", "{ stock: { Ecs_8c32g: 12 } }")
        case .becomeUser: try stage.set("caller", "{ type: ram-user, name: alice }")
        case .becomeAccount: try stage.set("caller", "{ type: account, denied: [] }")
        case .denyPurchase:
            let calls = ["purchase", "create-cluster", "create-project", "list-purchases", "get-bucket", "get-cluster"]
            try stage.set("caller", "{ type: account, denied: [ \(chance.pick(calls)) ] }")
        case .stall: try stage.add(.condition(.stall))
        case .unstall, .clearFaults: try stage.clearFaults()
        case .destroyCluster: try setSomeCluster("DESTROYED")
        case .failCluster: if chance.isLucky(oneIn: 3) { try stage.add(.condition(.fail)) }
        case .buyInConsole:
            try stage.purchaseInConsole(try OrderManifest.read(Self.amendments(of: "first")[0]).purchase)
        case .closeSale: try stage.set("sales", "{ closes: 2021-04-01T00:00:00+08:00 }")
        case .openSale: try stage.set("sales", "{ closes: null }")
        case .fault: try stage.add(fault())
        }
    }

    private func setSomeCluster(_ status: String) throws {
        let clusters = try stage.cloud.overview().state.clusters
        guard !clusters.isEmpty, chance.isLucky(oneIn: 4) else { return }
        try stage.set("cluster/\(chance.pick(clusters).id)", "{ status: \(status) }")
    }

    /// The calls of an order that change something; buying twice as often.
    private static let callsOfOrders: [Call] = [.purchase, .purchase, .createCluster, .createProject, .openTicket]

    private func fault() -> FaultScript {
        let callFaults: [FaultScript.CallFault] = [
            .throttle, .unreachable, .refuse, .timeoutBefore, .timeoutAfter, .late(.seconds(90)),
            .late(.seconds(20 * 60)), .late(.seconds(2 * 3600)),
        ]
        return .call(
            chance.pick(callFaults), of: chance.pick(Self.callsOfOrders), times: 1 + chance.next(upTo: 3))
    }
}
