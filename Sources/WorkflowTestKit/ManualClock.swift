import Synchronization
public import Workflow
public import WorkflowEngine

/// A clock that tests set: waiting takes no time, and moves it on.
public final class ManualClock: Clock {
    private let time: Mutex<Timestamp>
    private let runs: Bool

    /// Creates a clock that starts at `time`.
    ///
    /// - Parameter runs: whether waiting moves it on; if not, time stands still until it is advanced.
    public init(_ time: Timestamp, runs: Bool = true) {
        self.time = Mutex(time)
        self.runs = runs
    }

    /// What time it is.
    public var current: Timestamp { time.withLock { $0 } }

    /// Moves the time, back for a negative duration.
    public func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }

    public func now() async throws -> Timestamp { current }

    public func isRunning() async throws -> Bool { runs }

    public func wait(until instant: Timestamp, atMost limit: Duration) async throws {
        guard runs else { return }
        time.withLock { $0 = max($0, instant) }
    }
}
