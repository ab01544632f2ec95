import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

/// Carries the effects of a renewal out: looks for what it would pay, pays, and watches the end move.
struct ClusterRenewalPerformer: Performer {
    typealias Definition = ClusterRenewal

    /// The identity of the cloud.
    let cloud: String
    let service: any RenewalServices & Sendable

    /// Besides what its orders show, the end of the instance tells of a renewal.
    ///
    /// While it ends later than it did, nothing is sent. Where a request of an earlier epoch may have done it, that is looked for, for the window; where none can,
    /// it is another's doing, and whether this one is still wanted is asked.
    func look(
        before effect: ClusterRenewal.Effect, in state: ClusterRenewal.State, _ context: EffectContext
    ) async throws -> Precheck<ClusterRenewal.Event> {
        guard effect == .renew, case .confirmed(let confirmed) = state else {
            preconditionFailure("only a confirmed renewal is announced, not \(effect) in \(state.phase)")
        }
        let order = confirmed.order
        let precheck = try await Payments(of: order, after: confirmed.before, on: service).precheck(
            with: confirmed.trail, context)
        guard case .nothing(let actor) = precheck,
            let later = try await order.laterEnd(than: confirmed.before, in: service)
        else { return precheck }
        guard confirmed.hasAskedForNothing else {
            return .outcome(.happened(.purchaseUnseen(Look(at: context.now)), by: actor, under: later.requestID))
        }
        let moved = MovedEnd(of: later.value, seenAt: context.now)
        return .outcome(.happened(.endMoved(moved), by: actor, under: later.requestID))
    }

    func perform(
        _ effect: ClusterRenewal.Effect, in state: ClusterRenewal.State, _ context: EffectContext
    ) async throws -> Outcome<ClusterRenewal.Event> {
        switch (effect, state) {
        case (.renew, .purchasing(let purchasing)):
            try await Payments(of: purchasing.order, after: purchasing.before, on: service).request(
                purchasing.payment, context)
        case (.findRenewal, .purchasing(let purchasing)):
            try await Payments(of: purchasing.order, after: purchasing.before, on: service).look(
                for: purchasing.payment, context)
        case (.lookAtInstance, .paid(let paid)): try await look(at: paid, context)
        case (.renew, _), (.findRenewal, _), (.lookAtInstance, _):
            preconditionFailure("\(effect) does not come next in \(state.phase)")
        }
    }

    /// Looks whether the instance ends as late as was paid for.
    private func look(
        at paid: ClusterRenewal.Paid, _ context: EffectContext
    ) async throws -> Outcome<ClusterRenewal.Event> {
        let actor = Actor(of: try await service.callerIdentity().value)
        let subject = paid.order.subject
        let answer = try await subject.look(in: service)
        if let end = answer.value?.endsAt, paid.keepsPromise(end) {
            return .happened(.renewed(LaterEnd(end, seenAt: context.now)), by: actor, under: answer.requestID)
        }
        // Not to see it means nothing; to see that it was released does.
        guard answer.value?.isGone != true else {
            return .happened(.instanceLost(InstanceLoss(at: context.now)), by: actor, under: answer.requestID)
        }
        return .wait(for: .endNotMoved, by: paid.order.timing)
    }
}

extension RenewalOrder {
    /// Whether what is renewed ends as late as the renewal would have made it.
    func endsAsPaid(after before: Subscription?, in services: any RenewalServices) async throws -> Bool {
        guard let before, let later = try await laterEnd(than: before, in: services) else { return false }
        return later.value.endsAt >= before.end(after: months)
    }

    /// The subscription, if it ends later than it did.
    func laterEnd(
        than before: Subscription?, in services: any RenewalServices
    ) async throws -> Answer<Subscription>? {
        let look = try await subject.look(in: services)
        guard let before, let seen = look.value.flatMap(Subscription.init), seen.endsAt > before.endsAt
        else { return nil }
        return Answer(seen, requestID: look.requestID)
    }
}

extension Payments<RenewalOrder, ClusterRenewal.Event> {
    /// The payment of a renewal.
    ///
    /// A renewal without a key is a candidate only if the instance ends as late as ours would have made it: the vendor tells
    /// the time of an order to the second, and one of that second may have been made, and taken effect, before ours was
    /// confirmed.
    ///
    /// - Parameter before: the subscription as it was when the renewal was confirmed.
    init(of order: RenewalOrder, after before: Subscription?, on cloud: any RenewalServices) {
        self.init(
            payer: order, repeating: order.subject.workspaceName == nil ? .repurchase : .manageWorkspace,
            actor: { Actor(of: try await cloud.callerIdentity().value) },
            find: { trail in
                let found = try await cloud.renewals(matching: RenewalQuery(for: order, with: trail))
                guard found.value.contains(where: { $0.key == nil }),
                    try await !order.endsAsPaid(after: before, in: cloud)
                else { return found }
                return Answer(found.value.filter { $0.key != nil }, requestID: found.requestID)
            },
            send: { try await order.subject.renew(for: order.months, key: $0, in: cloud) },
            event: { ClusterRenewal.Event($0) })
    }
}
