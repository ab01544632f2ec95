import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

/// What an operator may decide about a change.
enum ChangeDecisions<Plan: ChangeRules> {
    typealias Definition = SubjectChange<Plan>

    /// - Parameter require: what a kind demands of a confirmation besides; throws or declines.
    static func all(
        _ require: @escaping @Sendable (PlannedChange<Plan>, DecisionContext) -> RefusalGround? = { _, _ in nil }
    ) -> [Decision<Definition>] {
        [
            Decision(.confirm, needing: [.despiteFindings, .confirmedName], in: [.drafted]) { turn, context in
                try await confirm(turn, context, require)
            },
            Decision(.withdraw, needing: [.reason], in: [.drafted, .confirmed, .blocked, .ready]) { turn, context in
                try await turn.commit(.withdrawn(Withdrawal(because: context.input.reason)), by: context.actor)
                return .done
            },
        ]
    }

    /// Says yes to a change, after looking at every prerequisite.
    ///
    /// Findings that block end it, unless it is given despite them; another change under way always does.
    private static func confirm(
        _ turn: Turn<Definition>, _ context: DecisionContext,
        _ require: (PlannedChange<Plan>, DecisionContext) -> RefusalGround?
    ) async throws -> DecisionOutcome {
        let event = ChangeEvent<Plan>.Name.confirmed.rawValue
        guard case .drafted(let drafted) = turn.state else { throw turn.refusal(of: event) }
        let change = drafted.change
        if let ground = require(change, context) { return .declined(turn.refusal(of: event, because: ground)) }
        let cloud = context.environment.cloud
        let caller = try await cloud.callerIdentity()
        let inspection = try await change.plan.inspect(
            change.subject, besides: turn.workflow.record.id, in: context.environment
        ).inspection
        let isFree = !inspection.findings.contains { $0.check == .clusterChange }
        if !context.input.despiteFindings || !isFree, let obstruction = Obstruction(inspection) {
            try await turn.commit(.obstructed(obstruction), by: context.actor)
            return .declined(turn.refusal(of: event, because: .prerequisitesDoNotHold))
        }
        let confirmation = Confirmation(
            by: caller.value, knowing: inspection, despiteFindings: !inspection.findings.blocking.isEmpty)
        try await turn.commit(.confirmed(confirmation), by: context.actor, under: caller.requestID?.rawValue)
        return .done
    }
}

extension ChangeRules {
    /// Looks at the subject and at what must hold before the change, outside of any turn of the engine.
    func inspect(
        _ subject: Subject, besides id: WorkflowID?, in environment: Environment
    ) async throws -> (details: Details?, inspection: Inspection) {
        let details = try await Self.look(at: subject, through: environment.cloud).value
        let inspection = try await Inspection(
            of: prerequisites(for: nextRequest(Self.sight(of: details)), of: subject, details), in: environment.cloud,
            subject.region,
            others: { try await environment.claims(on: $0, exceptOf: id) }, at: environment.now)
        return (details, inspection)
    }
}
