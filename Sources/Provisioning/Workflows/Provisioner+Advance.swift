import RealtimeCompute
import Synchronization
package import Workflow
package import WorkflowEngine

/// What one turn came to.
package struct AdvanceReport: FinishedTurn {
    package var workflow: WorkflowReport { retell(endedAt) }
    /// The transitions that were committed.
    package let transitions: [Transition]
    /// What failed, if a call did.
    package let failure: (any CallFailure)?
    package let due: Timestamp?
    package let endedAt: Timestamp
    package let phaseName: String
    /// The workflow as it stands after the turn, told for a later time.
    private let retell: @Sendable (Timestamp) -> WorkflowReport

    init<K: Kind>(_ result: TurnResult<K.Definition>, of kind: K) {
        retell = { WorkflowReport(result.workflow, of: kind, at: $0) }
        phaseName = result.phaseName
        transitions = result.transitions
        failure = result.failure
        due = result.due
        endedAt = result.endedAt
    }

    /// The workflow as it stands after the turn, at a time while it waits.
    package func workflow(at now: Timestamp) -> WorkflowReport { retell(now) }
}

extension Provisioner {
    /// Exactly one turn.
    ///
    /// - Parameter input: as what somebody has seen the workflow who wants this turn.
    /// - Throws: ``MovedOn`` if it is not as he has seen it.
    package func advance(_ id: WorkflowID, seen input: DecisionInput = DecisionInput()) async throws -> AdvanceReport {
        try await advance(id, as: try await kind(of: id), seen: input)
    }

    private func advance<K: Kind>(
        _ id: WorkflowID, as kind: K, seen input: DecisionInput = DecisionInput(), knowing states: RecentStates? = nil
    ) async throws -> AdvanceReport {
        AdvanceReport(
            try await engine(of: kind, knowing: states).advance(id) { try input.requireSeen($0.version, of: $0.name) },
            of: kind)
    }

    /// Steps until each workflow is finished, asks, or cannot go on; waits included.
    package func run(
        _ ids: [WorkflowID], until phase: String?, concurrency: Int = 1, shouldStop: () -> Bool,
        report: (RunProgress<AdvanceReport>) -> Void
    ) async throws -> [RunResult] {
        let kinds = KnownKinds()
        let states = RecentStates()
        return try await Runner(journal: journal, clock: clock, concurrency: concurrency)
            .run(ids, until: phase, shouldStop: shouldStop, report: report) { id in
                try await advance(id, as: try await kinds.kind(of: id) { try await kind(of: id) }, knowing: states)
            }
    }

    /// The unfinished workflows of this cloud, and the names of those of other clouds.
    package func inFlight() async throws -> (own: [WorkflowInFlight], foreign: [String]) {
        (
            try await journal.inFlight(in: cloud.id.rawValue),
            try await journal.namesInFlight(outside: cloud.id.rawValue)
        )
    }
}

/// Of what kinds the workflows of a run are: none ever changes its kind, so each is read once.
private final class KnownKinds: Sendable {
    private let kinds = Mutex<[WorkflowID: any Kind]>([:])

    func kind(of id: WorkflowID, _ read: () async throws -> any Kind) async throws -> any Kind {
        if let known = kinds.withLock({ $0[id] }) { return known }
        let kind = try await read()
        kinds.withLock { $0[id] = kind }
        return kind
    }
}
