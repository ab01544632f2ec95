import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

/// Carries the effects of an order of shared mode out: one effect a turn, each preceded by a look for what it would
/// create.
struct SharedOrderPerformer: Performer {
    typealias Definition = SharedOrder

    /// The identity of the cloud.
    let cloud: String
    let service: any ObservedServices & Sendable

    func look(
        before effect: SharedOrder.Effect, in state: SharedOrder.State, _ context: EffectContext
    ) async throws -> Precheck<SharedOrder.Event> {
        guard effect == .purchase, case .confirmed(let confirmed) = state else {
            preconditionFailure("only the purchase of a confirmed order is announced, not \(effect) in \(state.phase)")
        }
        return try await Payments(of: confirmed.order, on: service).precheck(with: confirmed.trail, context)
    }

    func perform(
        _ effect: SharedOrder.Effect, in state: SharedOrder.State, _ context: EffectContext
    ) async throws -> Outcome<SharedOrder.Event> {
        switch (effect, state) {
        case (.purchase, .purchasing(let purchasing)):
            try await Payments(of: purchasing.order, on: service).request(purchasing.payment, context)
        case (.findPurchase, .purchasing(let purchasing)):
            try await Payments(of: purchasing.order, on: service).look(for: purchasing.payment, context)
        case (.inspect, .paid(let paid)): try await inspect(paid, context)
        case (.inspect, .blocked(let blocked)): try await inspect(blocked, context)
        case (.createProject, .ready(let ready)): try await createProject(ready, context)
        case (.purchase, _), (.findPurchase, _), (.inspect, _), (.createProject, _):
            preconditionFailure("\(effect) does not come next in \(state.phase)")
        }
    }

    private func actor() async throws -> Actor { Actor(of: try await service.callerIdentity().value) }

    /// Reads the vendor's order for its instance, then looks at every prerequisite.
    private func inspect(_ paid: SharedOrder.Paid, _ context: EffectContext) async throws -> Outcome<SharedOrder.Event>
    {
        let answer = try await service.instance(
            boughtWith: paid.purchase.orderNumber, in: paid.order.specification.region)
        guard let instance = answer.value else { return .wait(for: .instanceNotVisible, by: paid.order.timing) }
        return try await inspect(paid.order, on: instance, context)
    }

    /// Looks for a project that a request of an earlier turn may have made, then at every prerequisite.
    private func inspect(
        _ blocked: SharedOrder.Blocked, _ context: EffectContext
    ) async throws -> Outcome<SharedOrder.Event> {
        if blocked.held != nil {
            let actor = try await actor()
            let existing = try await service.project(
                named: blocked.order.specification.project.name, in: blocked.order.specification.region)
            if let found = existing.value, found.cluster == nil, blocked.mayOwn(found.project) {
                let creation = SharedProjectCreation(of: found.project, wasFound: true)
                return .happened(.projectCreated(creation), by: actor, under: existing.requestID)
            }
        }
        return try await inspect(blocked.order, on: blocked.instance, context)
    }

    private func inspect(
        _ order: SharedOrder.Order, on instance: InstanceID, _ context: EffectContext
    ) async throws -> Outcome<SharedOrder.Event> {
        let actor = try await actor()
        let seen = try await service.instance(instance, in: order.specification.region)
        let inspection = try await look(at: order, context)
        if let clearance = Clearance(inspection, on: instance) {
            let cleared = SharedClearance(clearance, endsAt: seen.value?.endsAt)
            return .happened(.cleared(cleared), by: actor, under: seen.requestID)
        }
        guard let obstruction = Obstruction(inspection, on: instance) else {
            preconditionFailure("an inspection either clears or obstructs")
        }
        return .happened(.obstructed(obstruction), by: actor, under: seen.requestID)
    }

    private func look(at order: SharedOrder.Order, _ context: EffectContext) async throws -> Inspection {
        try await Inspection(
            of: order.specification.prerequisitesAfterPayment, in: service,
            order.specification.region, others: context.othersClaims,
            at: context.now)
    }

    /// Adopts the project, or asks for it on a clearance in force.
    ///
    /// When the order became ready its name was free, and it has been claimed since: what bears it now is ours, as far as
    /// the cloud tells. Of a project of shared mode it does not tell the instance.
    private func createProject(
        _ ready: SharedOrder.Ready, _ context: EffectContext
    ) async throws -> Outcome<SharedOrder.Event> {
        let actor = try await actor()
        let wanted = ready.project
        let existing = try await service.project(named: wanted.name, in: ready.order.specification.region)
        if let found = existing.value {
            guard found.cluster == nil, ready.wants(found.project) else {
                let refusal = CloudRefusal(
                    code: "ProjectDiffers",
                    message:
                        "it exists in \(found.cluster?.rawValue ?? "shared mode") with \(found.project.computeUnits)")
                return .happened(
                    .projectRefused(SharedProjectRefusal(of: wanted.name, because: refusal)), by: actor,
                    under: existing.requestID)
            }
            let creation = SharedProjectCreation(of: found.project, wasFound: true)
            return .happened(.projectCreated(creation), by: actor, under: existing.requestID)
        }
        if !ready.clearance.isValid(at: context.now, by: ready.order.timing),
            let obstruction = Obstruction(try await look(at: ready.order, context), on: ready.instance)
        {
            return .happened(.obstructed(obstruction), by: actor, under: existing.requestID)
        }
        do {
            let answer = try await service.createSharedProject(
                wanted, on: ready.instance, in: ready.order.specification.region)
            let creation = SharedProjectCreation(of: answer.value, wasFound: false)
            return .happened(.projectCreated(creation), by: actor, under: answer.requestID)
        } catch let error as CloudError {
            guard let refusal = error.refusal else { throw error }
            if refusal.code == CloudError.Code.projectExists {
                return .wait(for: .projectNotVisible, by: ready.order.timing)
            }
            return .happened(
                .projectRefused(SharedProjectRefusal(of: wanted.name, because: refusal)), by: actor,
                under: refusal.requestID)
        }
    }
}

extension Payments<SharedOrder.Order, SharedOrder.Event> {
    /// The purchase of an order of shared mode.
    init(of order: SharedOrder.Order, on cloud: any CallerIdentityService & BillingService) {
        self.init(
            payer: order, actor: { Actor(of: try await cloud.callerIdentity().value) },
            find: { try await cloud.sharedPurchases(matching: SharedPurchaseQuery(for: order, with: $0)) },
            send: { try await cloud.purchaseShared(order.specification.purchase, key: $0) },
            event: { SharedOrder.Event($0) })
    }
}
