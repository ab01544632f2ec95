import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

extension Payments {
    /// Where a payment stands when it is to be given up.
    enum Stage {
        case drafted(PurchaseTrail)
        case confirmed(PurchaseTrail)
        case pending(PendingPayment<Paid>)
        /// Nothing can be under way.
        case none
    }

    /// Looks once more before what was asked for is given up, and gives the withdrawal.
    ///
    /// - Throws: the refusal of `name`, if something has to be done about what was found first.
    func withdrawal<Definition: Workflow>(
        _ name: String, at stage: Stage, in turn: Turn<Definition>, _ context: DecisionContext
    ) async throws -> Withdrawal
    where Definition.Event == Event, Definition.RefusalGround == RefusalGround {
        var look: Look?
        var disowned: [OrderNumber] = []
        switch stage {
        case .pending(let pending):
            look = Look(at: context.now)
            disowned = try await lookOnceMore(
                before: name, in: turn, with: pending.trail, shown: pending.shown, context)
        case .confirmed(let trail) where trail.firstIntent != nil:
            // Nothing is under way now, but a request of an earlier turn may have surfaced.
            disowned = try await lookOnceMore(before: name, in: turn, with: trail, shown: [], context)
        case .drafted(let trail) where trail.hasUnaccountedEpoch:
            // A draft does not take up a payment; confirmed, it does.
            let last = try await lookOnceMore(with: trail, shown: [], at: context.now) {
                try await turn.othersClaims(on: $0)
            }
            switch last {
            case .ours(let order, _): throw turn.refusal(of: name, because: .purchasesAreOurs([order.orderNumber]))
            case .refused(let ground, _, _): throw turn.refusal(of: name, because: ground)
            case .none: break
            }
        case .drafted, .confirmed, .none:
            break
        }
        return Withdrawal(because: context.input.reason, after: look, disowning: disowned)
    }
}
