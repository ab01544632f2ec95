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

    /// The text that `write` writes.
    package static func text(_ write: (inout CanonicalWriter) -> Void) -> String {
        String(decoding: bytes(write), as: UTF8.self)
    }

    /// The bytes that `write` writes.
    static func bytes(_ write: (inout CanonicalWriter) -> Void) -> [UInt8] {
        var writer = CanonicalWriter()
        write(&writer)
        return writer.bytes
    }

    /// The bytes of a value.
    package static func bytes(_ value: some Encodable) -> [UInt8] {
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
        try value(type, of: Array(text.utf8))
    }

    /// Reads a value.
    package static func value<Value: Decodable>(_ type: Value.Type = Value.self, of bytes: [UInt8]) throws -> Value {
        try Value(from: decoder(of: bytes))
    }

    /// What reads the value that is written in `bytes`.
    private static func decoder(of bytes: [UInt8]) throws -> any Decoder {
        guard let document = CanonicalDocument(bytes) else { throw notCanonical }
        return CanonicalDecoder(document: document, node: document.root)
    }

    /// What reads a value that is written so.
    package static func decoder(of written: WrittenValue) throws -> any Decoder {
        guard let document = written.document else { throw notCanonical }
        return CanonicalDecoder(document: document, node: document.root)
    }

    private static var notCanonical: DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: "not JSON in its canonical form"))
    }

    /// Writes a string.
    package static func write(_ string: String, to bytes: inout [UInt8]) {
        guard string.utf8.span.isPlain else {
            bytes += escaped(string)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: string.utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    /// A string as JSON writes it, where it holds what must be escaped.
    static func escaped(_ text: String) -> Data {
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
