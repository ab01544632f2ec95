import RealtimeCompute
import Workflow
import WorkflowEngine

/// Carries the effects of an exclusive-mode order out to the cloud: one effect a turn, each preceded by a look for what
/// it would create.
struct ExclusiveOrderPerformer: Performer {
    typealias Definition = ExclusiveOrder

    let cloud: String
    let service: any ObservedServices & TicketService & Sendable

    init(on cloud: any Cloud) {
        self.cloud = cloud.id.rawValue
        service = cloud
    }

    func look(
        before effect: OrderEffect, in state: OrderState, _ context: EffectContext
    ) async throws -> Precheck<OrderEvent> {
        guard effect == .purchase, case .confirmed(let confirmed) = state else {
            preconditionFailure("only the purchase of a confirmed order is announced, not \(effect) in \(state.phase)")
        }
        return try await Payments(of: confirmed.order, on: service).precheck(with: confirmed.trail, context)
    }

    func perform(_ effect: OrderEffect, in state: OrderState, _ context: EffectContext) async throws -> Outcome<
        OrderEvent
    > {
        switch (effect, state) {
        case (.purchase, .purchasing(let purchasing)):
            try await Payments(of: purchasing.order, on: service).request(purchasing.payment, context)
        case (.findPurchase, .purchasing(let purchasing)):
            try await Payments(of: purchasing.order, on: service).look(for: purchasing.payment, context)
        case (.inspect, .paid(let paid)): try await inspect(paid, context)
        case (.inspect, .blocked(let blocked)): try await inspect(blocked, context)
        case (.repair, .drafted(let drafted)):
            try await ExclusiveOrders.repairs
                .makeNext(of: drafted, in: drafted.order.specification.region, by: service, at: context.now)
        case (.repair, .blocked(let blocked)):
            try await ExclusiveOrders.repairs
                .makeNext(of: blocked, in: blocked.order.specification.region, by: service, at: context.now)
        case (.createCluster, .ready(let ready)): try await createCluster(ready, context)
        case (.lookAtCluster, .starting(let starting)): try await look(at: starting, context)
        case (.lookAtCluster, .overdue(let overdue)): try await look(at: overdue, context)
        case (.openTicket, .overdue(let overdue)): try await openTicket(overdue, context)
        case (.createProject, .running(let running)): try await createProject(running, context)
        case (.purchase, _), (.findPurchase, _), (.inspect, _), (.repair, _), (.createCluster, _), (.lookAtCluster, _),
            (.openTicket, _), (.createProject, _):
            preconditionFailure("\(effect) does not come next in \(state.phase)")
        }
    }

    /// Who the cloud says we are.
    func actor() async throws -> Actor {
        Actor(of: try await service.callerIdentity().value)
    }
}
