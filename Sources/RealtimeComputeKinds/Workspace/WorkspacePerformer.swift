import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

/// Carries the effects of a workspace's order out: one effect a turn, each preceded by a look for what it would create.
struct WorkspacePerformer: Performer {
    typealias Definition = WorkspaceOrder
    typealias Event = WorkspaceOrder.Event

    /// The identity of the cloud.
    let cloud: String
    let service: any ObservedServices & Sendable

    /// Before it is bought: what a request of ours has bought is found, and every prerequisite holds.
    func look(
        before effect: WorkspaceOrder.Effect, in state: WorkspaceOrder.State, _ context: EffectContext
    ) async throws -> Precheck<Event> {
        guard effect == .purchase, case .confirmed(let confirmed) = state else {
            preconditionFailure("only the purchase of a confirmed order is announced, not \(effect) in \(state.phase)")
        }
        let precheck = try await Payments(of: confirmed.order, on: service).precheck(with: confirmed.trail, context)
        guard case .nothing(let actor) = precheck else { return precheck }
        let inspection = try await inspection(of: confirmed.order, context)
        guard let obstruction = Obstruction(inspection) else { return .nothing(actor) }
        return .outcome(.happened(.obstructed(obstruction), by: actor, under: Optional<RequestID>.none))
    }

    func perform(
        _ effect: WorkspaceOrder.Effect, in state: WorkspaceOrder.State, _ context: EffectContext
    ) async throws -> Outcome<Event> {
        switch (effect, state) {
        case (.purchase, .purchasing(let purchasing)):
            try await Payments(of: purchasing.order, on: service).request(purchasing.payment, context)
        case (.findPurchase, .purchasing(let purchasing)):
            try await Payments(of: purchasing.order, on: service).look(for: purchasing.payment, context)
        case (.inspect, .blocked(let blocked)): try await inspect(blocked, context)
        case (.repair, .drafted(let drafted)):
            try await WorkspaceOrders.repairs
                .makeNext(of: drafted, in: drafted.order.specification.workspace.region, by: service, at: context.now)
        case (.repair, .blocked(let blocked)):
            try await WorkspaceOrders.repairs
                .makeNext(of: blocked, in: blocked.order.specification.workspace.region, by: service, at: context.now)
        case (.look, .creating(let creating)): try await look(at: creating, isOverdue: false, context)
        case (.look, .overdue(let overdue)): try await look(at: overdue, isOverdue: true, context)
        case (.arrange, .running(let running)): try await arrange(running, context)
        case (.purchase, _), (.findPurchase, _), (.inspect, _), (.repair, _), (.look, _), (.arrange, _):
            preconditionFailure("\(effect) does not come next in \(state.phase)")
        }
    }

    private func actor() async throws -> Actor { Actor(of: try await service.callerIdentity().value) }

    // MARK: - Before it is bought

    private func inspection(of order: WorkspaceOrder.Order, _ context: EffectContext) async throws -> Inspection {
        try await Inspection(
            of: order.specification.prerequisites, in: service, order.specification.workspace.region,
            others: context.othersClaims, at: context.now)
    }

    /// Looks for what a request of an earlier turn has bought, then at every prerequisite again.
    private func inspect(
        _ blocked: WorkspaceOrder.Blocked, _ context: EffectContext
    ) async throws -> Outcome<Event> {
        let actor: Actor
        switch try await Payments(of: blocked.order, on: service).precheck(with: blocked.trail, context) {
        case .outcome(let outcome): return outcome
        case .nothing(let looker): actor = looker
        }
        let inspection = try await inspection(of: blocked.order, context)
        if let clearance = WorkspaceClearance(inspection) {
            return .happened(.cleared(clearance), by: actor, under: Optional<RequestID>.none)
        }
        guard let obstruction = Obstruction(inspection) else {
            preconditionFailure("an inspection either clears or obstructs")
        }
        return .happened(.obstructed(obstruction), by: actor, under: Optional<RequestID>.none)
    }

    // MARK: - Until it runs

