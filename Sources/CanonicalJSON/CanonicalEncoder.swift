/// Writes what is encodable as canonical JSON.
final class CanonicalEncoder: Encoder {
    fileprivate(set) var text = CanonicalText()

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func write<Value: Encodable>(_ value: Value) throws {
        let depth = text.begin()
        try value.encode(to: self)
        text.end(depth)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        text.beginObject()
        return KeyedEncodingContainer(ObjectWriter(encoder: self, depth: text.depth))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        text.beginArray()
        return ArrayWriter(encoder: self, depth: text.depth)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { ValueWriter(encoder: self) }

    fileprivate func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        _ = text.begin()
        return container(keyedBy: type)
    }

    fileprivate func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        _ = text.begin()
        return unkeyedContainer()
    }
}

private struct ObjectWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: CanonicalEncoder
    let depth: Int

    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws { try encode(Int?.none, forKey: key) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        encoder.text.beginMember(key.stringValue, at: depth)
        try encoder.write(value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder.text.beginMember(key.stringValue, at: depth)
        return encoder.nestedContainer(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.text.beginMember(key.stringValue, at: depth)
        return encoder.nestedUnkeyedContainer()
    }

    func superEncoder() -> any Encoder { preconditionFailure("nothing that is kept inherits") }
    func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}

private struct ArrayWriter: UnkeyedEncodingContainer {
    let encoder: CanonicalEncoder
    let depth: Int

    var codingPath: [any CodingKey] { [] }
    var count: Int { encoder.text.elements(at: depth) }

    func encodeNil() throws { try encode(Int?.none) }

    func encode<Value: Encodable>(_ value: Value) throws {
        encoder.text.beginElement(at: depth)
        try encoder.write(value)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoder.text.beginElement(at: depth)
        return encoder.nestedContainer(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        encoder.text.beginElement(at: depth)
        return encoder.nestedUnkeyedContainer()
    }

    func superEncoder() -> any Encoder { preconditionFailure("nothing that is kept inherits") }
}

private struct ValueWriter: SingleValueEncodingContainer {
    let encoder: CanonicalEncoder

    var codingPath: [any CodingKey] { [] }

    func encodeNil() { encoder.text.write(word: "null") }
    func encode(_ value: Bool) { encoder.text.write(word: value ? "true" : "false") }
    func encode(_ value: String) { encoder.text.write(string: value) }
    func encode(_ value: Double) throws { throw refusal(of: value) }
    func encode(_ value: Float) throws { throw refusal(of: Double(value)) }
    func encode<Value: Encodable & FixedWidthInteger>(_ value: Value) { encoder.text.write(word: String(value)) }
    func encode<Value: Encodable>(_ value: Value) throws { try value.encode(to: encoder) }

    /// A number with a fraction has no one form.
    private func refusal(of value: Double) -> EncodingError {
        .invalidValue(
            value, EncodingError.Context(codingPath: [], debugDescription: "canonical JSON has no fractions"))
    }
}
