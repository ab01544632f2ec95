import Foundation
package import Workflow
import WorkflowEngine

/// The vendor's clock, by which orders of its cloud live.
package struct AlibabaClock: Clock {
    private let cloud: AlibabaCloud
    /// Whether a wait keeps the thread that it is called on: a command does all its work on one.
    private let takesItsThread: Bool

    /// Others may move the time of a rehearsal: it is asked for again after so long.
    private static let patience = Duration.seconds(1)

    package init(of cloud: AlibabaCloud, takesItsThread: Bool = true) {
        self.cloud = cloud
        self.takesItsThread = takesItsThread
    }

    package func now() async throws -> Timestamp { cloud.time.now }

    package func isRunning() async throws -> Bool { cloud.time.speed > 0 }

    package func wait(until time: Timestamp, atMost limit: Duration) async throws {
        let ahead = time - cloud.time.now
        let speed = cloud.time.speed
        var delay = min(speed > 0 ? max(ahead / speed, .zero) : limit, limit)
        if cloud.time.isRehearsal { delay = min(delay, Self.patience) }
        if takesItsThread { Self.sleep(for: delay) } else { try await Task.sleep(for: delay) }
        // Any answer tells the time.
        if cloud.time.isRehearsal { _ = try await cloud.callerIdentity() }
    }

    private static func sleep(for delay: Duration) {
        Thread.sleep(forTimeInterval: delay / .seconds(1))
    }
}
