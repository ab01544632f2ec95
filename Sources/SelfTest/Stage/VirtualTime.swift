import Synchronization
import Workflow
import WorkflowEngine

/// Time that passes only when it is told to.
final class VirtualTime: Clock {
    private let time: Mutex<Timestamp>

    init(_ time: Timestamp) {
        self.time = Mutex(time)
    }

    var current: Timestamp { time.withLock { $0 } }

    func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }

    func advance(to later: Timestamp) {
        time.withLock { $0 = max($0, later) }
    }

    func now() async throws -> Timestamp { current }

    func isRunning() async throws -> Bool { true }

    func wait(until time: Timestamp, atMost limit: Duration) async throws { advance(to: time) }
}
