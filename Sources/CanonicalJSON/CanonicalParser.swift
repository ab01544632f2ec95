/// Takes JSON in its canonical form apart, from left to right.
///
/// What is written in any other way is not taken. The bytes are known to be UTF-8.
struct CanonicalParser {
    /// What was taken; nothing if nobody is to see it.
    private(set) var nodes: [CanonicalDocument.Node] = []
    private(set) var place: Int
    private let end: Int
    private let isRecording: Bool
    private var depth = 0

    /// Deeper than any value that is ever written.
    private static let deepest = 64

    /// - Parameter isRecording: whether what is taken is to be seen.
    init(from start: Int, to end: Int, isRecording: Bool) {
        place = start
        self.end = end
        self.isRecording = isRecording
        if isRecording { nodes.reserveCapacity(16 + (end - start) / 8) }
    }

    var isAtEnd: Bool { place == end }

    mutating func takeValue(of bytes: Span<UInt8>) -> Bool {
        guard place < end, depth < Self.deepest else { return false }
        switch bytes[place] {
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
        guard place < end, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    // MARK: - Objects and arrays

    private mutating func takeObject(of bytes: Span<UInt8>) -> Bool {
        let object = begin(.object)
        var last: Text?
        while !take(UInt8(ascii: "}"), of: bytes) {
            if last != nil, !take(UInt8(ascii: ","), of: bytes) { return false }
            guard let name = takeString(of: bytes), isName(name, of: bytes),
                isSorted(last, name, of: bytes),
                take(UInt8(ascii: ":"), of: bytes), takeValue(of: bytes)
            else { return false }
            last = name
        }
        end(object)
        return true
    }

    private mutating func takeArray(of bytes: Span<UInt8>) -> Bool {
        let array = begin(.array)
        var isFirst = true
        while !take(UInt8(ascii: "]"), of: bytes) {
            guard isFirst || take(UInt8(ascii: ","), of: bytes), takeValue(of: bytes) else { return false }
            isFirst = false
        }
        end(array)
        return true
    }

    private mutating func begin(_ kind: CanonicalDocument.Node.Kind) -> Int {
        append(kind, place..<place)
        place += 1
        depth += 1
        return nodes.count - 1
    }

    private mutating func end(_ node: Int) {
        if isRecording { nodes[node].end(at: place, next: nodes.count) }
        depth -= 1
    }

    private mutating func append(_ kind: CanonicalDocument.Node.Kind, _ range: Range<Int>) {
        guard isRecording else { return }
        nodes.append(CanonicalDocument.Node(kind: kind, bytes: range, next: nodes.count + 1))
    }

    // MARK: - Strings

    /// Where a string stands, without its quotes.
    struct Text {
        let range: Range<Int>
        let isEscaped: Bool
    }

    private mutating func takeString(of bytes: Span<UInt8>) -> Text? {
        guard let text = takeText(of: bytes) else { return nil }
        append(text.isEscaped ? .escapedString : .string, text.range)
        return text
    }

    mutating func takeText(of bytes: Span<UInt8>) -> Text? {
        guard take(UInt8(ascii: "\""), of: bytes) else { return nil }
        let start = place
        var isEscaped = false
        while true {
            place = bytes.firstMark(from: place, to: end)
            guard place < end else { return nil }
            switch bytes[place] {
            case UInt8(ascii: "\""):
                place += 1
                return Text(range: start..<place - 1, isEscaped: isEscaped)
            case UInt8(ascii: "\\"):
                isEscaped = true
                place += 2
            default:
                return nil
            }
        }
    }

    private func isName(_ name: Text, of bytes: Span<UInt8>) -> Bool {
        !name.isEscaped || unescaped(name, of: bytes) != nil
    }

    /// Whether a name stands before another: by their bytes, without escapes.
    private func isSorted(_ one: Text?, _ other: Text, of bytes: Span<UInt8>) -> Bool {
        guard let one else { return true }
        guard !one.isEscaped, !other.isEscaped else {
            guard let one = unescaped(one, of: bytes), let other = unescaped(other, of: bytes) else { return false }
            return one.utf8.lexicographicallyPrecedes(other.utf8)
        }
        let (start, next) = (one.range.lowerBound, other.range.lowerBound)
        for place in 0..<min(one.range.count, other.range.count) where bytes[start + place] != bytes[next + place] {
            return bytes[start + place] < bytes[next + place]
        }
        return one.range.count < other.range.count
    }

    private func unescaped(_ text: Text, of bytes: Span<UInt8>) -> String? {
        CanonicalJSON.unescaped((text.range.lowerBound - 1..<text.range.upperBound + 1).map { bytes[$0] }[...])
    }

    // MARK: - Numbers and words

    mutating func takeNumber(of bytes: Span<UInt8>) -> Bool {
        let start = place
        let isNegative = take(UInt8(ascii: "-"), of: bytes)
        let first = place
        while place < end, 0x30...0x39 ~= bytes[place] { place += 1 }
        guard place > first, bytes[first] != UInt8(ascii: "0") || (place == first + 1 && !isNegative) else {
            return false
        }
        append(.number, start..<place)
        return true
    }

    private mutating func takeWord(
        _ word: StaticString, _ kind: CanonicalDocument.Node.Kind, of bytes: Span<UInt8>
    ) -> Bool {
        let last = place + word.utf8CodeUnitCount
        guard last <= end, bytes.extracting(place..<last).isSame(as: word) else { return false }
        append(kind, place..<last)
        place = last
        return true
    }
}

extension Span<UInt8> {
    /// Whether these bytes are those of a text.
    func isSame(as text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for place in indices where unsafe self[unchecked: place] != text.utf8Start[place] { return false }
        return true
    }

    /// Where the first quote, backslash or control character stands; `end` or a place after it if there is none before it.
    fileprivate func firstMark(from start: Int, to end: Int) -> Int {
        precondition(end <= count)
        var place = start
        // Eight bytes at a time: of a word, the lowest bit that is set tells the first byte that is one.
        while place + 8 <= end {
            let word = UInt64(
                littleEndian: unsafe withUnsafeBytes {
                    unsafe $0.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                })
            let found =
                Self.zeros(word ^ Self.each(0x22)) | Self.zeros(word ^ Self.each(0x5C))
                | (word &- Self.each(0x20)) & ~word & Self.each(0x80)
            if found != 0 { return place + found.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < end, case let byte = self[place], byte >= 0x20, byte != 0x22, byte != 0x5C { place += 1 }
        return place
    }

    private static func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }

    /// The high bits of the bytes that are zero, as far as the first.
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- each(1)) & ~word & each(0x80) }
}
