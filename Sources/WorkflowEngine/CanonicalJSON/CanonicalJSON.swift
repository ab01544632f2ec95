import Foundation

/// How values are written to a journal and hashed: JSON in one form only, the same bytes for the same value.
///
/// The members of objects are sorted by name, nothing stands between values, no character is escaped that JSON does not
/// demand, and there is no number with a fraction. Our own, because the form is the log's, and because every step writes
/// and every audit reads and writes it many times over; what needs an escape is left to Foundation.
package enum CanonicalJSON {
    /// The text of a value.
    package static func text(_ value: some Encodable) -> String {
        String(decoding: bytes(value), as: UTF8.self)
    }

    /// Whether a value is written so, to the byte.
    package static func writes(_ value: some Encodable, as written: WrittenValue) -> Bool {
        written.part.map { CanonicalMatcher($0.node, of: $0.document).matches(value) } ?? false
    }

    /// Whether a value is written so, to the byte.
    ///
    /// - Parameter known: what was seen of a value that this one may have much in common with; afterwards what was seen of
    ///   this one, if it is written so.
    package static func writes(
        _ value: some Encodable, as written: WrittenValue, _ known: inout KnownMembers
    ) -> Bool {
        guard let (document, node) = written.part else { return false }
        let matcher = CanonicalMatcher(node, of: document, known)
        known = KnownMembers()
        guard matcher.matches(value) else { return false }
        known = matcher.known ?? KnownMembers()
        return true
    }

    /// The bytes of a value.
    static func bytes(_ value: some Encodable) -> [UInt8] {
        let encoder = CanonicalEncoder()
        do {
            try encoder.write(value)
        } catch {
            preconditionFailure("what a journal keeps is made of what canonical JSON can hold: \(type(of: value))")
        }
        return encoder.text.bytes
    }

    /// Reads a value.
    ///
    /// - Throws: `DecodingError` if the text is not in this form, or holds another kind of value.
    package static func value<Value: Decodable>(_ type: Value.Type = Value.self, of text: String) throws -> Value {
        try Value(from: decoder(of: Array(text.utf8)))
    }

    /// Reads a value.
    static func value<Value: Decodable>(_ type: Value.Type = Value.self, of bytes: Data) throws -> Value {
        try Value(from: decoder(of: Array(bytes)))
    }

    /// What reads the value that is written in `bytes`.
    private static func decoder(of bytes: [UInt8]) throws -> CanonicalDecoder {
        guard let document = CanonicalDocument(bytes) else { throw notCanonical }
        return CanonicalDecoder(document: document, node: document.root)
    }

    /// What reads a value that is written so.
    static func decoder(of written: WrittenValue) throws -> CanonicalDecoder {
        guard let (document, node) = written.part else { throw notCanonical }
        return CanonicalDecoder(document: document, node: node)
    }

    private static var notCanonical: DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: "not JSON in its canonical form"))
    }

    /// Writes a string.
    static func write(_ string: String, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: string.utf8)
        var place = start + 1
        while place < bytes.count {
            let byte = bytes[place]
            guard byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else {
                bytes.removeSubrange(start...)
                bytes += escaped(string)
                return
            }
            place += 1
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A string as JSON writes it, where it holds what must be escaped.
    private static func escaped(_ text: String) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        do {
            return try encoder.encode(text)
        } catch {
            preconditionFailure("every string can be written as JSON")
        }
    }

    /// Reads a string that is written with escapes, quotes and all; `nil` if it is none, or not written as it would be.
    static func unescaped(_ quoted: ArraySlice<UInt8>) -> String? {
        do {
            let string = try JSONDecoder().decode(String.self, from: Data(quoted))
            return quoted.elementsEqual(escaped(string)) ? string : nil
        } catch {
            // Whatever it is, it is no string: the caller says what that means.
            return nil
        }
    }
}
