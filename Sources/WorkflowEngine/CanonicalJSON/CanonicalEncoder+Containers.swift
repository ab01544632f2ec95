/// A number with a fraction has no one form.
private func refuse(_ value: Double) -> EncodingError {
    .invalidValue(
        value, EncodingError.Context(codingPath: [], debugDescription: "canonical JSON has no fractions"))
}

struct ObjectWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: CanonicalEncoder
    let depth: Int

    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) {
        encoder.beginMember(key.stringValue, at: depth)
        encoder.write(word: "null")
    }

    func encode(_ value: String, forKey key: Key) {
        encoder.beginMember(key.stringValue, at: depth)
        encoder.write(string: value)
    }

    func encode(_ value: Int, forKey key: Key) {
        encoder.beginMember(key.stringValue, at: depth)
        encoder.write(word: String(value))
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        encoder.beginMember(key.stringValue, at: depth)
        try encoder.write(value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder.beginMember(key.stringValue, at: depth)
        return encoder.nestedContainer(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.beginMember(key.stringValue, at: depth)
        return encoder.nestedUnkeyedContainer()
    }

    func superEncoder() -> any Encoder { preconditionFailure("nothing that is kept inherits") }
    func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}

struct ArrayWriter: UnkeyedEncodingContainer {
    let encoder: CanonicalEncoder
    let depth: Int

    var codingPath: [any CodingKey] { [] }
    var count: Int { encoder.elements(at: depth) }

    func encodeNil() {
        encoder.beginElement(at: depth)
        encoder.write(word: "null")
    }

    func encode<Value: Encodable>(_ value: Value) throws {
        encoder.beginElement(at: depth)
        try encoder.write(value)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoder.beginElement(at: depth)
        return encoder.nestedContainer(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        encoder.beginElement(at: depth)
        return encoder.nestedUnkeyedContainer()
    }

    func superEncoder() -> any Encoder { preconditionFailure("nothing that is kept inherits") }
}

struct ValueWriter: SingleValueEncodingContainer {
    let encoder: CanonicalEncoder

    var codingPath: [any CodingKey] { [] }

    func encodeNil() { encoder.write(word: "null") }
    func encode(_ value: Bool) { encoder.write(word: value ? "true" : "false") }
    func encode(_ value: String) { encoder.write(string: value) }
    func encode(_ value: Double) throws { throw refuse(value) }
    func encode(_ value: Float) throws { throw refuse(Double(value)) }
    func encode<Value: Encodable & FixedWidthInteger>(_ value: Value) { encoder.write(word: String(value)) }
    func encode<Value: Encodable>(_ value: Value) throws { try value.encode(to: encoder) }
}
