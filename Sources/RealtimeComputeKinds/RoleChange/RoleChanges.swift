import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow
package import WorkflowEngine

/// Roles of the service authorised, re-initialised, tightened and repaired.
package struct RoleChanges: Kind {
    package typealias Definition = RoleChange

    package init() {}

    package let title = LocalizedText("change of a role", zh: "角色变更")

    package var graph: TransitionGraph { RoleChange.graph }

    package var decisions: [Decision<RoleChange>] {
        [
            Decision(.confirm, needing: [.despiteFindings], in: [.drafted], Self.confirm),
            Decision(.withdraw, needing: [.reason], in: [.drafted, .confirmed, .blocked]) { turn, context in
                try await turn.commit(.withdrawn(Withdrawal(because: context.input.reason)), by: context.actor)
                return .done
            },
        ]
    }

    // MARK: - From a manifest to a draft

    package func name(of request: RoleChangeRequest) -> String { request.name.rawValue }

    /// A look at what must hold before a change.
    package struct Preview: Sendable {
        let request: RoleChangeRequest
        let inspection: Inspection
    }

    package func preview(_ request: RoleChangeRequest, in environment: Environment) async throws -> Preview {
        Preview(request: request, inspection: try await Inspection(of: request.plan, besides: nil, in: environment))
    }

    package func report(_ preview: Preview) -> PreviewReport {
        PreviewReport(
            facts: [Fact(LocalizedText("change", zh: "变更"), preview.request.plan.words)],
            findings: preview.inspection.findings.map(FindingView.init),
            fields: ["roleChange": preview.request.plan.json])
    }

    package func placement(
        of request: RoleChangeRequest, after preview: Preview, as id: WorkflowID, in environment: Environment
    ) -> RoleChange.Event {
        let change = PlannedRoleChange(id: id, name: request.name, plan: request.plan, timing: request.timing)
        return .placed(RoleChangePlacement(of: change, inspection: preview.inspection))
    }

    // MARK: - On the way

    package func performer(on cloud: any Cloud) -> any Performer<RoleChange> {
        RoleChangePerformer(cloud: cloud.id.rawValue, service: cloud)
    }

    package func identity(of state: RoleChange.State) -> (id: WorkflowID, name: String) {
        (state.change.id, state.change.name.rawValue)
    }

    package func words(for effect: RoleChange.Effect) -> LocalizedText {
        switch effect {
        case .inspect: LocalizedText("look at the prerequisites", zh: "检查前提条件")
        case .change: LocalizedText("look at the role, and ask for what it lacks", zh: "查看角色并请求所缺内容")
        }
    }

    package func words(for question: RoleChange.Question) -> LocalizedText {
        switch question {
        case .confirm: LocalizedText("confirm the change", zh: "确认变更")
        case .mendPrerequisites: LocalizedText("mend what is in the way, and advance", zh: "修正阻碍后推进")
        }
    }

    package func waitReason(_ code: String) -> LocalizedText? { WaitReason(rawValue: code)?.message }

    // MARK: - Decisions

    /// Agrees to a change, after looking at what must hold.
    private static func confirm(_ turn: Turn<RoleChange>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let event = RoleChange.Event.Name.confirmed.rawValue
        guard case .drafted(let drafted) = turn.state else { throw turn.refusal(of: event) }
        let caller = try await context.environment.cloud.callerIdentity()
        if let denied = caller.value.refusal(to: .manageRoles) {
            throw turn.refusal(of: event, because: .notPermitted(denied))
        }
        let inspection = try await Inspection(
            of: drafted.change.plan, besides: turn.workflow.record.id, in: context.environment)
        let mustHold = inspection.findings.blocking.first { Check.neverPassedOver.contains($0.check) }
        if !context.input.despiteFindings || mustHold != nil, let obstruction = Obstruction(inspection) {
            try await turn.commit(.obstructed(obstruction), by: context.actor)
            return .declined(
                turn.refusal(of: event, because: mustHold.map { .mustHold($0) } ?? .prerequisitesDoNotHold))
        }
        let confirmation = Confirmation(
            by: caller.value, knowing: inspection, despiteFindings: !inspection.findings.blocking.isEmpty)
        try await turn.commit(.confirmed(confirmation), by: context.actor, under: caller.requestID?.rawValue)
        return .done
    }
}

extension Inspection {
    /// A look at what must hold before a role is changed.
    ///
    /// - Parameter id: the workflow's own, if it has been placed: its claims are its own.
    fileprivate init(of plan: RolePlan, besides id: WorkflowID?, in environment: Environment) async throws {
        try await self.init(
            of: plan.prerequisites(
                pending: plan.deed == .tighten ? try await environment.ordersWithAClusterToCome() : []),
            in: environment.cloud, Figures.stackRegion,
            others: { try await environment.claims(on: $0, exceptOf: id) }, at: environment.now)
    }
}

extension Environment {
    /// The orders of the store that have bought, or are about to, and whose cluster does not run yet.
    fileprivate func ordersWithAClusterToCome() async throws -> [String] {
        let phases: Set<OrderState.Phase> = [
            .confirmed, .purchasing, .paid, .blocked, .ready, .starting, .overdue,
        ]
        return try await workflows(of: ExclusiveOrder.kind, in: Set(phases.map(\.rawValue))).map(\.name)
    }
}

extension RolePlan {
    /// What must hold before anything is asked for.
    ///
    /// - Parameter pending: the orders that still have a cluster to create.
    func prerequisites(pending: [String]) -> [any Prerequisite] {
        var all: [any Prerequisite] = [RoleIsNotChanging(role)]
        if takesTheRoleAway, deed == .reinitialise {
            all.append(RoleOutageIsAccepted(of: role, isAccepted: acceptsOutage))
        }
        if deed == .tighten { all += [RoleExists(role), NoClusterIsToCome(on: role, but: pending)] }
        return all
    }
}
