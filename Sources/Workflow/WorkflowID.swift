public import CanonicalJSON

/// The identity of one workflow: a ULID, 26 characters of Crockford's base 32, sortable by the time it was made.
public struct WorkflowID: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
    /// The 26 characters.
    public let rawValue: String

    /// Creates an identity from its characters, taken as they are.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Creates an identity from the time of its making and 80 random bits.
    ///
    /// The form is that of the ULID specification: 48 bits of milliseconds since 1970, then the random bits.
    public init(madeAt time: Timestamp, using generator: inout some RandomNumberGenerator) {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        let milliseconds = UInt64(max(0, time.millisecondsSince1970))
        let timePart = (0..<10).reversed().map { alphabet[Int(milliseconds >> (5 * UInt64($0)) & 31)] }
        let randomPart = (0..<16).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] }
        self.init(rawValue: String(timePart + randomPart))
    }

    public var description: String { rawValue }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

extension WorkflowID: CanonicalValue {
    public func write(to writer: inout CanonicalWriter) { writer.write(string: rawValue) }
    public init(reading reader: inout CanonicalReader) throws(OtherForm) { rawValue = try reader.string() }
}
