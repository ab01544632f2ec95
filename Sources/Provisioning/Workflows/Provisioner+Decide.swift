package import Wording
package import Workflow
package import WorkflowEngine

/// What an operator's decision came to.
package struct DecisionReport: Sendable {
    package let workflow: WorkflowReport
    /// The transitions that were committed; none if the decision changed nothing.
    package let transitions: [Transition]
    /// Why it could not be taken as things stand, if it could not.
    package let declined: (any Explained)?
}

extension Provisioner {
    /// Takes a decision about a workflow, in a turn of its own.
    ///
    /// - Throws: the refusal of the workflow's own rules; ``NothingToDecide`` if its kind has no such decision;
    ///   ``MovedOn`` if the workflow is no longer as it was seen.
    package func decide(
        _ decision: DecisionName, on id: WorkflowID, with input: DecisionInput = DecisionInput()
    ) async throws -> DecisionReport {
        try await decide(decision, on: id, as: try await kind(of: id), with: input)
    }

    private func decide<K: Kind>(
        _ name: DecisionName, on id: WorkflowID, as kind: K, with input: DecisionInput
    ) async throws -> DecisionReport {
        guard let decision = kind.decisions.first(where: { $0.name == name }) else {
            let record = try await journal.workflow(id)
            throw NothingToDecide(decision: name, kind: kind.name, name: record?.name ?? id.rawValue)
        }
        return try await engine(of: kind).turn(of: id) { turn in
            let record = turn.workflow.record
            try input.requireSeen(record.version, of: record.name)
            let context = DecisionContext(input: input, environment: try await environment(), actor: operatorActor)
            let outcome = try await decision.take(turn, context)
            let report = WorkflowReport(turn.workflow, of: kind, at: try await clock.now())
            let declined: (any Explained)? = if case .declined(let reason) = outcome { reason } else { nil }
            return DecisionReport(workflow: report, transitions: turn.transitions, declined: declined)
        }
    }
}
