import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

// What an operator decides about a renewal. How a payment is accounted for is the same as of an order.
extension ClusterRenewals {
    /// Agrees to pay, after asking who we are and looking at the instance again.
    ///
    /// Findings that block end it, unless it is given despite them, which the history keeps.
    ///
    /// - Throws: ``Refusal`` for a caller without the right, while another change of the cluster is under way, and for a
    ///   renewal that is no draft.
    static func confirm(_ turn: Turn<ClusterRenewal>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let event = ClusterRenewal.Event.Name.confirmed.rawValue
        guard case .drafted(let drafted) = turn.state else { throw turn.refusal(of: event) }
        let caller = try await context.environment.cloud.callerIdentity()
        if let denied = caller.value.refusal(to: drafted.order.subject.rightToRenew) {
            throw turn.refusal(of: event, because: .notPermitted(denied))
        }
        let look = try await RenewalLook(
            at: drafted.order.subject, besides: turn.workflow.record.id, in: context.environment)
        if !context.input.despiteFindings, let obstruction = Obstruction(look.inspection) {
            try await turn.commit(.obstructed(obstruction), by: context.actor)
            // That it could be passed over is said only where it could.
            let change = obstruction.findings.blocking.first { $0.check == .clusterChange }
            return .declined(turn.refusal(of: event, because: change.map { .mustHold($0) } ?? .prerequisitesDoNotHold))
        }
        let confirmation = RenewalConfirmation(
            by: caller.value, knowing: look.inspection, despiteFindings: !look.inspection.findings.blocking.isEmpty,
            of: look.subscription)
        try await turn.commit(.confirmed(confirmation), by: context.actor, under: caller.requestID?.rawValue)
        return .done
    }

    /// Withdraws a renewal while nothing is paid that we know of.
    static func withdraw(_ turn: Turn<ClusterRenewal>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let payments = Payments(of: turn.state.order, after: turn.state.before, on: context.environment.cloud)
        let stage: Payments<RenewalOrder, ClusterRenewal.Event>.Stage =
            switch turn.state {
            case .drafted(let drafted): .drafted(drafted.trail)
            case .confirmed(let confirmed): .confirmed(confirmed.trail)
            case .purchasing(let purchasing): .pending(purchasing.payment)
            case .paid, .done, .withdrawn, .failed: .none
            }
        let withdrawal = try await payments.withdrawal(
            ClusterRenewal.Event.Name.withdrawn.rawValue, at: stage, in: turn, context)
        try await turn.commit(.withdrawn(withdrawal), by: context.actor)
        return .done
    }

    /// Orders another payment, knowingly, when the last one cannot be accounted for.
    ///
    /// Refused while the instance ends later than it did: then something has renewed it, and it may have been ours.
    static func repurchase(_ turn: Turn<ClusterRenewal>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let event = ClusterRenewal.Event.Name.repurchaseOrdered.rawValue
        guard case .purchasing(let purchasing) = turn.state else { throw turn.refusal(of: event) }
        let cloud = context.environment.cloud
        let isShown = !purchasing.payment.shown.isEmpty
        if !isShown, let later = try await purchasing.order.laterEnd(than: purchasing.before, in: cloud) {
            let search = try await Payments(of: purchasing.order, after: purchasing.before, on: cloud)
                .search(with: purchasing.payment.trail) { try await turn.othersClaims(on: $0) }
            if case .none = search.value {
                throw turn.refusal(of: event, because: .endHasMoved(to: later.value.endsAt))
            }
        }
        try await Payments(of: purchasing.order, after: purchasing.before, on: cloud)
            .repeatOrder(event, of: purchasing.payment, in: turn, context)
        return .done
    }

    /// Says which of the vendor's renewals is ours.
    static func adopt(_ turn: Turn<ClusterRenewal>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let event = ClusterRenewal.Event.Name.purchaseAdopted.rawValue
        guard case .purchasing(let purchasing) = turn.state else { throw turn.refusal(of: event) }
        let cloud = context.environment.cloud
        let number = OrderNumber(rawValue: context.input.orderNumber)
        let chosen = try await cloud.renewal(number, in: purchasing.order.subject.region)
        if let renewal = chosen.value, renewal.key == nil, renewal.instance == purchasing.order.subject.instance,
            try await !purchasing.order.endsAsPaid(after: purchasing.before, in: cloud)
        {
            throw turn.refusal(of: event, because: .notAdoptable(number, .withoutEffect))
        }
        try await Payments(of: purchasing.order, after: purchasing.before, on: cloud)
            .adopt(number, chosen, as: event, of: purchasing.payment, in: turn, context)
        return .done
    }
}
