import Metrics
import Tracing
import Wording
import Workflow

/// What an engine tells of its work to the backends that the program has set up: durations and failures through
/// swift-metrics, turns, calls and commits as spans through swift-distributed-tracing.
///
/// Where there is no backend, nothing is kept. Of a workflow only its id, its kind and the names of effects and events are
/// told, never what it holds.
enum Telemetry {
    /// One turn of a workflow.
    static func turn<Result>(of id: WorkflowID, kind: String, _ body: () async throws -> Result) async throws -> Result
    {
        try await withSpan("sluice.turn") { span in
            if span.isRecording {
                span.attributes["sluice.workflow.id"] = id.rawValue
                span.attributes["sluice.workflow.kind"] = kind
            }
            return try await timed("sluice_turn", [], body)
        }
    }

    /// What is asked of the cloud for an effect, looks before it included.
    static func call<Result>(for effect: String, _ body: () async throws -> Result) async throws -> Result {
        try await withSpan("sluice.call", ofKind: .client) { span in
            if span.isRecording { span.attributes["sluice.effect"] = effect }
            return try await timed("sluice_call", [("effect", effect)], body)
        }
    }

    /// A call that failed, for good or not.
    static func count(_ failure: any CallFailure) {
        Counter(label: "sluice_call_failures", dimensions: [("code", failure.code)]).increment()
    }

    /// A commit: until it is durable, the wait for others included.
    static func commit<Result>(of event: String, _ body: () async throws -> Result) async throws -> Result {
        try await withSpan("sluice.commit") { span in
            if span.isRecording { span.attributes["sluice.event"] = event }
            return try await timed("sluice_commit", [], body)
        }
    }

    private static func timed<Result>(
        _ label: String, _ dimensions: [(String, String)], _ body: () async throws -> Result
    ) async throws -> Result {
        let start = ContinuousClock.now
        defer { Timer(label: label, dimensions: dimensions).record(duration: ContinuousClock.now - start) }
        return try await body()
    }
}
