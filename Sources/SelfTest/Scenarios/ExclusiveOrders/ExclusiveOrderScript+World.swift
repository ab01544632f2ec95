import Documents
import RealtimeCompute
import SimulatedCloud
import Workflow

extension ExclusiveOrderScript {
    /// What may happen to the world while orders are under way.
    private enum Happening: CaseIterable {
        case breakBucket, mendBucket, unnameVPC, nameVPC, takeAddresses, freeAddresses, sellOut, restock
        case becomeUser, becomeAccount, denyPurchase
        case stall, unstall, destroyCluster, failCluster
        case buyInConsole, closeSale, openSale
        case fault, clearFaults
    }

    func happen(on stage: Stage, _ chance: inout SeededGenerator) throws {
        let happening = chance.isLucky(oneIn: 3) ? Happening.fault : chance.pick(Happening.allCases)
        if let change = try change(happening, on: stage, &chance) { try stage.change(change) }
    }

    private func change(
        _ happening: Happening, on stage: Stage, _ chance: inout SeededGenerator
    ) throws -> WorldChange? {
        switch happening {
        case .breakBucket: return .set("bucket/risk-udf", "{ acl: public-read }")
        case .mendBucket: return .set("bucket/risk-udf", "{ acl: private }")
        case .unnameVPC: return .set("vpc/vpc-prod", "{ name: null }")
        case .nameVPC: return .set("vpc/vpc-prod", "{ name: prod }")
        case .takeAddresses: return .set("vswitch/vsw-1", "{ freeAddresses: 8 }")
        case .freeAddresses: return .set("vswitch/vsw-1", "{ freeAddresses: \(chance.pick([9, 17, 18, 40])) }")
        case .sellOut: return .set("zone/cn-beijing-f", "{ stock: { Ecs_8c32g: 5 } }")
        case .restock: return .set("zone/cn-beijing-f", "{ stock: { Ecs_8c32g: 12 } }")
        case .becomeUser: return .set("caller", "{ type: ram-user, name: alice }")
        case .becomeAccount: return .set("caller", "{ type: account, denied: [] }")
        case .denyPurchase:
            let calls = ["purchase", "create-cluster", "create-project", "list-purchases", "get-bucket", "get-cluster"]
            return .set("caller", "{ type: account, denied: [ \(chance.pick(calls)) ] }")
        case .stall: return .add(.condition(.stall))
        case .unstall, .clearFaults: return .clearFaults()
        case .destroyCluster:
            let clusters = try stage.cloud.overview().state.clusters
            guard !clusters.isEmpty, chance.isLucky(oneIn: 4) else { return nil }
            return .set("cluster/\(chance.pick(clusters).id)", "{ status: DESTROYED }")
        case .failCluster: return chance.isLucky(oneIn: 3) ? .add(.condition(.fail)) : nil
        case .buyInConsole:
            return .purchaseInConsole(try OrderManifest.read(Self.amendments(of: "first")[0]).purchase)
        case .closeSale: return .set("sales", "{ closes: 2021-04-01T00:00:00+08:00 }")
        case .openSale: return .set("sales", "{ closes: null }")
        case .fault: return .add(.random(on: calls, &chance))
        }
    }
}
