/// Writes one after another values that have a part in common, which is written anew only when it has changed.
///
/// Parts that are equal must be written alike. Texts that differ in how Unicode composes a letter are equal and are not:
/// where a part may have been changed so, another series is begun.
package struct CanonicalSeries<Part: Encodable & Equatable & Sendable>: Sendable {
    private var last = WrittenPart<Part>()

    /// A series that has written nothing yet.
    package init() {}

    /// Whether a value is written as `text`, to the byte.
    package mutating func writes(_ value: some Encodable, as text: String) -> Bool {
        let encoder = CanonicalEncoder(knowing: last)
        encoder.write(root: value)
        guard let part = encoder.part as? WrittenPart<Part> else {
            preconditionFailure("an encoder keeps the kind of part")
        }
        last = part
        return Array(text.utf8) == encoder.bytes
    }
}

/// A part of what an encoder writes whose bytes are known from before.
protocol KnownPart {
    /// The bytes of a value; `nil` if it is not the part, or the part has changed.
    func bytes<Value>(of value: Value) -> [UInt8]?
    /// Notes how a value is written, if it is the part.
    mutating func note<Value>(_ value: Value, _ bytes: ArraySlice<UInt8>)
}

private struct WrittenPart<Part: Equatable & Sendable>: KnownPart, Sendable {
    private var part: Part?
    private var bytes: [UInt8] = []

    func bytes<Value>(of value: Value) -> [UInt8]? {
        guard Value.self == Part.self, let part, part == value as? Part else { return nil }
        return bytes
    }

    mutating func note<Value>(_ value: Value, _ bytes: ArraySlice<UInt8>) {
        guard Value.self == Part.self, let value = value as? Part else { return }
        part = value
        self.bytes = Array(bytes)
    }
}
