public import CanonicalJSON

extension Timestamp: LosslessStringConvertible {
    /// This moment in RFC 3339, UTC, with its milliseconds: `2021-04-01T01:00:00.000Z`.
    ///
    /// All such texts are of one length and sort as the moments do.
    public var description: String { text(withMilliseconds: true) }

    /// This moment in RFC 3339, UTC, without the part of a second: `2021-04-01T01:00:00Z`.
    public var rfc3339: String { text(withMilliseconds: false) }

    /// Reads what ``description`` writes, and no other form of it.
    public static func described(as text: String) -> Self? { Self(described: Array(text.utf8)[...]) }

    private init?(described bytes: ArraySlice<UInt8>) {
        let start = bytes.startIndex
        guard bytes.count == 24, bytes[start + 10] == UInt8(ascii: "T"), bytes[start + 19] == UInt8(ascii: "."),
            bytes[start + 23] == UInt8(ascii: "Z")
        else { return nil }
        self.init(bytes)
    }

    private func text(withMilliseconds: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        append(to: &bytes, withMilliseconds: withMilliseconds)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Written digit by digit: every step that is committed writes several times.
    private func append(to text: inout [UInt8], withMilliseconds: Bool) {
        let seconds = wholeSecond.millisecondsSince1970 / 1000
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let secondOfDay = seconds - day * 86_400
        let date = CalendarDate(daysSince1970: day)
        text.append(date.year, width: 4)
        text.append(date.month, width: 2, after: "-")
        text.append(date.day, width: 2, after: "-")
        text.append(secondOfDay / 3600, width: 2, after: "T")
        text.append(secondOfDay / 60 % 60, width: 2, after: ":")
        text.append(secondOfDay % 60, width: 2, after: ":")
        if withMilliseconds {
            text.append(millisecondsSince1970 - wholeSecond.millisecondsSince1970, width: 3, after: ".")
        }
        text.append(UInt8(ascii: "Z"))
    }

    /// Reads RFC 3339: a date, `T`, a time with or without a fraction of a second, and `Z` or an offset from UTC.
    ///
    /// Returns `nil` for anything else, for a day or hour that does not exist, and for leap seconds, which no cloud
    /// reports. Of a fraction, milliseconds are kept.
    public init?(_ text: String) { self.init(Array(text.utf8)[...]) }

    private init?(_ text: ArraySlice<UInt8>) {
        var rest = Cursor(text)
        guard let year = rest.number(4), rest.take("-"), let month = rest.number(2), rest.take("-"),
            let dayOfMonth = rest.number(2), let date = CalendarDate(year: year, month: month, day: dayOfMonth),
            year > 0,
            rest.take("T") || rest.take("t"),
            let hour = rest.number(2), rest.take(":"), let minute = rest.number(2), rest.take(":"),
            let second = rest.number(2), hour < 24, minute < 60, second < 60
        else { return nil }

        var milliseconds: Int64 = 0
        if rest.take(".") {
            guard let fraction = rest.fraction() else { return nil }
            milliseconds = fraction
        }
        guard let offset = rest.offset(), rest.isAtEnd else { return nil }
        let seconds = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(millisecondsSince1970: seconds * 1000 + milliseconds)
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
        writer.write { append(to: &$0, withMilliseconds: true) }
    }

    public init(reading reader: inout CanonicalReader) throws(OtherForm) {
        guard let moment = Self(described: try reader.plain()) else { throw OtherForm() }
        self = moment
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
        // A day that does not exist comes back as another one.
        guard Self(daysSince1970: daysSince1970).day == day else { return nil }
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

extension [UInt8] {
    /// Appends a number of `width` digits, two to four, with leading zeros.
    fileprivate mutating func append(_ number: Int64, width: Int, after mark: Unicode.Scalar? = nil) {
        if let mark { append(UInt8(ascii: mark)) }
        var unit: Int64 = width == 4 ? 1000 : width == 3 ? 100 : 10
        while unit > 0 {
            append(UInt8(ascii: "0") + UInt8(number / unit % 10))
            unit /= 10
        }
    }
}
