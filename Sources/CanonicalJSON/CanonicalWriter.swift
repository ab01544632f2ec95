/// Writes canonical JSON from left to right; whoever writes an object gives its members in the order of their names.
public struct CanonicalWriter: Sendable {
    private(set) var bytes: [UInt8] = []

    /// Nothing is written yet.
    package init() {
        bytes.reserveCapacity(2048)
    }

    // MARK: - Values

    /// Writes a string.
    public mutating func write(string: String) { CanonicalJSON.write(string, to: &bytes) }

    /// Writes a string of which is known that nothing in it is escaped: letters, digits and marks of ASCII.
    public mutating func write(plain append: (inout [UInt8]) -> Void) {
        bytes.append(UInt8(ascii: "\""))
        append(&bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a whole number.
    public mutating func write(integer: Int) { bytes.append(digitsOf: integer) }

    /// Writes `true` or `false`.
    public mutating func write(boolean: Bool) { write(boolean ? "true" : "false") }

    /// Writes a value that was written before.
    mutating func write(written value: [UInt8]) { bytes += value }

    /// Writes a value as it is encoded.
    public mutating func write(encoded value: some Encodable) { bytes += CanonicalJSON.bytes(value) }

    // MARK: - Objects

    /// Begins an object.
    public mutating func beginObject() { bytes.append(UInt8(ascii: "{")) }

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
    public mutating func endObject() { bytes.append(UInt8(ascii: "}")) }

    @usableFromInline
    mutating func begin(_ name: StaticString) {
        // The first stands right after the bracket.
        if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        write(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    // MARK: - Arrays

    /// Begins an array.
    public mutating func beginArray() { bytes.append(UInt8(ascii: "[")) }

    /// Writes the next element of the array that was begun last.
    @inlinable
    public mutating func write<Value: CanonicallyWritten>(element: Value) {
        beginElement()
        element.write(to: &self)
    }

    @usableFromInline
    mutating func beginElement() {
        if bytes.last != UInt8(ascii: "[") { bytes.append(UInt8(ascii: ",")) }
    }

    /// Ends the array that was begun last.
    public mutating func endArray() { bytes.append(UInt8(ascii: "]")) }

    private mutating func write(_ text: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

extension [UInt8] {
    /// Appends a number in decimal.
    package mutating func append(digitsOf number: Int) {
        guard number >= 0 else {
            append(contentsOf: String(number).utf8)
            return
        }
        if number >= 10 { append(digitsOf: number / 10) }
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }
}
