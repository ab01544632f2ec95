import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

extension Payments<Order, OrderEvent> {
    /// The purchase of an order.
    init(of order: Order, on cloud: any CallerIdentityService & BillingService) {
        self.init(
            payer: order, actor: { Actor(of: try await cloud.callerIdentity().value) },
            find: { try await cloud.purchases(matching: PurchaseQuery(for: order, with: $0)) },
            send: { try await cloud.purchase(order.specification.purchase, key: $0) }, event: { OrderEvent($0) })
    }
}
