import RealtimeCompute
import Workflow
import WorkflowEngine

/// Carries the effects of an exclusive-mode order out to the cloud: one effect a turn, each preceded by a look for what
/// it would create.
struct ExclusiveOrderPerformer: Performer {
    typealias Definition = ExclusiveOrder

    let service: any Cloud

    var cloud: String { service.id.rawValue }

    func look(
        before effect: OrderEffect, in state: OrderState, _ context: EffectContext
    ) async throws -> Precheck<OrderEvent> {
        guard effect == .purchase, case .confirmed(let confirmed) = state else {
            preconditionFailure("only the purchase of a confirmed order is announced, not \(effect) in \(state.phase)")
        }
        return try await precheck(confirmed, context)
    }

    func perform(_ effect: OrderEffect, in state: OrderState, _ context: EffectContext) async throws -> Outcome<
        OrderEvent
    > {
        switch (effect, state) {
        case (.purchase, .purchasing(let purchasing)): try await purchase(purchasing, context)
        case (.findPurchase, .purchasing(let purchasing)): try await findPurchase(purchasing, context)
        case (.inspect, .paid(let paid)): try await inspect(paid, context)
        case (.inspect, .blocked(let blocked)): try await inspect(blocked, context)
        case (.createCluster, .ready(let ready)): try await createCluster(ready, context)
        case (.lookAtCluster, .starting(let starting)): try await look(at: starting, context)
        case (.lookAtCluster, .overdue(let overdue)): try await look(at: overdue, context)
        case (.openTicket, .overdue(let overdue)): try await openTicket(overdue, context)
        case (.createProject, .running(let running)): try await createProject(running, context)
        case (.purchase, _), (.findPurchase, _), (.inspect, _), (.createCluster, _), (.lookAtCluster, _),
            (.openTicket, _), (.createProject, _):
            preconditionFailure("\(effect) does not come next in \(state.phase)")
        }
    }

    /// Who the cloud says we are.
    func actor() async throws -> Actor {
        Actor(of: try await service.callerIdentity().value)
    }
}

extension Actor {
    init(of caller: Caller) {
        let type: Kind =
            switch caller.kind {
            case .account: .account
            case .ramUser: .ramUser
            case .assumedRole: .assumedRole
            }
        self.init(type, id: caller.id)
    }

    /// What only the passing of time has brought about.
    static let time = Actor(.system, id: "time")
}

extension Outcome<OrderEvent> {
    /// Nothing new; look again a poll later.
    static func wait(for reason: WaitReason, in order: Order) -> Self {
        .notYet(code: reason.rawValue, lookAgainAfter: order.specification.timing.poll)
    }

    static func happened(_ event: OrderEvent, by actor: Actor, under request: RequestID?) -> Self {
        .happened(event, by: actor, under: request?.rawValue)
    }
}

extension CloudError: CallFailure {
    package var detail: String { vendorMessage }
    package var request: String? { requestID?.rawValue }
}
