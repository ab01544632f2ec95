import Documents
import Provisioning
package import RealtimeCompute
import SimulatedCloud
import Workflow
import WorkflowEngine

extension ExclusiveOrderScenario {
    package func moves(in situation: Situation, of state: OrderState, from root: Root) -> [Move] {
        let id = situation.subject
        let cloud = situation.cloud
        switch state {
        case .drafted(let drafted):
            let isFirst = drafted.trail.epoch == 1 && drafted.purchaseRefusal == nil
            return [
                .command(.confirm(id, despiteFindings: false)), .command(.confirm(id, despiteFindings: true)),
                .command(.decide(.withdraw, id)), .command(.amend(id, Self.amended[1])),
            ] + (isFirst ? toggles : [])
        case .confirmed(let confirmed):
            let mayBuy = root.isShared && confirmed.trail.epoch == 1 && cloud.purchases.isEmpty
            return [.command(.decide(.withdraw, id))] + (mayBuy ? [buyInConsole(confirmed.order)] : [])
        case .purchasing(let purchasing):
            // Every further epoch is like the one before it.
            let mayRepeat = purchasing.trail.epoch == 1
            let mayBuy = root.isShared && cloud.purchases.count < 2
            return [.command(.decide(.withdraw, id))]
                + cloud.purchases.map { .command(.adopt(id, $0.purchase.orderNumber)) }
                + (mayRepeat ? [.command(.decide(.repurchase, id))] : [])
                + (mayBuy ? [buyInConsole(purchasing.order)] : [])
        case .paid:
            return toggles
        case .blocked, .ready:
            return toggles + [.command(.amend(id, Self.amended[0]))]
        case .starting(let starting):
            return [stall, .world(.clearFaults())] + destroy(starting.cluster.id, in: cloud)
                + (starting.unseen == nil ? [] : [.command(.decide(.abandon, id))])
        case .overdue(let overdue):
            return [.world(.clearFaults())] + destroy(overdue.cluster.id, in: cloud)
        case .running(let running):
            return [.command(.amend(id, Self.amended[1])), .command(.amend(id, Self.amended[2]))]
                + destroy(running.cluster.id, in: cloud)
        case .provisioned, .withdrawn, .failed:
            return []
        }
    }

    /// A prerequisite breaks, or is mended.
    private var toggles: [Move] {
        [
            .world(.set("bucket/risk-udf", "{ acl: public-read }")),
            .world(.set("bucket/risk-udf", "{ acl: private }")),
        ]
    }

    private var stall: Move { .world(.add(.condition(.stall))) }

    /// Somebody else buys the same.
    private func buyInConsole(_ order: Order) -> Move { .world(.purchaseInConsole(order.specification.purchase)) }

    private func destroy(_ cluster: ClusterID, in cloud: CloudState) -> [Move] {
        guard cloud.clusters.contains(where: { $0.id == cluster && $0.status != .destroyed }) else { return [] }
        return [.world(.set("cluster/\(cluster)", "{ status: DESTROYED }"))]
    }
}
