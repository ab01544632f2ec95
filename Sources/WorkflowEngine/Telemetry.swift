import Metrics
import Tracing
import Wording
import Workflow

/// What an engine tells of its work to the backends that the program has set up: durations and failures through
/// swift-metrics, turns, calls and commits as spans through swift-distributed-tracing.
///
/// Where there is no backend, nothing is kept. Of a workflow only its id, its kind and the names of effects and events are
/// told, never what it holds. Spans are begun and ended here and handed on by their context: `withSpan` would run what it
/// measures on another thread.
enum Telemetry {
    /// One turn of a workflow.
    static func turn<Result>(
        of id: WorkflowID, kind: String, _ body: (ServiceContext) async throws -> Result
    ) async throws -> Result {
        let span = startSpan("sluice.turn")
        if span.isRecording {
            span.attributes["sluice.workflow.id"] = id.rawValue
            span.attributes["sluice.workflow.kind"] = kind
        }
        return try await measured(span, "sluice_turn", []) { try await body(span.context) }
    }

    /// What is asked of the cloud for an effect, looks before it included.
    static func call<Result>(
        for effect: String, in context: ServiceContext, _ body: () async throws -> Result
    ) async throws -> Result {
        let span = startSpan("sluice.call", context: context, ofKind: .client)
        if span.isRecording { span.attributes["sluice.effect"] = effect }
        return try await measured(span, "sluice_call", [("effect", effect)], body)
    }

    /// A commit: until it is durable, the wait for others included.
    static func commit<Result>(
        of event: String, in context: ServiceContext, _ body: () async throws -> Result
    ) async throws -> Result {
        let span = startSpan("sluice.commit", context: context)
        if span.isRecording { span.attributes["sluice.event"] = event }
        return try await measured(span, "sluice_commit", [], body)
    }

    /// A call that failed, for good or not.
    static func count(_ failure: any CallFailure) {
        Counter(label: "sluice_call_failures", dimensions: [("code", failure.code)]).increment()
    }

    private static func measured<Result>(
        _ span: any Span, _ label: String, _ dimensions: [(String, String)], _ body: () async throws -> Result
    ) async throws -> Result {
        let start = ContinuousClock.now
        defer {
            Timer(label: label, dimensions: dimensions).record(duration: ContinuousClock.now - start)
            span.end()
        }
        do {
            return try await body()
        } catch {
            span.setStatus(SpanStatus(code: .error, message: "\(type(of: error))"))
            throw error
        }
    }
}

extension ServiceContext {
    /// The context of whoever calls, or none.
    static var ofCaller: Self { current ?? .topLevel }
}
