import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow
package import WorkflowEngine

/// Shared mode scaled: wanted here, made in the console, watched until it has happened.
package struct SharedScalings: Kind {
    package typealias Definition = SharedScaling

    package init() {}

    package let title = LocalizedText("scaling of shared mode", zh: "共享模式扩缩容")

    package var graph: TransitionGraph { SharedScaling.graph }

    package var decisions: [Decision<SharedScaling>] {
        [
            Decision(.confirm, needing: [.despiteFindings], in: [.drafted], Self.confirm),
            Decision(.withdraw, needing: [.reason], in: [.drafted, .confirmed]) { turn, context in
                try await turn.commit(.withdrawn(Withdrawal(because: context.input.reason)), by: context.actor)
                return .done
            },
        ]
    }

    /// Says that it is wanted, after looking at the instance.
    private static func confirm(
        _ turn: Turn<SharedScaling>, _ context: DecisionContext
    ) async throws -> DecisionOutcome {
        let event = SharedScaling.Event.Name.confirmed.rawValue
        guard case .drafted(let drafted) = turn.state else { throw turn.refusal(of: event) }
        let caller = try await context.environment.cloud.callerIdentity()
        let inspection = try await inspect(
            drafted.scaling.subject, besides: turn.workflow.record.id, in: context.environment)
        let change = inspection.findings.first { $0.check == .clusterChange }
        if !context.input.despiteFindings || change != nil, let obstruction = Obstruction(inspection) {
            try await turn.commit(.obstructed(obstruction), by: context.actor)
            return .declined(turn.refusal(of: event, because: change.map { .mustHold($0) } ?? .prerequisitesDoNotHold))
        }
        let confirmation = Confirmation(
            by: caller.value, knowing: inspection, despiteFindings: !inspection.findings.blocking.isEmpty)
        try await turn.commit(.confirmed(confirmation), by: context.actor, under: caller.requestID?.rawValue)
        return .done
    }

    private static func inspect(
        _ subject: InstanceSubject, besides id: WorkflowID?, in environment: Environment
    ) async throws -> Inspection {
        try await Inspection(
            of: PlannedSharedScaling.prerequisites(of: subject, at: environment.now), in: environment.cloud,
            subject.region,
            others: { try await environment.claims(on: $0, exceptOf: id) }, at: environment.now)
    }

    // MARK: - From a manifest to a draft

    package func name(of request: SharedScalingRequest) -> String { request.name.rawValue }

    /// A look at what a manifest asks to be scaled.
    package struct Preview: Sendable {
        let subject: InstanceSubject
        let project: ProjectName
        let before: ComputeUnits?
        let inspection: Inspection
    }

    /// - Throws: ``RefusedRequest`` for an order without a project, and for one that is not of shared mode.
    package func preview(_ request: SharedScalingRequest, in environment: Environment) async throws -> Preview {
        let (subject, project) = try await environment.sharedProject(ofOrder: request.order)
        let inspection = try await Self.inspect(subject, besides: nil, in: environment)
        // A look that is refused for good is a finding already.
        let isSeen = inspection.findings.blocking.allSatisfy { $0.check != .instanceRenewable }
        let seen = isSeen ? try await environment.cloud.instance(subject.instance, in: subject.region).value : nil
        return Preview(subject: subject, project: project, before: seen?.computeUnits, inspection: inspection)
    }

    package func report(_ preview: Preview) -> PreviewReport {
        PreviewReport(
            facts: [Fact(LocalizedText("project", zh: "项目"), "\(preview.project), \(preview.subject.instance)")],
            findings: preview.inspection.findings.map(FindingView.init),
            fields: ["sharedScaling": ["order": .text(preview.subject.orderName.rawValue)]])
    }

    package func placement(
        of request: SharedScalingRequest, after preview: Preview, as id: WorkflowID, in environment: Environment
    ) -> SharedScaling.Event {
        let scaling = PlannedSharedScaling(
            id: id, name: request.name, subject: preview.subject, project: preview.project, before: preview.before,
            target: request.computeUnits, timing: request.timing)
        return .placed(SharedScalingPlacement(of: scaling, inspection: preview.inspection))
    }

    // MARK: - On the way

    package func performer(on cloud: any Cloud) -> any Performer<SharedScaling> {
        SharedScalingPerformer(cloud: cloud.id.rawValue, service: cloud)
    }

    package func identity(of state: SharedScaling.State) -> (id: WorkflowID, name: String) {
        (state.scaling.id, state.scaling.name.rawValue)
    }

    package func acceptedChange(in state: SharedScaling.State) -> AcceptedChange? {
        guard case .done(let done) = state else { return nil }
        return .resized(done.scaling.target)
    }
}
