/// Reads canonical JSON from left to right, by what has to stand there.
///
/// Nothing is taken that is written in any other way than it would have been.
public struct CanonicalReader: Sendable {
    @usableFromInline
    let bytes: [UInt8]
    private(set) var place: Int
    private let end: Int

    /// Reads a part of bytes; `nil` if it is not UTF-8.
    package init?(_ bytes: [UInt8], _ part: Range<Int>) {
        guard bytes[part].isUTF8 else { return nil }
        self.init(ofUTF8: bytes, part)
    }

    /// Reads a part of bytes that is known to be UTF-8.
    init(ofUTF8 bytes: [UInt8], _ part: Range<Int>) {
        self.bytes = bytes
        place = part.lowerBound
        end = part.upperBound
    }

    /// Whether nothing is left.
    public var isAtEnd: Bool { place == end }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < end, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func require(_ byte: UInt8) throws(OtherForm) {
        guard take(byte) else { throw OtherForm() }
    }

    // MARK: - Values

    /// Reads a string.
    public mutating func string() throws(OtherForm) -> String {
        let (range, isEscaped) = try text()
        guard isEscaped else { return String(copying: unsafe UTF8Span(unchecked: bytes.span.extracting(range))) }
        guard let text = CanonicalJSON.unescaped(bytes[range.lowerBound - 1..<range.upperBound + 1]) else {
            throw OtherForm()
        }
        return text
    }

    /// Reads a string without escapes, as it is written.
    public mutating func plain() throws(OtherForm) -> ArraySlice<UInt8> { bytes[try plainRange()] }

    /// Reads a string without escapes.
    ///
    /// - Parameter read: gives what it says; `nil` if that is no such value.
    @inlinable
    public mutating func plain<Value>(_ read: (Span<UInt8>) -> Value?) throws(OtherForm) -> Value {
        let range = try plainRange()
        guard let value = read(bytes.span.extracting(range)) else { throw OtherForm() }
        return value
    }

    @usableFromInline
    mutating func plainRange() throws(OtherForm) -> Range<Int> {
        let (range, isEscaped) = try text()
        guard !isEscaped else { throw OtherForm() }
        return range
    }

    /// Takes a string; gives where it stands, without its quotes, and whether there are escapes in it.
    private mutating func text() throws(OtherForm) -> (Range<Int>, isEscaped: Bool) {
        var parser = CanonicalParser(place..<end, of: bytes.span)
        guard let text = parser.takeText(of: bytes.span) else { throw OtherForm() }
        place = parser.place
        return (text.range, text.isEscaped)
    }

    /// Reads a whole number.
    public mutating func integer() throws(OtherForm) -> Int {
        var parser = CanonicalParser(place..<end, of: bytes.span)
        guard parser.takeNumber(of: bytes.span),
            let number = Int(decimal: bytes.span.extracting(place..<parser.place))
        else { throw OtherForm() }
        place = parser.place
        return number
    }

    /// Reads `true` or `false`.
    public mutating func boolean() throws(OtherForm) -> Bool {
        if take("true") { return true }
        guard take("false") else { throw OtherForm() }
        return false
    }

    /// Takes whatever value stands next; gives where it stands.
    mutating func skip() throws(OtherForm) -> Range<Int> {
        let start = place
        var parser = CanonicalParser(place..<end, of: bytes.span)
        guard parser.takeValue(of: bytes.span) else { throw OtherForm() }
        place = parser.place
        return start..<place
    }

    /// Takes whatever value stands next.
    package mutating func written() throws(OtherForm) -> WrittenValue { WrittenValue(try skip(), of: bytes) }

    // MARK: - Objects

    /// Takes the beginning of an object.
    public mutating func beginObject() throws(OtherForm) { try require(UInt8(ascii: "{")) }

    /// Reads the next member.
    @inlinable
    public mutating func read<Value: CanonicallyRead>(
        _ name: StaticString, as type: Value.Type = Value.self
    ) throws(OtherForm) -> Value {
        guard take(name: name) else { throw OtherForm() }
        return try Value(reading: &self)
    }

    /// Reads the next member, if it is of this name.
    @inlinable
    public mutating func readIfPresent<Value: CanonicallyRead>(
        _ name: StaticString, as type: Value.Type = Value.self
    ) throws(OtherForm) -> Value? {
        guard take(name: name) else { return nil }
        return try Value(reading: &self)
    }

    /// Takes the next member, which must be of this name, whatever its value.
    package mutating func written(_ name: StaticString) throws(OtherForm) -> WrittenValue {
        guard take(name: name) else { throw OtherForm() }
        return try written()
    }

    /// Takes the next member, which must be of this name, without a look at its value: it ends where `text` stands last.
    ///
    /// ``WrittenValue/isCanonical`` looks at it.
    package mutating func unseen(_ name: StaticString, before text: StaticString) throws(OtherForm) -> WrittenValue {
        guard take(name: name), let last = bytes.span.lastPlace(of: text, in: place..<end) else { throw OtherForm() }
        defer { place = last }
        return WrittenValue(place..<last, of: bytes)
    }

    /// Reads the next member, a string without escapes, as it is written.
    package mutating func readPlain(_ name: StaticString) throws(OtherForm) -> ArraySlice<UInt8> {
        guard take(name: name) else { throw OtherForm() }
        return try plain()
    }

    /// Reads the next member, a string; gives the other if both are the same.
    package mutating func read(_ name: StaticString, sharing other: String?) throws(OtherForm) -> String {
        guard take(name: name) else { throw OtherForm() }
        let start = place
        if let other, case let (range, isEscaped) = try text(), !isEscaped, bytes[range].isSame(as: other) {
            return other
        }
        place = start
        return try string()
    }

    /// Takes the next member, which must be this string.
    package mutating func require(_ name: StaticString, _ text: StaticString) throws(OtherForm) {
        guard take(name: name), take(UInt8(ascii: "\"")), take(text), take(UInt8(ascii: "\"")) else {
            throw OtherForm()
        }
    }

    /// Takes the end of an object.
    public mutating func endObject() throws(OtherForm) { try require(UInt8(ascii: "}")) }

    /// Takes the name of the next member, and what parts it from the one before, if it is this one.
    @usableFromInline
    mutating func take(name: StaticString) -> Bool {
        guard place > 0 else { return false }
        // The first stands right after the bracket.
        let isFirst = bytes[place - 1] == UInt8(ascii: "{")
        guard let after = bytes.span.placeAfter(name: name, at: place, isFirst: isFirst), after <= end else {
            return false
        }
        place = after
        return true
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let last = place + text.utf8CodeUnitCount
        guard last <= end, bytes.span.holds(text, at: place) else { return false }
        place = last
        return true
    }

    // MARK: - Arrays

    /// Takes the beginning of an array.
    public mutating func beginArray() throws(OtherForm) { try require(UInt8(ascii: "[")) }

    /// Takes the end of an array, if it comes next.
    public mutating func takeEndOfArray() -> Bool { take(UInt8(ascii: "]")) }

    @usableFromInline
    mutating func beginElement() throws(OtherForm) {
        // The first stands right after the bracket.
        if bytes[place - 1] != UInt8(ascii: "[") { try require(UInt8(ascii: ",")) }
    }

    /// Reads the next element.
    @inlinable
    public mutating func element<Value: CanonicallyRead>() throws(OtherForm) -> Value {
        try beginElement()
        return try Value(reading: &self)
    }
}
