public import CanonicalJSON

extension Duration {
    /// The longest duration that is read from a text: ten years of 365 days.
    public static let longestReadable = Duration.seconds(10 * 365 * 86_400)

    /// Reads `1h30m`, `2d`, `45s`, `500ms` or the ISO 8601 form `PT1H30M`, `P2D`.
    ///
    /// Returns `nil` for anything else, for months and years (which have no one length), for nothing at all, and for
    /// more than ``longestReadable``.
    public init?(text: String) {
        let milliseconds: Int64?
        if text.hasPrefix("P") {
            let halves = text.dropFirst().split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
            let time = halves.count == 2 ? Self.sum(halves[1], of: Unit.isoTime) : 0
            let date = halves[0].isEmpty && halves.count == 2 ? 0 : Self.sum(halves[0], of: Unit.isoDate)
            milliseconds = time.flatMap { time in date.map { $0 + time } }
        } else {
            milliseconds = Self.sum(text[...], of: Unit.short)
        }
        guard let milliseconds else { return nil }
        self = .milliseconds(milliseconds)
        guard self <= .longestReadable else { return nil }
    }

    /// Adds up amounts, each followed by its unit, the units in the order given and each at most once.
    ///
    /// Only of seconds may there be a fraction, to the millisecond.
    private static func sum(_ text: Substring, of units: [Unit]) -> Int64? {
        var rest = text
        var remaining = units[...]
        var milliseconds: Int64 = 0
        repeat {
            let amount = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(amount.count)
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard let index = remaining.firstIndex(where: { $0.name == name }) else { return nil }
            let size = remaining[index].size
            remaining = remaining[(index + 1)...]

            let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
            guard (1...9).contains(parts[0].count), let whole = Int64(parts[0]) else { return nil }
            milliseconds += whole * size
            if parts.count > 1 {
                guard parts.count == 2, size == 1000, (1...3).contains(parts[1].count) else { return nil }
                milliseconds += Int64((parts[1] + "00").prefix(3)) ?? 0
            }
        } while !rest.isEmpty
        return milliseconds
    }

    private struct Unit {
        let name: String
        /// In milliseconds.
        let size: Int64

        static let short = [
            Unit(name: "d", size: 86_400_000), Unit(name: "h", size: 3_600_000), Unit(name: "m", size: 60_000),
            Unit(name: "s", size: 1000), Unit(name: "ms", size: 1),
        ]
        static let isoDate = [Unit(name: "D", size: 86_400_000)]
        static let isoTime = [
            Unit(name: "H", size: 3_600_000), Unit(name: "M", size: 60_000), Unit(name: "S", size: 1000),
        ]
    }

    /// This duration in ISO 8601, to the millisecond: `PT1H30M`, `P2D`, `PT0S`.
    public var iso8601: String {
        var bytes: [UInt8] = []
        appendISO8601(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func appendISO8601(to text: inout [UInt8]) {
        let (days, hours, minutes, seconds, milliseconds) = calendarParts
        let hasTime = hours != 0 || minutes != 0 || seconds != 0 || milliseconds != 0
        guard days != 0 || hasTime else { return text.append(contentsOf: "PT0S".utf8) }
        if self < .zero { text.append(UInt8(ascii: "-")) }
        text.append(UInt8(ascii: "P"))
        if days != 0 { text.append(days, "D") }
        if hasTime { text.append(UInt8(ascii: "T")) }
        if hours != 0 { text.append(hours, "H") }
        if minutes != 0 { text.append(minutes, "M") }
        guard milliseconds != 0 else {
            if seconds != 0 { text.append(seconds, "S") }
            return
        }
        text.append(seconds, ".")
        text.append(contentsOf: String(1000 + milliseconds).utf8.dropFirst())
        text.append(UInt8(ascii: "S"))
    }

    /// This duration as people write it, to the second and in its two largest units: `1h30m`, `2d4h`, `45s`.
    public var short: String {
        let (days, hours, minutes, seconds, _) = calendarParts
        let units = [(days, "d"), (hours, "h"), (minutes, "m"), (seconds, "s")].drop { $0.0 == 0 }.prefix(2)
        let text = units.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined()
        return text.isEmpty ? "0s" : (self < .zero ? "-" : "") + text
    }

    private var calendarParts: (days: Int64, hours: Int64, minutes: Int64, seconds: Int64, milliseconds: Int64) {
        let total = Int64(clamping: wholeMilliseconds.magnitude)
        return (
            total / 86_400_000, total / 3_600_000 % 24, total / 60_000 % 60, total / 1000 % 60, total % 1000
        )
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ amount: Int64, _ unit: Unicode.Scalar) {
        append(digitsOf: Int(amount))
        append(UInt8(ascii: unit))
    }
}

extension Duration: CanonicalValue {
    /// Written in ISO 8601.
    public func write(to writer: inout CanonicalWriter) {
        var text: [UInt8] = []
        appendISO8601(to: &text)
        writer.write(plain: text.span)
    }

    public init(reading reader: inout CanonicalReader) throws(OtherForm) {
        let text = try reader.plain()
        guard let duration = Self(iso8601: text) else { throw OtherForm() }
        var written: [UInt8] = []
        duration.appendISO8601(to: &written)
        guard written[...] == text, duration <= .longestReadable else { throw OtherForm() }
        self = duration
    }

    /// Reads every text that ``iso8601`` writes of a duration that is readable, and others besides.
    private init?(iso8601 text: ArraySlice<UInt8>) {
        guard text.first == UInt8(ascii: "P"), text.count < 32 else { return nil }
        var (amount, milliseconds, isFraction): (Int64, Int64, Bool) = (0, 0, false)
        for byte in text.dropFirst() {
            switch byte {
            case 0x30...0x39:
                guard amount < 1_000_000_000 else { return nil }
                amount = amount * 10 + Int64(byte - 0x30)
                continue
            case UInt8(ascii: "T"): break
            case UInt8(ascii: "D"): milliseconds += amount * 86_400_000
            case UInt8(ascii: "H"): milliseconds += amount * 3_600_000
            case UInt8(ascii: "M"): milliseconds += amount * 60_000
            case UInt8(ascii: "."):
                milliseconds += amount * 1000
                isFraction = true
            case UInt8(ascii: "S"): milliseconds += isFraction ? amount : amount * 1000
            default: return nil
            }
            amount = 0
        }
        self = .milliseconds(milliseconds)
    }
}
