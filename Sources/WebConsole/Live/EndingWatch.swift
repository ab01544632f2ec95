import RealtimeComputeKinds
import Synchronization
import Workflow

/// What ends soon or is not paid for, asked of the cloud once in a while: it takes a look at all that was ever bought, which
/// no page waits for.
final class EndingWatch: Sendable {
    /// What was found is told for so long without asking again, by the clock of this machine and by the cloud's.
    private static let lifetime = (here: Duration.seconds(30), cloud: Duration.seconds(3600))
    /// A page waits for an answer that comes as soon as this.
    private static let patience = Duration.milliseconds(20)

    private struct Found {
        let endings: [Ending]
        let madeAt: ContinuousClock.Instant
        let cloudTime: Timestamp
    }

    private struct Content {
        var found: Found?
        var isAsking = false
    }

    private let content = Mutex(Content())

    /// What was found last; `nil` as long as nothing is known.
    func endings(in workplace: Workplace, at now: Timestamp) async -> [Ending]? {
        if isFresh(at: now) { return content.withLock { $0.found?.endings } }
        let isAsking = content.withLock { content in
            defer { content.isAsking = true }
            return content.isAsking
        }
        if !isAsking { Task { await ask(workplace, at: now) } }
        let deadline = ContinuousClock.now + Self.patience
        while !isFresh(at: now), ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(2)) }
        return content.withLock { $0.found?.endings }
    }

    private func isFresh(at now: Timestamp) -> Bool {
        content.withLock { content in
            guard let found = content.found else { return false }
            return ContinuousClock.now - found.madeAt < Self.lifetime.here
                && found.cloudTime <= now && now - found.cloudTime < Self.lifetime.cloud
        }
    }

    private func ask(_ workplace: Workplace, at now: Timestamp) async {
        // A cloud that cannot be asked now is asked again by a later page.
        let journal = try? workplace.journal
        let endings =
            if let journal { try? await Ending.all(of: journal, in: workplace.cloud, at: now) } else { [Ending]() }
        content.withLock { content in
            content.isAsking = false
            if let endings { content.found = Found(endings: endings, madeAt: .now, cloudTime: now) }
        }
    }
}
