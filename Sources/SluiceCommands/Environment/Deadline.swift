/// The end of the time that a command was given, in real time.
struct Deadline: Sendable {
    private let end: ContinuousClock.Instant?

    /// Counts from now; without a limit, never comes.
    init(after limit: Duration?) {
        end = limit.map { ContinuousClock.now + $0 }
    }

    var hasCome: Bool { end.map { ContinuousClock.now >= $0 } ?? false }
}
