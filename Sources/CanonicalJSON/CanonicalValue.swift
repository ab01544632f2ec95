/// What writes itself as canonical JSON, to the byte as it is encoded.
///
/// `Codable` asks the runtime for a container of every object and for a key of every member; for what every step writes
/// and every audit compares that takes most of the time. What conforms says it once more, by itself: where the two differ,
/// it is a fault.
public protocol CanonicallyWritten {
    /// Writes this value after what was written before.
    func write(to writer: inout CanonicalWriter)
}

/// What reads itself from canonical JSON, and takes no other bytes than those that it writes.
///
/// A value that was read so is written so: it need not be written again to be compared.
public protocol CanonicallyRead {
    /// Reads the value that stands next.
    ///
    /// - Throws: ``OtherForm`` if it is another value, or one that this way of reading leaves to `Codable`.
    init(reading reader: inout CanonicalReader) throws(OtherForm)
}

/// What writes and reads itself as canonical JSON.
public typealias CanonicalValue = CanonicallyRead & CanonicallyWritten

/// What is read is another value, or is written in another form.
public struct OtherForm: Error {
    /// Says that it is.
    public init() {}
}

/// A value that is written as an object.
public protocol CanonicalObject: CanonicallyWritten {
    /// Writes the members, sorted by their names.
    func writeMembers(to writer: inout CanonicalWriter)
}

extension CanonicalObject {
    @inlinable
    public func write(to writer: inout CanonicalWriter) {
        writer.beginObject()
        writeMembers(to: &writer)
        writer.endObject()
    }
}

/// A value that is read from an object.
public protocol CanonicalObjectReading: CanonicallyRead {
    /// Reads the members, sorted by their names.
    init(readingMembers reader: inout CanonicalReader) throws(OtherForm)
}

extension CanonicalObjectReading {
    @inlinable
    public init(reading reader: inout CanonicalReader) throws(OtherForm) {
        try reader.beginObject()
        try self.init(readingMembers: &reader)
        try reader.endObject()
    }
}

// MARK: - Values without parts

extension String: CanonicalValue {
    public func write(to writer: inout CanonicalWriter) { writer.write(string: self) }
    public init(reading reader: inout CanonicalReader) throws(OtherForm) { self = try reader.string() }
}

extension Int: CanonicalValue {
    public func write(to writer: inout CanonicalWriter) { writer.write(integer: self) }
    public init(reading reader: inout CanonicalReader) throws(OtherForm) { self = try reader.integer() }
}

extension Bool: CanonicalValue {
    public func write(to writer: inout CanonicalWriter) { writer.write(boolean: self) }
    public init(reading reader: inout CanonicalReader) throws(OtherForm) { self = try reader.boolean() }
}

extension CanonicallyWritten where Self: RawRepresentable, RawValue == String {
    @inlinable
    public func write(to writer: inout CanonicalWriter) { writer.write(string: rawValue) }
}

extension CanonicallyRead where Self: RawRepresentable, RawValue == String {
    @inlinable
    public init(reading reader: inout CanonicalReader) throws(OtherForm) {
        let text = try reader.string()
        // Other letters may be equal to those of ASCII: they are more bytes.
        guard let value = Self(rawValue: text), value.rawValue.utf8.count == text.utf8.count else { throw OtherForm() }
        self = value
    }
}

// MARK: - Arrays

extension Array: CanonicallyWritten where Element: CanonicallyWritten {
    @inlinable
    public func write(to writer: inout CanonicalWriter) {
        writer.beginArray()
        for element in self { writer.write(element: element) }
        writer.endArray()
    }
}

extension Array: CanonicallyRead where Element: CanonicallyRead {
    @inlinable
    public init(reading reader: inout CanonicalReader) throws(OtherForm) {
        self.init()
        try reader.beginArray()
        while !reader.takeEndOfArray() { append(try reader.element()) }
    }
}
