/// Reads canonical JSON from left to right, by what has to stand there.
///
/// Nothing is taken that is written in any other way than it would have been.
public struct CanonicalReader: Sendable {
    private let bytes: [UInt8]
    private var place: Int
    private let end: Int

    /// Reads bytes from the first; `nil` if they are not UTF-8.
    package init?(_ bytes: [UInt8]) {
        guard bytes.isUTF8 else { return nil }
        self.init(bytes, bytes.indices)
    }

    /// Reads a part of bytes that are known to be UTF-8.
    init(_ bytes: [UInt8], _ part: Range<Int>) {
        self.bytes = bytes
        place = part.lowerBound
        end = part.upperBound
    }

    /// Whether nothing is left.
    package var isAtEnd: Bool { place == end }

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
        guard isEscaped else { return String(decoding: bytes[range], as: UTF8.self) }
        guard let text = CanonicalJSON.unescaped(bytes[range.lowerBound - 1..<range.upperBound + 1]) else {
            throw OtherForm()
        }
        return text
    }

    /// Reads a string without escapes, as it is written.
    public mutating func plain() throws(OtherForm) -> ArraySlice<UInt8> {
        let (range, isEscaped) = try text()
        guard !isEscaped else { throw OtherForm() }
        return bytes[range]
    }

    /// Takes a string; gives where it stands, without its quotes, and whether there are escapes in it.
    private mutating func text() throws(OtherForm) -> (Range<Int>, isEscaped: Bool) {
        var parser = CanonicalParser(from: place, to: end, isRecording: false)
        guard let text = parser.takeText(of: bytes.span) else { throw OtherForm() }
        place = parser.place
        return (text.range, text.isEscaped)
    }

    /// Reads a whole number.
    public mutating func integer() throws(OtherForm) -> Int {
        var parser = CanonicalParser(from: place, to: end, isRecording: false)
        guard parser.takeNumber(of: bytes.span), let number = Int(decimal: bytes[place..<parser.place]) else {
            throw OtherForm()
        }
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
        var parser = CanonicalParser(from: place, to: end, isRecording: false)
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

    /// Reads the next member, a string without escapes, as it is written.
    package mutating func readPlain(_ name: StaticString) throws(OtherForm) -> ArraySlice<UInt8> {
        guard take(name: name) else { throw OtherForm() }
        return try plain()
    }

    /// Takes the next member, which must be this string.
    package mutating func require(_ name: StaticString, _ text: String) throws(OtherForm) {
        guard try readPlain(name).elementsEqual(text.utf8) else { throw OtherForm() }
    }

    /// Takes the end of an object.
    public mutating func endObject() throws(OtherForm) { try require(UInt8(ascii: "}")) }

    /// Takes the name of the next member, and what parts it from the one before, if it is this one.
    @usableFromInline
    mutating func take(name: StaticString) -> Bool {
        let start = place
        // The first stands right after the bracket.
        if start > 0, bytes[start - 1] == UInt8(ascii: "{") || take(UInt8(ascii: ",")), take(UInt8(ascii: "\"")),
            take(name), take(UInt8(ascii: "\"")), take(UInt8(ascii: ":"))
        {
            return true
        }
        place = start
        return false
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let last = place + text.utf8CodeUnitCount
        guard last <= end, bytes.span.extracting(place..<last).isSame(as: text) else { return false }
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

extension [UInt8] {
    /// Whether there are no other characters than those of ASCII.
    var isASCII: Bool { reduce(0, |) < 0x80 }

    var isUTF8: Bool { isASCII || String(validating: self, as: UTF8.self) != nil }
}

extension FixedWidthInteger {
    /// A number that is written as canonical JSON has it; `nil` if it does not fit.
    init?(decimal digits: ArraySlice<UInt8>) {
        // Digit by digit, as most numbers are short.
        guard digits.count < 18, digits.first != UInt8(ascii: "-") else {
            self.init(String(decoding: digits, as: UTF8.self))
            return
        }
        self.init(exactly: digits.reduce(0) { $0 * 10 + Int($1 - 0x30) })
    }
}
