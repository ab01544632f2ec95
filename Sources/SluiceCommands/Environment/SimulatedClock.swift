import Foundation
import SimulatedCloud
import Workflow
import WorkflowEngine

/// The simulated cloud's clock, by which its orders live.
struct SimulatedClock: Clock {
    let cloud: SimulatedCloud

    func now() async throws -> Timestamp { try cloud.now() }

    func isRunning() async throws -> Bool { try cloud.clock().clock.speed > 0 }

    /// Sleeps on the thread it is called on: a command does all its work on one.
    func wait(until time: Timestamp, atMost limit: Duration) async throws {
        let (clock, realNow) = try cloud.clock()
        let delay = min(clock.realDelay(until: time, at: realNow) ?? limit, limit)
        Self.sleep(for: delay)
    }

    private static func sleep(for delay: Duration) {
        Thread.sleep(forTimeInterval: delay / .seconds(1))
    }
}
