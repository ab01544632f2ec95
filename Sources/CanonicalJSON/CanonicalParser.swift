/// Takes JSON in its canonical form apart, from left to right.
///
/// What is written in any other way is not taken. The bytes are known to be UTF-8.
struct CanonicalParser<Record: CanonicalRecord> {
    /// What was taken.
    private(set) var record: Record
    private(set) var place: Int
    private let end: Int
    private var depth = 0

    /// Deeper than any value that is ever written.
    private static var deepest: Int { 64 }

    /// Takes what stands in a part of bytes; whatever takes it further is given these bytes.
    init(_ part: Range<Int>, of bytes: Span<UInt8>, recording record: Record) {
        // What follows looks no further.
        precondition(part.lowerBound >= 0 && part.upperBound <= bytes.count)
        place = part.lowerBound
        end = part.upperBound
        self.record = record
    }

    var isAtEnd: Bool { place == end }

    mutating func takeValue(of bytes: Span<UInt8>) -> Bool {
        guard place < end, depth < Self.deepest else { return false }
        switch unsafe bytes[unchecked: place] {
        case UInt8(ascii: "\""): return takeString(of: bytes) != nil
        case UInt8(ascii: "{"): return takeObject(of: bytes)
        case UInt8(ascii: "["): return takeArray(of: bytes)
        case UInt8(ascii: "t"): return takeWord("true", .boolean, of: bytes)
        case UInt8(ascii: "f"): return takeWord("false", .boolean, of: bytes)
        case UInt8(ascii: "n"): return takeWord("null", .null, of: bytes)
        default: return takeNumber(of: bytes)
        }
    }

    private mutating func take(_ byte: UInt8, of bytes: Span<UInt8>) -> Bool {
        guard place < end, unsafe bytes[unchecked: place] == byte else { return false }
        place += 1
        return true
    }

    // MARK: - Objects and arrays

    private mutating func takeObject(of bytes: Span<UInt8>) -> Bool {
        let object = begin(.object)
        if !take(UInt8(ascii: "}"), of: bytes) {
            var last: CanonicalString?
            repeat {
                guard let name = takeString(of: bytes), isName(name, after: last, of: bytes),
                    take(UInt8(ascii: ":"), of: bytes), takeValue(of: bytes)
                else { return false }
                last = name
            } while take(UInt8(ascii: ","), of: bytes)
            guard take(UInt8(ascii: "}"), of: bytes) else { return false }
        }
        end(object)
        return true
    }

    private mutating func takeArray(of bytes: Span<UInt8>) -> Bool {
        let array = begin(.array)
        if !take(UInt8(ascii: "]"), of: bytes) {
            repeat {
                guard takeValue(of: bytes) else { return false }
            } while take(UInt8(ascii: ","), of: bytes)
            guard take(UInt8(ascii: "]"), of: bytes) else { return false }
        }
        end(array)
        return true
    }

    private mutating func begin(_ kind: CanonicalDocument.Node.Kind) -> Int {
        defer {
            place += 1
            depth += 1
        }
        return record.append(kind, place..<place)
    }

    private mutating func end(_ node: Int) {
        record.end(node, at: place)
        depth -= 1
    }

    // MARK: - Strings

    private mutating func takeString(of bytes: Span<UInt8>) -> CanonicalString? {
        guard let text = takeText(of: bytes) else { return nil }
        record.append(text.isEscaped ? .escapedString : .string, text.range)
        return text
    }

    mutating func takeText(of bytes: Span<UInt8>) -> CanonicalString? {
        guard take(UInt8(ascii: "\""), of: bytes) else { return nil }
        let start = place
        var isEscaped = false
        while true {
            place = bytes.firstMark(from: place, to: end)
            guard place < end else { return nil }
            switch unsafe bytes[unchecked: place] {
            case UInt8(ascii: "\""):
                place += 1
                return CanonicalString(range: start..<place - 1, isEscaped: isEscaped)
            case UInt8(ascii: "\\"):
                isEscaped = true
                place += 2
            default:
                return nil
            }
        }
    }

    /// Whether a name is one, and stands after another: by their bytes, without escapes.
    private func isName(_ name: CanonicalString, after last: CanonicalString?, of bytes: Span<UInt8>) -> Bool {
        guard let last, !last.isEscaped, !name.isEscaped else {
            guard !name.isEscaped || unescaped(name, of: bytes) != nil else { return false }
            guard let last else { return true }
            guard let one = unescaped(last, of: bytes), let other = unescaped(name, of: bytes) else { return false }
            return one.utf8.lexicographicallyPrecedes(other.utf8)
        }
        // Most differ at once.
        var (one, other) = (last.range.lowerBound, name.range.lowerBound)
        while one < last.range.upperBound, other < name.range.upperBound {
            let (byte, next) = unsafe (bytes[unchecked: one], bytes[unchecked: other])
            guard byte == next else { return byte < next }
            one += 1
            other += 1
        }
        return last.range.count < name.range.count
    }

    private func unescaped(_ text: CanonicalString, of bytes: Span<UInt8>) -> String? {
        CanonicalJSON.unescaped((text.range.lowerBound - 1..<text.range.upperBound + 1).map { bytes[$0] }[...])
    }

    // MARK: - Numbers and words

    mutating func takeNumber(of bytes: Span<UInt8>) -> Bool {
        let start = place
        let isNegative = take(UInt8(ascii: "-"), of: bytes)
        let first = place
        while place < end, unsafe 0x30...0x39 ~= bytes[unchecked: place] { place += 1 }
        guard place > first, bytes[first] != UInt8(ascii: "0") || (place == first + 1 && !isNegative) else {
            return false
        }
        record.append(.number, start..<place)
        return true
    }

    private mutating func takeWord(
        _ word: StaticString, _ kind: CanonicalDocument.Node.Kind, of bytes: Span<UInt8>
    ) -> Bool {
        let last = place + word.utf8CodeUnitCount
        guard last <= end, bytes.holds(word, at: place) else { return false }
        record.append(kind, place..<last)
        place = last
        return true
    }
}

extension CanonicalParser<Unrecorded> {
    /// Takes values that nobody is to see.
    init(_ part: Range<Int>, of bytes: Span<UInt8>) {
        self.init(part, of: bytes, recording: Unrecorded())
    }
}

/// Where a string stands, without its quotes.
struct CanonicalString {
    let range: Range<Int>
    let isEscaped: Bool
}

/// What keeps the values that are taken apart.
protocol CanonicalRecord {
    /// Keeps a value, or where one begins that has others in it; gives its place among those that are kept.
    @discardableResult
    mutating func append(_ kind: CanonicalDocument.Node.Kind, _ range: Range<Int>) -> Int
    /// Ends a value that has others in it.
    mutating func end(_ node: Int, at place: Int)
}

/// Keeps nothing.
struct Unrecorded: CanonicalRecord {
    func append(_ kind: CanonicalDocument.Node.Kind, _ range: Range<Int>) -> Int { 0 }
    func end(_ node: Int, at place: Int) {}
}
