public import CanonicalJSON

extension Timestamp: LosslessStringConvertible {
    /// This moment in RFC 3339, UTC, with its milliseconds: `2021-04-01T01:00:00.000Z`.
    ///
    /// All such texts are of one length and sort as the moments do.
    public var description: String { text(withMilliseconds: true) }

    /// This moment in RFC 3339, UTC, without the part of a second: `2021-04-01T01:00:00Z`.
    public var rfc3339: String { text(withMilliseconds: false) }

    /// Reads what ``description`` writes, and no other form of it.
    public static func described(as text: String) -> Self? { Self(described: text.utf8.span) }

    /// Read in place: every line of a history holds several.
    private init?(described text: Span<UInt8>) {
        guard text.count == 24, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            text[19] == UInt8(ascii: "."), text[23] == UInt8(ascii: "Z"),
            let year = text.number(0..<4), let month = text.number(5..<7), let day = text.number(8..<10),
            let hour = text.number(11..<13), let minute = text.number(14..<16), let second = text.number(17..<19),
            let millisecond = text.number(20..<23)
        else { return nil }
        self.init(year, month, day, hour, minute, second, milliseconds: millisecond, offset: 0)
    }

    /// `nil` for a day or an hour that does not exist.
    private init?(
        _ year: Int64, _ month: Int64, _ dayOfMonth: Int64, _ hour: Int64, _ minute: Int64, _ second: Int64,
        milliseconds: Int64, offset: Int64
    ) {
        guard year > 0, let date = CalendarDate(year: year, month: month, day: dayOfMonth),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let seconds = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(millisecondsSince1970: seconds * 1000 + milliseconds)
    }

    private func text(withMilliseconds: Bool) -> String {
        let digits = digits
        let text = withMilliseconds ? digits.span : digits.span.extracting(first: 19)
        return String(copying: unsafe UTF8Span(unchecked: text)) + (withMilliseconds ? "" : "Z")
    }

    /// Its description, written digit by digit: every step that is committed writes several times.
    private var digits: InlineArray<24, UInt8> {
        let seconds = wholeSecond.millisecondsSince1970 / 1000
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let secondOfDay = seconds - day * 86_400
        let date = CalendarDate(daysSince1970: day)
        var text = InlineArray<24, UInt8>(repeating: UInt8(ascii: "Z"))
        text.write(date.year, width: 4, at: 0, before: "-")
        text.write(date.month, width: 2, at: 5, before: "-")
        text.write(date.day, width: 2, at: 8, before: "T")
        text.write(secondOfDay / 3600, width: 2, at: 11, before: ":")
        text.write(secondOfDay / 60 % 60, width: 2, at: 14, before: ":")
        text.write(secondOfDay % 60, width: 2, at: 17, before: ".")
        text.write(millisecondsSince1970 - wholeSecond.millisecondsSince1970, width: 3, at: 20, before: "Z")
        return text
    }

    /// Reads RFC 3339: a date, `T`, a time with or without a fraction of a second, and `Z` or an offset from UTC.
    ///
    /// Returns `nil` for anything else, for a day or hour that does not exist, and for leap seconds, which no cloud
    /// reports. Of a fraction, milliseconds are kept.
    public init?(_ text: String) { self.init(Array(text.utf8)[...]) }

    private init?(_ text: ArraySlice<UInt8>) {
        var rest = Cursor(text)
        guard let year = rest.number(4), rest.take("-"), let month = rest.number(2), rest.take("-"),
            let dayOfMonth = rest.number(2), rest.take("T") || rest.take("t"),
            let hour = rest.number(2), rest.take(":"), let minute = rest.number(2), rest.take(":"),
            let second = rest.number(2)
        else { return nil }

        var milliseconds: Int64 = 0
        if rest.take(".") {
            guard let fraction = rest.fraction() else { return nil }
            milliseconds = fraction
        }
        guard let offset = rest.offset(), rest.isAtEnd else { return nil }
        self.init(year, month, dayOfMonth, hour, minute, second, milliseconds: milliseconds, offset: offset)
    }
}

/// Reads the fixed-width fields of a time from left to right.
private struct Cursor {
    private let bytes: ArraySlice<UInt8>
    private var place: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    var isAtEnd: Bool { place == bytes.endIndex }

    /// Takes `character` if it comes next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.endIndex, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    /// Takes exactly `width` digits.
    mutating func number(_ width: Int) -> Int64? {
        guard bytes.endIndex - place >= width else { return nil }
        var number: Int64 = 0
        for index in place..<place + width {
            guard (0x30...0x39).contains(bytes[index]) else { return nil }
            number = number * 10 + Int64(bytes[index] - 0x30)
        }
        place += width
        return number
    }

    /// Takes one to nine digits of a second's fraction; gives its milliseconds.
    mutating func fraction() -> Int64? {
        let width = bytes[place...].prefix { (0x30...0x39).contains($0) }.count
        guard (1...9).contains(width), let digits = number(width) else { return nil }
        return (0..<9 - width).reduce(digits) { value, _ in value * 10 } / 1_000_000
    }

    /// Takes `Z` or an offset such as `+08:00`; gives its seconds.
    mutating func offset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (isWest ? -60 : 60)
    }
}

extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let moment = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time: \(text)")
        }
        self = moment
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Timestamp: CanonicalValue {
    public func write(to writer: inout CanonicalWriter) {
        let digits = digits
        writer.write(plain: digits.span)
    }

    public init(reading reader: inout CanonicalReader) throws(OtherForm) {
        self = try reader.plain { Self(described: $0) }
    }
}

/// A day of the proleptic Gregorian calendar.
///
/// The pure modules do without Foundation, and so count days themselves: years begin in March, so that the leap day is
/// the last of its year, and 400 years always have 146,097 days.
struct CalendarDate {
    let year: Int64
    let month: Int64
    let day: Int64

    init?(year: Int64, month: Int64, day: Int64) {
        guard (1...12).contains(month), day >= 1 else { return nil }
        self.init(year: year, month: month, uncheckedDay: day)
        // A day that does not exist comes back as another one; every month has 28.
        guard day <= 28 || Self(daysSince1970: daysSince1970).day == day else { return nil }
    }

    private init(year: Int64, month: Int64, uncheckedDay day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    init(daysSince1970: Int64) {
        let shifted = daysSince1970 + 719_468  // days since 0000-03-01
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
            month: month,
            uncheckedDay: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }

    var daysSince1970: Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension InlineArray where Element == UInt8 {
    /// Writes a number of `width` digits, two to four, with leading zeros, and what stands after it.
    fileprivate mutating func write(_ number: Int64, width: Int, at place: Int, before mark: Unicode.Scalar) {
        var rest = number
        for digit in (place..<place + width).reversed() {
            self[digit] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        self[place + width] = UInt8(ascii: mark)
    }
}

extension Span<UInt8> {
    /// The number that stands there; `nil` if there are other characters than digits.
    fileprivate func number(_ range: Range<Int>) -> Int64? {
        var number: Int64 = 0
        for place in range {
            guard 0x30...0x39 ~= self[place] else { return nil }
            number = number * 10 + Int64(self[place] - 0x30)
        }
        return number
    }
}