    private func look(
        at creating: WorkspaceOrder.Creating, isOverdue: Bool, _ context: EffectContext
    ) async throws -> Outcome<Event> {
        let (order, actor) = (creating.order, try await actor())
        let answer = try await service.workspace(
            WorkspaceID(rawValue: creating.purchase.orderNumber.rawValue), in: order.specification.workspace.region)
        let sighting = WorkspaceSighting(of: answer.value, at: context.now)
        guard let workspace = answer.value else {
            guard creating.seen != nil else { return .wait(for: .workspaceNotVisible, by: order.timing) }
            return .happened(
                .workspaceLost(WorkspaceLoss(nil, at: context.now)), by: actor, under: answer.requestID)
        }
        switch workspace.status {
        case .running: return .happened(.runningSeen(sighting), by: actor, under: answer.requestID)
        case .deleting, .deleted:
            return .happened(
                .workspaceLost(WorkspaceLoss(workspace.status, at: context.now)), by: actor, under: answer.requestID)
        case .creating, .disabled:
            if !isOverdue, context.now >= creating.allowanceEnd {
                return .happened(.creationLate(sighting), by: .time, under: answer.requestID)
            }
            if workspace != creating.seen {
                return .happened(.creationSeen(sighting), by: actor, under: answer.requestID)
            }
            let rest = creating.allowanceEnd - context.now
            return .notYet(
                code: WaitReason.workspaceCreating.rawValue,
                lookAgainAfter: isOverdue ? order.timing.poll : min(order.timing.poll, rest))
        }
    }

    // MARK: - Its namespaces

    /// Looks at the namespaces, and asks for the first that is not as it is to be; one that was answered is waited for.
    private func arrange(
        _ running: WorkspaceOrder.Running, _ context: EffectContext
    ) async throws -> Outcome<Event> {
        let (order, actor) = (running.order, try await actor())
        let region = order.specification.workspace.region
        let seen = try await service.workspace(running.seen.id, in: region)
        guard let workspace = seen.value, !workspace.isGone else {
            return .happened(
                .workspaceLost(WorkspaceLoss(seen.value?.status, at: context.now)), by: actor, under: seen.requestID)
        }
        let namespaces = try await service.namespaces(of: workspace.id, in: region)
        switch running.next(seeing: namespaces.value) {
        case .holds:
            return .happened(
                .arranged(NamespaceArrangement(namespaces.value, at: context.now)), by: actor,
                under: namespaces.requestID)
        case .waits: return .wait(for: .namespaceNotVisible, by: order.timing)
        case .request(let request):
            if let end = running.window(of: request), context.now < end {
                return .wait(for: .namespaceNotVisible, by: order.timing)
            }
            do {
                let answer = try await send(request, to: workspace.id, in: region)
                return .happened(
                    .namespaceRequested(NamespaceAnswer(to: request, at: context.now)), by: actor,
                    under: answer.requestID)
            } catch let error as CloudError {
                guard let refusal = error.refusal else { throw error }
                return .happened(
                    .namespaceRefused(NamespaceRefusal(of: request, because: refusal)), by: actor,
                    under: refusal.requestID)
            }
        }
    }

    private func send(
        _ request: NamespaceRequest, to workspace: WorkspaceID, in region: RegionID
    ) async throws -> Answer<Void> {
        switch (request.call, request.computeUnits) {
        case (.create, let units?):
            try await service.createNamespace(request.name, units, in: workspace, region)
        case (.resize, let units?):
            try await service.resizeNamespace(request.name, to: units, in: workspace, region)
        case (.delete, _): try await service.deleteNamespace(request.name, in: workspace, region)
        case (.create, nil), (.resize, nil): preconditionFailure("a namespace is asked for with its CUs")
        }
    }
}

extension Payments<WorkspaceOrder.Order, WorkspaceOrder.Event> {
    /// The purchase of a workspace: found again among those of its name that were made since the first intent.
    init(of order: WorkspaceOrder.Order, on cloud: any CallerIdentityService & WorkspaceService) {
        self.init(
            payer: order, repeating: .manageWorkspace,
            actor: { Actor(of: try await cloud.callerIdentity().value) },
            find: { trail in
                guard trail.firstIntent != nil else { return Answer([], requestID: nil) }
                let all = try await cloud.workspaces(in: order.specification.workspace.region)
                return Answer(
                    all.value.filter { $0.identity == order.paidSpecification && !$0.isGone }.map(\.purchase),
                    requestID: all.requestID)
            },
            send: { try await cloud.purchaseWorkspace(order.specification.workspace, key: $0) },
            event: { WorkspaceOrder.Event($0) })
    }
}
