import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

// How an operator accounts for a purchase: withdraws, buys again, or says which one is ours. While a request may be under
// way, each looks once more in the same turn, and what is found to be ours for certain is adopted before anything else.
extension ExclusiveOrders {
    /// Withdraws an order while nothing is bought that we know of.
    static func withdraw(_ turn: Turn<ExclusiveOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let payments = Payments(of: turn.state.order, on: context.environment.cloud)
        let stage: Payments<Order, OrderEvent>.Stage =
            switch turn.state {
            case .drafted(let drafted): .drafted(drafted.trail)
            case .confirmed(let confirmed): .confirmed(confirmed.trail)
            case .purchasing(let purchasing): .pending(purchasing.payment)
            case .paid, .blocked, .ready, .starting, .overdue, .running, .provisioned, .withdrawn, .failed: .none
            }
        let withdrawal = try await payments.withdrawal(
            OrderEvent.Name.withdrawn.rawValue, at: stage, in: turn, context)
        try await turn.commit(.withdrawn(withdrawal), by: context.actor)
        return .done
    }

    /// Orders another purchase, knowingly, when the last one cannot be accounted for.
    static func repurchase(_ turn: Turn<ExclusiveOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        guard case .purchasing(let purchasing) = turn.state else { throw turn.refusal(of: .repurchaseOrdered) }
        try await Payments(of: purchasing.order, on: context.environment.cloud)
            .repeatOrder(OrderEvent.Name.repurchaseOrdered.rawValue, of: purchasing.payment, in: turn, context)
        return .done
    }

    /// Says which of the vendor's orders is ours.
    static func adopt(_ turn: Turn<ExclusiveOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        guard case .purchasing(let purchasing) = turn.state else { throw turn.refusal(of: .purchaseAdopted) }
        let cloud = context.environment.cloud
        let number = OrderNumber(rawValue: context.input.orderNumber)
        let chosen = try await cloud.purchase(number, in: purchasing.order.specification.region)
        try await Payments(of: purchasing.order, on: cloud)
            .adopt(
                number, chosen, as: OrderEvent.Name.purchaseAdopted.rawValue, of: purchasing.payment, in: turn,
                context)
        return .done
    }
}
