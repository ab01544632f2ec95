import Dispatch
import Foundation

extension Process {
    /// Runs it; gives how long it took.
    ///
    /// Process itself looks for the end of another only every twentieth of a second.
    func timeToEnd() throws -> Duration {
        let ended = DispatchSemaphore(value: 0)
        terminationHandler = { _ in ended.signal() }
        return try ContinuousClock().measure {
            try run()
            ended.wait()
        }
    }
}
