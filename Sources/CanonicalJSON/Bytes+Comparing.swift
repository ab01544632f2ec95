import Foundation

// What canonical JSON asks of bytes: what stands there, and where something stands.

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
    func firstMark(from start: Int, to end: Int) -> Int {
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

extension ArraySlice<UInt8> {
    /// Whether there are no other characters than those of ASCII.
    var isASCII: Bool { reduce(0, |) < 0x80 }

    var isUTF8: Bool { isASCII || String(validating: self, as: UTF8.self) != nil }

    /// Whether these are the bytes of a text.
    package func isSame(as text: String) -> Bool { count == text.utf8.count && after(text) != nil }

    /// What comes after a text; `nil` if these bytes do not begin with it.
    package func after(_ text: String) -> Self? {
        let text = text.utf8.span
        guard text.count <= count else { return nil }
        let isSame = unsafe withUnsafeBytes { bytes in
            unsafe text.withUnsafeBytes { text in
                guard let start = bytes.baseAddress, let other = text.baseAddress else { return unsafe text.isEmpty }
                return unsafe areSame(start, other, text.count)
            }
        }
        return isSame ? dropFirst(text.count) : nil
    }
}
