/// Writes canonical JSON from left to right; whoever writes an object gives its members in the order of their names.
///
/// What is to be compared with what was written before is not written first: each part is compared as it comes.
public struct CanonicalWriter: Sendable {
    /// What was written, if it is not compared.
    private(set) var bytes: [UInt8] = []
    /// What it is compared with.
    private let expected: [UInt8]?
    /// How much of that was met.
    private var place: Int
    private let end: Int
    private var differs = false
    /// Whether nothing stands yet in the object or array that was begun last.
    private var isFirst = true

    /// Nothing is written yet.
    package init() {
        expected = nil
        place = 0
        end = 0
        bytes.reserveCapacity(2048)
    }

    /// Compares what is written with a part of bytes.
    init(comparingWith bytes: [UInt8], _ part: Range<Int>) {
        expected = bytes
        place = part.lowerBound
        end = part.upperBound
    }

    /// Whether what was written is what it was to be compared with.
    var isAsExpected: Bool { !differs && place == end }

    // MARK: - Bytes

    private mutating func put(_ byte: UInt8) {
        guard let expected else {
            bytes.append(byte)
            return
        }
        if place < end, expected[place] == byte { place += 1 } else { differs = true }
    }

    private mutating func put(_ text: UnsafeRawBufferPointer) {
        guard let expected else {
            unsafe bytes.append(contentsOf: text)
            return
        }
        let isSame =
            unsafe text.count <= end - place
            && expected.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress, let other = text.baseAddress else { return unsafe text.isEmpty }
                return unsafe areSame(start + place, other, text.count)
            }
        if isSame { place += text.count } else { differs = true }
    }

    private mutating func put(_ text: StaticString) {
        unsafe put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func put(_ text: [UInt8]) { unsafe text.withUnsafeBytes { unsafe put($0) } }

    // MARK: - Values

    /// Writes a string.
    public mutating func write(string: String) {
        let text = string.utf8.span
        if text.isPlain { write(plain: text) } else { put([UInt8](CanonicalJSON.escaped(string))) }
    }

    /// Writes a string of which is known that nothing in it is escaped: letters, digits and marks of ASCII.
    public mutating func write(plain text: Span<UInt8>) {
        put(UInt8(ascii: "\""))
        unsafe text.withUnsafeBytes { unsafe put($0) }
        put(UInt8(ascii: "\""))
    }

    /// Writes a whole number.
    public mutating func write(integer: Int) {
        integer.withDigits { digits in unsafe digits.withUnsafeBytes { unsafe put($0) } }
    }

    /// Writes `true` or `false`.
    public mutating func write(boolean: Bool) { put(boolean ? "true" : "false") }

    /// Writes a value that was written before.
    mutating func write(written value: [UInt8]) { put(value) }

    /// Writes a value as it is encoded.
    public mutating func write(encoded value: some Encodable) { put(CanonicalJSON.bytes(value)) }

    // MARK: - Objects

    /// Begins an object.
    public mutating func beginObject() {
        put(UInt8(ascii: "{"))
        isFirst = true
    }

    /// Writes the next member of the object that was begun last.
    @inlinable
    public mutating func write<Value: CanonicallyWritten>(_ name: StaticString, _ value: Value) {
        begin(name)
        value.write(to: &self)
    }

    /// Writes the next member, if there is a value.
    @inlinable
    public mutating func write<Value: CanonicallyWritten>(_ name: StaticString, ifPresent value: Value?) {
        if let value { write(name, value) }
    }

    /// Writes the next member, if there is a value, as it is encoded.
    public mutating func write<Value: Encodable>(_ name: StaticString, encoded value: Value?) {
        guard let value else { return }
        begin(name)
        write(encoded: value)
    }

    /// Ends the object that was begun last.
    public mutating func endObject() {
        put(UInt8(ascii: "}"))
        isFirst = false
    }

    @usableFromInline
    mutating func begin(_ name: StaticString) {
        if let expected {
            // At once: an audit compares little else than names and short values.
            let after = expected.span.placeAfter(name: name, at: place, isFirst: isFirst)
            if let after, after <= end { place = after } else { differs = true }
        } else {
            put(isFirst ? "\"" : ",\"")
            put(name)
            put("\":")
        }
        isFirst = false
    }

    // MARK: - Arrays

    /// Begins an array.
    public mutating func beginArray() {
        put(UInt8(ascii: "["))
        isFirst = true
    }

    /// Writes the next element of the array that was begun last.
    @inlinable
    public mutating func write<Value: CanonicallyWritten>(element: Value) {
        beginElement()
        element.write(to: &self)
    }

    @usableFromInline
    mutating func beginElement() {
        if !isFirst { put(UInt8(ascii: ",")) }
        isFirst = false
    }

    /// Ends the array that was begun last.
    public mutating func endArray() {
        put(UInt8(ascii: "]"))
        isFirst = false
    }
}
