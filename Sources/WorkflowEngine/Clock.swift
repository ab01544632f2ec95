public import Workflow

/// The time that workflows live by: with a simulated cloud, the cloud's.
public protocol Clock: Sendable {
    /// What time it is.
    func now() async throws -> Timestamp

    /// Whether time passes by itself. Where it stands still, waiting is in vain.
    func isRunning() async throws -> Bool

    /// Waits for `time`, but no longer than `limit` of real time, and no longer than the task lives.
    func wait(until time: Timestamp, atMost limit: Duration) async throws
}
