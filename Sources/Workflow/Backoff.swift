/// How long to wait before trying again: doubling from a first delay to a longest one, with jitter.
public struct Backoff: Equatable, Sendable {
    /// The delay after the first failure.
    public let first: Duration
    /// The delay that is never exceeded, but by the vendor's own word.
    public let longest: Duration
    /// How far a delay may stray either way, as a share of it.
    public static let jitter = 0.2

    /// Creates a backoff from its bounds.
    public init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// The delay after the `attempt`-th failure in a row (from 1), strayed by `chance` in -1…1.
    public func delay(afterAttempt attempt: Int, chance: Double) -> Duration {
        // Twenty doublings pass any sane ratio of longest to first; more would only risk overflow.
        let doubled = first * (1 << min(max(attempt, 1) - 1, 20))
        return min(doubled, longest) * (1 + Self.jitter * min(max(chance, -1), 1))
    }
}
