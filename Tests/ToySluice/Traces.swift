import Documents
import Foundation
import InMemoryTracing
import Tracing

/// A backend of traces: it writes what it was told to a file, as JSON, when the program ends.
enum Traces {
    private static let tracer = InMemoryTracer()
    private static let file = ProcessInfo.processInfo.environment["TOY_TRACES"]

    /// Sets it up where the environment names a file.
    static func setUp() {
        guard file != nil else { return }
        InstrumentationSystem.bootstrap(tracer)
        atexit { Traces.write() }
    }

    private static func write() {
        let spans = tracer.finishedSpans.map { span in
            var attributes: [String: JSONValue] = [:]
            span.attributes.forEach { name, value in
                if case .string(let text) = value { attributes[name] = .text(text) }
            }
            return JSONValue.fields([
                "name": .text(span.operationName), "id": .text(span.spanID), "trace": .text(span.traceID),
                "parent": span.parentSpanID.map { .text($0) }, "attributes": .object(attributes),
            ])
        }
        do {
            try JSONEncoder().encode(spans).write(to: URL(fileURLWithPath: file ?? ""))
        } catch {
            print("no traces were written: \(error)")
        }
    }
}
