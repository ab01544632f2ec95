/// A value that many states have in common: kept once, with how it is written, however often it is copied.
public struct WrittenOnce<Value: CanonicallyWritten & Equatable & Sendable>: Sendable {
    @usableFromInline
    final class Storage: Sendable {
        @usableFromInline let value: Value
        let bytes: [UInt8]

        init(_ value: Value, _ bytes: [UInt8]) {
            self.value = value
            self.bytes = bytes
        }
    }

    @usableFromInline let storage: Storage

    /// Keeps a value, and writes it.
    public init(_ value: Value) {
        storage = Storage(value, CanonicalJSON.bytes(value.write))
    }

    /// The value.
    @inlinable public var value: Value { storage.value }
}

extension WrittenOnce: Equatable {
    public static func == (one: Self, other: Self) -> Bool {
        one.storage === other.storage || one.storage.value == other.storage.value
    }
}

extension WrittenOnce: CanonicallyWritten {
    public func write(to writer: inout CanonicalWriter) { writer.write(written: storage.bytes) }
}

extension WrittenOnce: CanonicallyRead where Value: CanonicallyRead {
    /// Reads a value, which is written as it was read.
    public init(reading reader: inout CanonicalReader) throws(OtherForm) {
        let start = reader.place
        let value = try Value(reading: &reader)
        storage = Storage(value, Array(reader.bytes[start..<reader.place]))
    }
}

extension WrittenOnce: Encodable where Value: Encodable {
    public func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}

extension WrittenOnce: Decodable where Value: Decodable {
    public init(from decoder: any Decoder) throws { self.init(try Value(from: decoder)) }
}
