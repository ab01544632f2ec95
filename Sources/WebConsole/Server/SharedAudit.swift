import Provisioning
import Synchronization

/// An audit of the log that is made once, however many ask for it meanwhile: it takes all cores.
final class SharedAudit: Sendable {
    private let underWay = Mutex<Task<LogAudit.Report, any Error>?>(nil)

    func run(_ audit: @escaping @Sendable () async throws -> LogAudit.Report) async throws -> LogAudit.Report {
        let task = underWay.withLock { underWay in
            if let underWay { return underWay }
            let task = Task {
                defer { self.underWay.withLock { $0 = nil } }
                return try await audit()
            }
            underWay = task
            return task
        }
        return try await task.value
    }
}
