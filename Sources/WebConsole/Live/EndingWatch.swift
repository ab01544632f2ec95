import RealtimeComputeKinds
import Synchronization
import Workflow

/// What ends soon or is not paid for, asked of the cloud once in a while: it takes a look at all that was ever bought, which
/// no page waits for.
final class EndingWatch: Sendable {
    /// What was found is told for so long without asking again, by the clock of this machine and by the cloud's; and for so
    /// many times as long as asking took.
    private static let lifetime = (here: Duration.seconds(30), cloud: Duration.seconds(3600), times: 20)
    /// The page that asks waits for an answer that comes as soon as this.
    private static let patience = Duration.milliseconds(20)

    private struct Found {
        let endings: [Ending]
        let madeAt: ContinuousClock.Instant
        let cloudTime: Timestamp
        let cost: Duration

        /// Whether the cloud's clock has not gone far since.
        func isOfNow(_ now: Timestamp) -> Bool {
            let age = now - cloudTime
            return age >= .zero && age < EndingWatch.lifetime.cloud
        }
    }

    private struct Content {
        var found: Found?
        var isAsking = false
        /// Whether the cloud could not be asked last: it is asked by the next page, and no page is called back for it.
        var hasFailed = false
        /// Whether a page was told something else than the cloud would tell now.
        var isBehind = false
    }

    private let content = Mutex(Content())

    /// Whether what was told last is old, so that somebody should ask again.
    var isBehind: Bool { content.withLock(\.isBehind) }

    /// What was found last; `nil` as long as nothing is known.
    func endings(in workplace: Workplace, at now: Timestamp) async -> [Ending]? {
        if !isFresh(at: now) {
            let isAsking = content.withLock { content in
                defer { content.isAsking = true }
                return content.isAsking
            }
            if !isAsking {
                Task { await ask(workplace, at: now) }
                let deadline = ContinuousClock.now + Self.patience
                while !isFresh(at: now), ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(2)) }
            }
        }
        return content.withLock { content in
            content.isBehind = !content.hasFailed && !(content.found?.isOfNow(now) ?? false)
            return content.found?.endings
        }
    }

    private func isFresh(at now: Timestamp) -> Bool {
        content.withLock { content in
            guard let found = content.found else { return false }
            let age = ContinuousClock.now - found.madeAt
            // Where asking takes long it is not asked again because a clock has jumped.
            guard age >= found.cost * Self.lifetime.times else { return true }
            return age < Self.lifetime.here && found.isOfNow(now)
        }
    }

    private func ask(_ workplace: Workplace, at now: Timestamp) async {
        let start = ContinuousClock.now
        // A cloud that cannot be asked now is asked again by a later page.
        let journal = try? workplace.journal
        let endings =
            if let journal { try? await Ending.all(of: journal, in: workplace.cloud, at: now) } else { [Ending]() }
        content.withLock { content in
            content.isAsking = false
            content.hasFailed = endings == nil
            let end = ContinuousClock.now
            if let endings {
                content.found = Found(endings: endings, madeAt: end, cloudTime: now, cost: end - start)
            }
        }
    }
}
