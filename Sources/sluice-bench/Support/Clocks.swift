import SimulatedCloud
import Workflow
import WorkflowEngine

/// The time of this machine.
struct MachineClock: WorkflowEngine.Clock {
    func now() async throws -> Timestamp { .systemTime }

    func isRunning() async throws -> Bool { true }

    func wait(until time: Timestamp, atMost limit: Duration) async throws { try await Task.sleep(for: limit) }
}

/// The clock of a cloud whose time stands still: whoever waits moves it on.
struct JumpingClock: WorkflowEngine.Clock {
    let cloud: SimulatedCloud

    func now() async throws -> Timestamp { try cloud.now() }

    func isRunning() async throws -> Bool { true }

    func wait(until time: Timestamp, atMost limit: Duration) async throws {
        let ahead = time - (try cloud.now())
        if ahead > .zero { try cloud.advanceClock(by: ahead) }
    }
}
