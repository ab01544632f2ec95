import Workflow

/// A value that remembers what it was, because changes take time to show.
struct Remembered<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
    private struct Version: Codable, Equatable {
        let value: Value?
        let since: Timestamp
    }

    private var versions: [Version]

    init(_ value: Value, since time: Timestamp = .earliest) {
        versions = [Version(value: value, since: time)]
    }

    /// What it was at first.
    var first: Value? { versions.first.flatMap(\.value) }

    /// What it really is; `nil` once it was deleted.
    var current: Value? { versions.last.flatMap(\.value) }

    /// What a look sees that sees only what is at least `delay` old.
    func seen(at now: Timestamp, after delay: Duration) -> Value? {
        versions.last { $0.since == .earliest || $0.since + delay <= now }.flatMap(\.value)
    }

    mutating func change(to value: Value?, at now: Timestamp) {
        versions.append(Version(value: value, since: now))
    }
}
