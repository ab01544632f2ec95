import Foundation

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

extension Span<UInt8> {
    /// Whether a text stands at a place.
    func holds(_ text: StaticString, at place: Int) -> Bool {
        guard place >= 0, place <= count - text.utf8CodeUnitCount else { return false }
        return unsafe withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return true }
            return unsafe areSame(start + place, text.utf8Start, text.utf8CodeUnitCount)
        }
    }

    /// Where the value of a member stands whose name, and what parts it from the member before, stand at a place; `nil` if
    /// other bytes do.
    func placeAfter(name: StaticString, at place: Int, isFirst: Bool) -> Int? {
        let start = isFirst ? place : place + 1
        let end = start + name.utf8CodeUnitCount + 3
        guard end <= count, isFirst || self[place] == UInt8(ascii: ","), self[start] == UInt8(ascii: "\""),
            self[end - 2] == UInt8(ascii: "\""), self[end - 1] == UInt8(ascii: ":"), holds(name, at: start + 1)
        else { return nil }
        return end
    }

    /// Where a text stands last in a part of these bytes.
    func lastPlace(of text: StaticString, in part: Range<Int>) -> Int? {
        let first = unsafe text.utf8Start.pointee
        var place = part.upperBound - text.utf8CodeUnitCount
        while place >= part.lowerBound {
            if self[place] == first, holds(text, at: place) { return place }
            // Eight bytes at a time that hold none like the first.
            while place - 8 >= part.lowerBound, !hasByte(first, inWordAt: place - 8) { place -= 8 }
            place -= 1
        }
        return nil
    }

    private func hasByte(_ byte: UInt8, inWordAt place: Int) -> Bool {
        Self.zeros(word(at: place) ^ Self.each(UInt64(byte))) != 0
    }

    /// Eight bytes from a place on, the first the lowest.
    private func word(at place: Int) -> UInt64 {
        UInt64(
            littleEndian: unsafe withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: place, as: UInt64.self) })
    }

    /// Whether nothing stands in these bytes that a string would have to escape.
    var isPlain: Bool { firstMark(from: 0, to: count) >= count }

    /// Where the first quote, backslash or control character stands; `end` or a place after it if there is none before it.
    fileprivate func firstMark(from start: Int, to end: Int) -> Int {
        precondition(start >= 0 && end <= count)
        var place = start
        // Eight bytes at a time: of a word, the lowest bit that is set tells the first byte that is one.
        while place + 8 <= count {
            let word = word(at: place)
            let found =
                Self.zeros(word ^ Self.each(0x22)) | Self.zeros(word ^ Self.each(0x5C))
                | (word &- Self.each(0x20)) & ~word & Self.each(0x80)
            if found != 0 { return place + found.trailingZeroBitCount / 8 }
            place += 8
            if place >= end { return place }
        }
        while place < end, case let byte = self[place], byte >= 0x20, byte != 0x22, byte != 0x5C { place += 1 }
        return place
    }

    private static func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }

    /// The high bits of the bytes that are zero, as far as the first.
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- each(1)) & ~word & each(0x80) }
}

/// Whether so many bytes are the same there.
///
/// Most are the few of a name: to call the C library would take longer than to compare them.
@unsafe
@inline(__always)
func areSame(_ one: UnsafeRawPointer, _ other: UnsafeRawPointer, _ count: Int) -> Bool {
    switch count {
    case 8...16:
        // The last eight may be among the first.
        return unsafe isSame(UInt64.self, one, other, at: 0) && isSame(UInt64.self, one, other, at: count - 8)
    case 4..<8:
        return unsafe isSame(UInt32.self, one, other, at: 0) && isSame(UInt32.self, one, other, at: count - 4)
    case 0..<4:
        for place in 0..<count where unsafe !isSame(UInt8.self, one, other, at: place) { return false }
        return true
    default:
        return unsafe memcmp(one, other, count) == 0
    }
}

@unsafe
@inline(__always)
private func isSame<Word: FixedWidthInteger & BitwiseCopyable>(
    _ type: Word.Type, _ one: UnsafeRawPointer, _ other: UnsafeRawPointer, at offset: Int
) -> Bool {
    unsafe one.loadUnaligned(fromByteOffset: offset, as: Word.self)
        == other.loadUnaligned(fromByteOffset: offset, as: Word.self)
}
