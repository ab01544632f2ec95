import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

/// Carries the effects of a change of a role out: one request a turn, each preceded by a look at all that it is about.
struct RoleChangePerformer: Performer {
    typealias Definition = RoleChange

    /// The identity of the cloud.
    let cloud: String
    let service: any ObservedServices & ResourceStackService & Sendable

    func look(
        before effect: RoleChange.Effect, in state: RoleChange.State, _ context: EffectContext
    ) async throws -> Precheck<RoleChange.Event> {
        preconditionFailure("nothing of a change of a role is announced, not \(effect) in \(state.phase)")
    }

    func perform(
        _ effect: RoleChange.Effect, in state: RoleChange.State, _ context: EffectContext
    ) async throws -> Outcome<RoleChange.Event> {
        switch (effect, state) {
        case (.inspect, .confirmed), (.inspect, .blocked): return try await inspect(state.change, context)
        case (.change, .changing(let changing)):
            return try await bring(about: changing.stage, of: state.change, after: changing, context)
        case (.change, .blocked(let blocked)):
            guard let stage = blocked.stage else { preconditionFailure("nothing has begun") }
            return try await bring(about: stage, of: state.change, after: nil, context)
        case (.inspect, _), (.change, _): preconditionFailure("\(effect) does not come next in \(state.phase)")
        }
    }

    private func actor() async throws -> Actor { Actor(of: try await service.callerIdentity().value) }

    /// Looks at the prerequisites once more; that no cluster is to come was judged with the confirmation.
    private func inspect(
        _ change: PlannedRoleChange, _ context: EffectContext
    ) async throws -> Outcome<RoleChange.Event> {
        let actor = try await actor()
        let inspection = try await Inspection(
            of: change.plan.prerequisites(pending: []), in: service, Figures.stackRegion, others: context.othersClaims,
            at: context.now)
        if let beginning = RoleChangeBeginning(inspection) {
            return .happened(.begun(beginning), by: actor, under: Optional<RequestID>.none)
        }
        guard let obstruction = Obstruction(inspection) else {
            preconditionFailure("an inspection either clears or obstructs")
        }
        return .happened(.obstructed(obstruction), by: actor, under: Optional<RequestID>.none)
    }

    /// Looks what of a stage does not hold, and asks for the first of it; one that was answered is waited for.
    private func bring(
        about stage: Int, of change: PlannedRoleChange, after changing: RoleChange.Changing?, _ context: EffectContext
    ) async throws -> Outcome<RoleChange.Event> {
        let (plan, actor) = (change.plan, try await actor())
        let (sight, requestID) = try await look(at: plan, plan.stages[stage])
        switch sight.next(of: plan.stages[stage]) {
        case .holds:
            return .happened(.stageReached(RoleStage(stage, at: context.now)), by: actor, under: requestID)
        case .isStuck:
            let obstruction = RoleIsAccepted.obstruction(of: plan.role, at: context.now)
            return .happened(.obstructed(obstruction), by: actor, under: requestID)
        case .request(let request):
            if let end = changing?.window(of: request), context.now < end {
                return .wait(for: .roleNotVisible, by: change.timing)
            }
            do {
                let answer = try await send(request, on: plan.role, seeing: sight)
                return .happened(
                    .requested(RoleAnswer(to: request, in: stage, wasMade: false, at: context.now)), by: actor,
                    under: answer.requestID)
            } catch let error as CloudError {
                guard let refusal = error.refusal else { throw error }
                if request.isEarly(by: refusal) { return .wait(for: .roleNotVisible, by: change.timing) }
                guard !request.isMade(by: refusal) else {
                    return .happened(
                        .requested(RoleAnswer(to: request, in: stage, wasMade: true, at: context.now)), by: actor,
                        under: refusal.requestID)
                }
                let obstruction = RoleIsAccepted.obstruction(of: request, refusal, at: context.now)
                return .happened(.obstructed(obstruction), by: actor, under: refusal.requestID)
            }
        }
    }

    /// Looks at the role, and at the policies and stacks that a stage is about.
    private func look(
        at plan: RolePlan, _ stage: [RoleCondition]
    ) async throws -> (sight: RoleSight, requestID: RequestID?) {
        let role = try await service.role(plan.role)
        let attached = role.value == nil ? [] : try await service.policies(attachedTo: plan.role).value
        var policies: Set<PolicyName> = []
        var stacks: Set<StackName> = []
        for condition in stage {
            switch condition {
            case .exists, .isGone: break
            case .has(let name), .policyIsGone(let name):
                if try await exists(name) { policies.insert(name) }
            case .mayServe(let names):
                for name in names where try await exists(name) { policies.insert(name) }
            case .stackIsGone(let name):
                if try await service.hasStack(name, in: Figures.stackRegion).value { stacks.insert(name) }
            }
        }
        return (
            RoleSight(role: role.value, attached: attached, policies: policies, stacks: stacks), role.requestID
        )
    }

    /// Whether there is a policy of the account's own of this name.
    private func exists(_ name: PolicyName) async throws -> Bool {
        guard ServicePolicies.type(of: name) == .custom else { return false }
        return try await service.customPolicy(name).value != nil
    }

    private func send(
        _ request: RoleRequest, on role: RoleName, seeing sight: RoleSight
    ) async throws -> Answer<Void> {
        let policy = PolicyName(rawValue: request.subject ?? "")
        switch request.call {
        case .createRole:
            return try await service.createRole(role, trusting: Figures.assumedServicePrincipal)
        case .deleteRole: return try await service.deleteRole(role)
        case .createPolicy:
            guard let document = ServicePolicies.documents[policy] else {
                preconditionFailure("\(policy) is documented")
            }
            return try await service.createPolicy(policy, document)
        case .deletePolicy: return try await service.deletePolicy(policy)
        case .attachPolicy: return try await service.attach(policy, ServicePolicies.type(of: policy), to: role)
        case .detachPolicy:
            let type = sight.attached.first { $0.name == policy }?.type ?? ServicePolicies.type(of: policy)
            return try await service.detach(policy, type, from: role)
        case .deleteStack:
            return try await service.deleteStack(
                StackName(rawValue: request.subject ?? ""), in: Figures.stackRegion)
        }
    }
}
