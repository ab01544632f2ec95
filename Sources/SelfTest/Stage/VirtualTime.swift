import Synchronization
package import Workflow
import WorkflowEngine

/// Time that passes only when it is told to.
package final class VirtualTime: Clock {
    private let time: Mutex<Timestamp>

    init(_ time: Timestamp) {
        self.time = Mutex(time)
    }

    package var current: Timestamp { time.withLock { $0 } }

    package func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }

    package func advance(to later: Timestamp) {
        time.withLock { $0 = max($0, later) }
    }

    package func now() async throws -> Timestamp { current }

    package func isRunning() async throws -> Bool { true }

    package func wait(until time: Timestamp, atMost limit: Duration) async throws { advance(to: time) }
}
