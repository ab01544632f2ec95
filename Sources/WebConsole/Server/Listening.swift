import Hummingbird
import Synchronization

/// What answers requests, once the server knows where it listens.
final class Listening: Sendable {
    private let current = Mutex<(any HTTPResponder<ConsoleContext>)?>(nil)

    func open(_ responder: any HTTPResponder<ConsoleContext>) { current.withLock { $0 = responder } }

    /// Connections may come in the moment before.
    func responder() async throws -> any HTTPResponder<ConsoleContext> {
        while true {
            if let responder = current.withLock({ $0 }) { return responder }
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}
