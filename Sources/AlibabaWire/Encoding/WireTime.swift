package import Workflow

/// The forms in which the vendor writes times.
package enum WireTime {
    /// `2023-10-26T10:22:32Z`.
    package static func iso8601(_ time: Timestamp) -> String {
        let parts = parts(of: time)
        return "\(parts.year)-\(two(parts.month))-\(two(parts.day))T\(two(parts.hour)):\(two(parts.minute))"
            + ":\(two(parts.second))Z"
    }

    /// `20231026T102232Z`, as object storage writes it.
    package static func compact(_ time: Timestamp) -> String {
        iso8601(time).filter { $0 != "-" && $0 != ":" }
    }

    /// `Thu, 26 Oct 2023 10:22:32 GMT`, as HTTP writes it (RFC 9110 §5.6.7).
    package static func http(_ time: Timestamp) -> String {
        let parts = parts(of: time)
        // 1970-01-01 was a Thursday.
        let weekday = ((parts.dayNumber + 4) % 7 + 7) % 7
        return "\(weekdays[weekday]), \(two(parts.day)) \(months[parts.month - 1]) \(parts.year)"
            + " \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) GMT"
    }

    /// Reads ``iso8601(_:)``, with or without fractions of a second or another zone.
    package static func read(iso8601 text: String) -> Timestamp? { Timestamp(text) }

    /// Reads ``compact(_:)``.
    package static func read(compact text: String) -> Timestamp? {
        let digits = Array(text)
        guard digits.count == 16, digits[8] == "T", digits[15] == "Z" else { return nil }
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        return Timestamp(
            "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z")
    }

    /// Reads ``http(_:)``.
    package static func read(http text: String) -> Timestamp? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2])),
            let day = Int(words[1])
        else { return nil }
        return Timestamp("\(words[3])-\(two(month + 1))-\(two(day))T\(words[4])Z")
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private struct Parts {
        var (year, month, day, hour, minute, second, dayNumber) = (1970, 1, 1, 0, 0, 0, 0)
    }

    private static func parts(of time: Timestamp) -> Parts {
        // The text of a timestamp is RFC 3339 in UTC.
        let fields = time.rfc3339.split { !$0.isNumber }.compactMap { Int($0) }
        var parts = Parts()
        (parts.year, parts.month, parts.day) = (fields[0], fields[1], fields[2])
        (parts.hour, parts.minute, parts.second) = (fields[3], fields[4], fields[5])
        let seconds = time.millisecondsSince1970 / 1000
        parts.dayNumber = Int((seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400)
        return parts
    }
}
