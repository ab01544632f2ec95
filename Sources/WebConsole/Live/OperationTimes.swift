import Synchronization

/// How long what this console does has taken, by what it was.
final class OperationTimes: Sendable {
    struct Summary: Sendable {
        let name: String
        var count = 0
        var sum = Duration.zero
    }

    private let known = Mutex<[String: Summary]>([:])

    var summaries: [Summary] { known.withLock { $0.values.sorted { $0.name < $1.name } } }

    /// Times `body`.
    func measure<Result>(_ name: String, _ body: () async throws -> Result) async rethrows -> Result {
        let start = ContinuousClock.now
        defer {
            let elapsed = ContinuousClock.now - start
            known.withLock {
                $0[name, default: Summary(name: name)].count += 1
                $0[name, default: Summary(name: name)].sum += elapsed
            }
        }
        return try await body()
    }
}
