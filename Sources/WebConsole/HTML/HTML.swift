import Wording

/// Markup that is safe to send: whatever is put into a template is escaped, unless it is markup itself.
///
/// Only literals of this program are taken as they are. Attributes are written in double quotes.
struct HTML: ExpressibleByStringInterpolation, Equatable, Sendable {
    let markup: String

    init(stringLiteral value: String) { markup = value }

    init(stringInterpolation: Interpolation) { markup = stringInterpolation.markup }

    private init(markup: String) { self.markup = markup }

    static func + (one: Self, other: Self) -> Self { Self(markup: one.markup + other.markup) }

    static func += (one: inout Self, other: Self) { one = one + other }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) { markup += literal }

        mutating func appendInterpolation(_ text: String) { markup += text.escapedForMarkup }

        mutating func appendInterpolation(_ number: Int) { markup += String(number) }

        mutating func appendInterpolation(_ html: HTML) { markup += html.markup }

        mutating func appendInterpolation(_ html: HTML?) { markup += html?.markup ?? "" }

        mutating func appendInterpolation(_ html: [HTML]) { for part in html { markup += part.markup } }

        /// An attribute without a value, or nothing.
        mutating func appendInterpolation(_ attribute: StaticString, if condition: Bool) {
            if condition { markup += "\(attribute)" }
        }
    }
}

extension String {
    /// This text with everything escaped that would be markup, between tags or in an attribute; control characters, which
    /// no page may hold, are shown by their numbers.
    fileprivate var escapedForMarkup: String {
        var escaped = ""
        escaped.reserveCapacity(utf8.count)
        for character in escapingControls().unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// This text as one part of the path of an address, or a value in its query.
    var inAddress: String {
        var address = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                address.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                address += "%" + (hex.count == 1 ? "0" + hex : hex)
            }
        }
        return address
    }
}
