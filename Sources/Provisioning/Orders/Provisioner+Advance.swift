package import RealtimeCompute
package import Workflow
package import WorkflowEngine

/// What one turn came to.
package struct AdvanceReport: Sendable {
    package let order: OrderReport
    /// The transitions that were committed.
    package let transitions: [Transition]
    /// What failed, if a call did.
    package let failure: (any CallFailure)?

    init(_ result: TurnResult<ExclusiveOrder>) {
        order = OrderReport(result.workflow, at: result.endedAt)
        transitions = result.transitions
        failure = result.failure
    }
}

/// Where a run left an order.
package struct RunReport: Sendable {
    package typealias Ending = RunResult<ExclusiveOrder>.Ending

    package let id: OrderID
    package let ending: Ending
    /// What failed in the last turn, if a call did.
    package let lastFailure: (any CallFailure)?

    init(_ result: RunResult<ExclusiveOrder>) {
        id = result.id
        ending = result.ending
        lastFailure = result.last?.failure
    }
}

/// What a run tells while it goes on.
package enum RunProgress: Sendable {
    case turned(AdvanceReport)
    case waiting([OrderReport], until: Timestamp)
}

extension Provisioner {
    /// Exactly one turn.
    package func advance(_ id: OrderID) async throws -> AdvanceReport {
        AdvanceReport(try await engine.advance(id))
    }

    /// Steps until each order is finished, asks, or cannot go on; waits included.
    package func run(
        _ ids: [OrderID], until phase: OrderState.Phase?, shouldStop: () -> Bool, report: (RunProgress) -> Void
    ) async throws -> [RunReport] {
        let results = try await engine.run(ids, until: phase, shouldStop: shouldStop) { news in
            switch news {
            case .turned(let result): report(.turned(AdvanceReport(result)))
            case .waiting(let workflows, let until, let now):
                report(.waiting(workflows.map { OrderReport($0, at: now) }, until: until))
            }
        }
        return results.map(RunReport.init)
    }

    /// The unfinished orders of this cloud, and the names of those of other clouds.
    package func inFlight() async throws -> (own: [WorkflowInFlight], foreign: [String]) {
        (
            try await journal.inFlight(in: cloud.id.rawValue),
            try await journal.namesInFlight(outside: cloud.id.rawValue)
        )
    }
}
