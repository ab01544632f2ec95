import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

// How an operator accounts for a purchase: withdraws, buys again, or says which one is ours. While a request may be under
// way, each looks once more in the same turn, and what is found to be ours for certain is adopted before anything else.
extension ExclusiveOrders {
    /// Withdraws an order while nothing is bought that we know of.
    static func withdraw(_ turn: Turn<ExclusiveOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let event = OrderEvent.Name.withdrawn.rawValue
        let cloud = context.environment.cloud
        var look: Look?
        var disowned: [OrderNumber] = []
        switch turn.state {
        case .purchasing(let purchasing):
            look = Look(at: context.now)
            disowned = try await Payments(of: purchasing.order, on: cloud)
                .lookOnceMore(
                    before: event, in: turn, with: purchasing.trail, shown: purchasing.payment.shown, context)
        case .confirmed(let confirmed) where confirmed.trail.firstIntent != nil:
            // Nothing is under way now, but a request of an earlier turn may have surfaced.
            disowned = try await Payments(of: confirmed.order, on: cloud)
                .lookOnceMore(before: event, in: turn, with: confirmed.trail, shown: [], context)
        case .drafted(let drafted) where drafted.trail.hasUnaccountedEpoch:
            // A draft does not take up a purchase; confirmed, it does.
            let last = try await Payments(of: drafted.order, on: cloud)
                .lookOnceMore(with: drafted.trail, shown: [], at: context.now) { try await turn.othersClaims(on: $0) }
            switch last {
            case .ours(let purchase, _):
                throw turn.refusal(of: event, because: .purchasesAreOurs([purchase.orderNumber]))
            case .refused(let ground, _, _): throw turn.refusal(of: event, because: ground)
            case .none: break
            }
        case .drafted, .confirmed, .paid, .blocked, .ready, .starting, .overdue, .running, .provisioned, .withdrawn,
            .failed:
            break
        }
        let withdrawal = Withdrawal(because: context.input.reason, after: look, disowning: disowned)
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
