/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
///
/// Moments lie between the years 1 and 9999; arithmetic stops at these bounds.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let millisecondsSince1970: Int64

    /// The last moment that can be told: the end of the year 9999.
    public static let latest = Self(millisecondsSince1970: 253_402_300_799_999)
    /// The first moment that can be told: the beginning of the year 1.
    public static let earliest = Self(millisecondsSince1970: -62_135_596_800_000)

    /// Creates the moment so many milliseconds after the beginning of 1970.
    public init(millisecondsSince1970: Int64) {
        self.millisecondsSince1970 = min(max(millisecondsSince1970, -62_135_596_800_000), 253_402_300_799_999)
    }

    public static func < (one: Self, other: Self) -> Bool {
        one.millisecondsSince1970 < other.millisecondsSince1970
    }

    public static func + (moment: Self, duration: Duration) -> Self {
        let (sum, overflow) = moment.millisecondsSince1970.addingReportingOverflow(duration.wholeMilliseconds)
        return overflow ? (duration < .zero ? .earliest : .latest) : Self(millisecondsSince1970: sum)
    }

    public static func - (later: Self, earlier: Self) -> Duration {
        .milliseconds(later.millisecondsSince1970 - earlier.millisecondsSince1970)
    }

    /// This moment without the part of a second.
    public var wholeSecond: Self {
        let remainder = millisecondsSince1970 % 1000
        return Self(millisecondsSince1970: millisecondsSince1970 - (remainder < 0 ? remainder + 1000 : remainder))
    }

    /// The first whole second that is not before this moment.
    public var nextWholeSecond: Self {
        wholeSecond == self ? self : wholeSecond + .seconds(1)
    }
}

extension Duration {
    /// This duration in whole milliseconds, cut towards zero; the bounds of `Int64` for what passes them.
    public var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        return product.addingReportingOverflow(attoseconds / 1_000_000_000_000_000).partialValue
    }
}
