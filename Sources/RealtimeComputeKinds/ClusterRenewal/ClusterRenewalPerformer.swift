import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

/// Carries the effects of a renewal out: looks for what it would pay, pays, and watches the end move.
struct ClusterRenewalPerformer: Performer {
    typealias Definition = ClusterRenewal

    /// The identity of the cloud.
    let cloud: String
    let service: any CallerIdentityService & BillingService & Sendable

    /// Besides what its orders show, the end of the instance tells of a renewal: once a request may have left, nothing is
    /// sent while the instance ends later than it did.
    func look(
        before effect: ClusterRenewal.Effect, in state: ClusterRenewal.State, _ context: EffectContext
    ) async throws -> Precheck<ClusterRenewal.Event> {
        guard effect == .renew, case .confirmed(let confirmed) = state else {
            preconditionFailure("only a confirmed renewal is announced, not \(effect) in \(state.phase)")
        }
        let order = confirmed.order
        let precheck = try await Payments(of: order, on: service).precheck(with: confirmed.trail, context)
        guard case .nothing = precheck, confirmed.trail.firstIntent != nil,
            try await service.laterEnd(of: order, than: confirmed.before) != nil
        else { return precheck }
        return .outcome(.wait(for: .renewalNotVisible, by: order.timing))
    }

    func perform(
        _ effect: ClusterRenewal.Effect, in state: ClusterRenewal.State, _ context: EffectContext
    ) async throws -> Outcome<ClusterRenewal.Event> {
        switch (effect, state) {
        case (.renew, .purchasing(let purchasing)):
            try await Payments(of: purchasing.order, on: service).request(purchasing.payment, context)
        case (.findRenewal, .purchasing(let purchasing)):
            try await Payments(of: purchasing.order, on: service).look(for: purchasing.payment, context)
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
        let answer = try await service.instance(subject.instance, in: subject.region)
        if let end = answer.value?.endsAt, paid.keepsPromise(end) {
            return .happened(.renewed(LaterEnd(end, seenAt: context.now)), by: actor, under: answer.requestID)
        }
        // Not to see it means nothing; to see that it was released does.
        guard answer.value?.status != .released else {
            return .happened(.instanceLost(InstanceLoss(at: context.now)), by: actor, under: answer.requestID)
        }
        return .wait(for: .endNotMoved, by: paid.order.timing)
    }
}

extension BillingService {
    /// When the instance of a renewal ends, if that is later than it was.
    func laterEnd(of order: RenewalOrder, than before: Subscription?) async throws -> Timestamp? {
        let instance = try await instance(order.subject.instance, in: order.subject.region).value
        guard let end = instance?.endsAt, let before, end > before.endsAt else { return nil }
        return end
    }
}

extension Payments<RenewalOrder, ClusterRenewal.Event> {
    /// The payment of a renewal.
    init(of order: RenewalOrder, on cloud: any CallerIdentityService & BillingService) {
        self.init(
            payer: order, actor: { Actor(of: try await cloud.callerIdentity().value) },
            find: { try await cloud.renewals(matching: RenewalQuery(for: order, with: $0)) },
            send: { try await cloud.renew(order.subject.instance, months: order.months, key: $0) },
            event: { ClusterRenewal.Event($0) })
    }
}
