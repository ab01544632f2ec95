import Foundation
import SimulatedCloud
import Workflow
import WorkflowEngine

/// The simulated cloud's clock, by which its orders live.
struct SimulatedClock: Clock {
    let cloud: SimulatedCloud
    /// Whether to wait takes the thread: a command does all its work on one, a server has others to answer.
    var takesItsThread = true

    func now() async throws -> Timestamp { try cloud.now() }

    func isRunning() async throws -> Bool { try cloud.clock().clock.speed > 0 }

    func wait(until time: Timestamp, atMost limit: Duration) async throws {
        let (clock, realNow) = try cloud.clock()
        let delay = min(clock.realDelay(until: time, at: realNow) ?? limit, limit)
        if takesItsThread { Self.sleep(for: delay) } else { try await Task.sleep(for: delay) }
    }

    private static func sleep(for delay: Duration) {
        Thread.sleep(forTimeInterval: delay / .seconds(1))
    }
}
