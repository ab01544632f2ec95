import Foundation

/// A figure of the table: what was measured beside its limit, and how the two must compare.
struct Figure: Codable, Equatable {
    /// What a ratio must be.
    enum Bound: String, Codable {
        case atLeast, atMost
    }

    /// What was done: `engine step`.
    let name: String
    /// How much of it was done: steps, orders, transitions, rounds.
    let count: Int
    /// What of the measured value is told: `µs`, `transitions/s`, `MB`.
    let unit: String
    /// As it was measured.
    let measured: Double
    /// What it is measured against, and what that is.
    let limit: Double
    let limitIs: String
    /// Where it is nearest to what is wanted, 1.
    let ratio: Double
    let bound: Bound
    /// What it must be; `nil` where nothing is demanded.
    let must: Double?
    let goal: Double?

    var holds: Bool? {
        must.map { bound == .atLeast ? ratio >= $0 : ratio <= $0 }
    }

    /// A rate, of its limit.
    static func rate(
        _ name: String, of count: Int, _ unit: String, _ measured: Double, limit: Double, is limitIs: String,
        must: Double? = nil, goal: Double? = nil
    ) -> Self {
        Self(
            name: name, count: count, unit: unit, measured: measured, limit: limit, limitIs: limitIs,
            ratio: measured / limit, bound: .atLeast, must: must, goal: goal)
    }

    /// The time that each of `count` things takes, of which the limit's is the share that cannot be spared.
    static func time(
        _ name: String, of count: Int, _ measured: Duration, limit: Duration, is limitIs: String, must: Double? = nil,
        goal: Double? = nil
    ) -> Self {
        let micro = { (time: Duration) in time / .microseconds(1) }
        return Self(
            name: name, count: count, unit: "µs", measured: micro(measured), limit: micro(limit), limitIs: limitIs,
            ratio: limit / measured, bound: .atLeast, must: must, goal: goal)
    }

    /// A cost, so many times that of its limit.
    static func cost(
        _ name: String, of count: Int, _ unit: String, _ measured: Double, limit: Double, is limitIs: String,
        must: Double? = nil, goal: Double? = nil
    ) -> Self {
        Self(
            name: name, count: count, unit: unit, measured: measured, limit: limit, limitIs: limitIs,
            ratio: measured / limit, bound: .atMost, must: must, goal: goal)
    }

    static func json(_ figures: [Figure]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(figures), as: UTF8.self)
    }

    static func table(_ figures: [Figure]) -> String {
        let rows = figures.map(\.columns)
        let heads = ["figure", "of", "measured", "limit", "ratio", "must", "goal", "the limit is"]
        let widths = heads.indices.map { column in ([heads] + rows).map { $0[column].count }.max() ?? 0 }
        return ([heads] + rows).map { row in
            zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
                .trimmingCharacters(in: .whitespaces)
        }.joined(separator: "\n")
    }

    private var columns: [String] {
        let sign = bound == .atLeast ? "≥" : "≤"
        return [
            name, "\(count)", "\(Self.text(measured)) \(unit)", "\(Self.text(limit)) \(unit)",
            Self.text(ratio) + (holds == false ? " ✗" : ""), must.map { "\(sign) \(Self.text($0))" } ?? "",
            goal.map { "\(sign) \(Self.text($0))" } ?? "", limitIs,
        ]
    }

    private static func text(_ value: Double) -> String {
        value.formatted(
            .number.precision(.fractionLength(value < 10 ? 2 : value < 1000 ? 1 : 0))
                .locale(Locale(identifier: "en_US_POSIX")).grouping(.automatic))
    }
}
