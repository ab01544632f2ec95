package import Workflow

/// The simulated cloud's own time: it runs so many times as fast as real time from an anchor, or stands still.
package struct CloudClock: Codable, Equatable, Sendable {
    /// What the cloud's time was at the real time of the anchor.
    private var anchor: Timestamp
    private var realAnchor: Timestamp
    /// Simulated seconds per real second; 0 stands still.
    package private(set) var speed: Double

    package static let speeds = 0.0...1_000_000.0

    init(start: Timestamp, speed: Double, realNow: Timestamp) {
        anchor = start
        realAnchor = realNow
        self.speed = speed
    }

    package func now(at realNow: Timestamp) -> Timestamp {
        anchor + (realNow - realAnchor) * speed
    }

    /// How much real time passes until the cloud's time is `time`; `nil` if it never will be by itself.
    package func realDelay(until time: Timestamp, at realNow: Timestamp) -> Duration? {
        let ahead = time - now(at: realNow)
        guard ahead > .zero else { return .zero }
        return speed > 0 ? ahead / speed : nil
    }

    /// Moves the time on.
    mutating func advance(by duration: Duration, at realNow: Timestamp) {
        anchor = now(at: realNow) + duration
        realAnchor = realNow
    }

    /// Changes how fast time runs from now on.
    mutating func setSpeed(_ newSpeed: Double, at realNow: Timestamp) {
        anchor = now(at: realNow)
        realAnchor = realNow
        speed = newSpeed
    }
}
