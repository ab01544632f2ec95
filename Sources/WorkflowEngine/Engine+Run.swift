public import Workflow

extension TurnResult: FinishedTurn {
    public var phaseName: String { Definition.phase(of: workflow.state).rawValue }

    public var due: Timestamp? {
        switch workflow.next(at: endedAt) {
        case .ask, .finished: nil
        case .wait(_, let until): until
        case .perform: endedAt
        }
    }
}

extension Engine {
    /// Advances workflows of this definition, waits included, until each is finished, asks, or cannot go on.
    ///
    /// As ``Runner`` does.
    public func run(
        _ ids: [WorkflowID],
        until phase: Definition.Phase? = nil,
        concurrency: Int = 1,
        shouldStop: () -> Bool,
        report: (RunProgress<TurnResult<Definition>>) -> Void
    ) async throws -> [RunResult] {
        try await Runner(journal: journal, clock: clock, concurrency: concurrency)
            .run(ids, until: phase?.rawValue, shouldStop: shouldStop, report: report) { try await advance($0) }
    }
}
