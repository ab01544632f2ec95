import Foundation

/// The members of a JSON object that is written canonically: sorted by name, nothing between them, names without escapes.
///
/// The bytes of each value are kept as they stand, so that what was hashed and what is read are one.
struct CanonicalObject {
    private var values: [String: ArraySlice<UInt8>] = [:]

    /// Reads an object; `nil` if it is not one, or not written canonically as far as its own members go.
    init?(_ bytes: ArraySlice<UInt8>) {
        var rest = Scanner(bytes)
        guard rest.take(UInt8(ascii: "{")) else { return nil }
        var last: String?
        while !rest.take(UInt8(ascii: "}")) {
            if last != nil, !rest.take(UInt8(ascii: ",")) { return nil }
            guard let quoted = rest.value(), let name = Self.plainText(quoted), rest.take(UInt8(ascii: ":")),
                let value = rest.value(), last.map({ $0 < name }) ?? true
            else { return nil }
            values[name] = value
            last = name
        }
        guard rest.isAtEnd else { return nil }
    }

    /// A member of any kind, as it is written.
    func json(_ name: String) -> String? {
        values[name].flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// A member that is a string.
    func string(_ name: String) -> String? {
        values[name].flatMap { Self.plainText($0) ?? Self.escapedText($0) }
    }

    /// A member that is a whole number.
    func integer(_ name: String) -> Int? { json(name).flatMap { Int($0) } }

    /// A member that is an object.
    func object(_ name: String) -> Self? { values[name].flatMap(Self.init) }

    private static func plainText(_ quoted: ArraySlice<UInt8>) -> String? {
        guard quoted.count >= 2, quoted.first == UInt8(ascii: "\""), !quoted.contains(UInt8(ascii: "\\")) else {
            return nil
        }
        return String(validating: quoted.dropFirst().dropLast(), as: UTF8.self)
    }

    private static func escapedText(_ quoted: ArraySlice<UInt8>) -> String? {
        do {
            return try JSONDecoder().decode(String.self, from: Data(quoted))
        } catch {
            // Whatever it is, it is no string: the caller says what that means.
            return nil
        }
    }
}

/// Steps over JSON values without looking at what they mean.
private struct Scanner {
    private let bytes: ArraySlice<UInt8>
    private var place: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    var isAtEnd: Bool { place == bytes.endIndex }

    mutating func take(_ byte: UInt8) -> Bool {
        guard place < bytes.endIndex, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    /// The bytes of the value that comes next: a string, a bracketed value whose brackets match, or a bare word.
    mutating func value() -> ArraySlice<UInt8>? {
        let start = place
        var depth = 0
        repeat {
            guard place < bytes.endIndex else { return nil }
            switch bytes[place] {
            case UInt8(ascii: "\""):
                guard skipString() else { return nil }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                place += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                place += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { return nil }
                place += 1
            default:
                guard skipWord() else { return nil }
            }
        } while depth > 0
        return depth == 0 ? bytes[start..<place] : nil
    }

    private mutating func skipString() -> Bool {
        place += 1
        while place < bytes.endIndex {
            switch bytes[place] {
            case UInt8(ascii: "\\"): place += 2
            case UInt8(ascii: "\""):
                place += 1
                return true
            default: place += 1
            }
        }
        return false
    }

    /// A number, `true`, `false` or `null`.
    private mutating func skipWord() -> Bool {
        let start = place
        while place < bytes.endIndex, Self.isOfWord(bytes[place]) { place += 1 }
        return place > start
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
