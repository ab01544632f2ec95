/// Reads a value from canonical JSON.
struct CanonicalDecoder: Decoder {
    let document: CanonicalDocument
    let node: Int

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard document.nodes[node].kind == .object else { throw mismatch([String: Any].self) }
        return KeyedDecodingContainer(ObjectReader(document: document, node: node))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard document.nodes[node].kind == .array else { throw mismatch([Any].self) }
        return ArrayReader(document: document, array: node)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { ValueReader(document: document, node: node) }
}

/// The error of a value that is of another kind.
private func mismatch(_ type: Any.Type) -> DecodingError {
    .typeMismatch(type, DecodingError.Context(codingPath: [], debugDescription: "it is of another kind"))
}

private func notFound(_ key: any CodingKey) -> DecodingError {
    .keyNotFound(key, DecodingError.Context(codingPath: [], debugDescription: "it has no such member"))
}

private struct ObjectReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let document: CanonicalDocument
    let node: Int

    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        var keys: [Key] = []
        var place = node + 1
        while place < document.nodes[node].next {
            if let key = document.string(place).flatMap(Key.init(stringValue:)) { keys.append(key) }
            place = document.nodes[place + 1].next
        }
        return keys
    }

    func contains(_ key: Key) -> Bool { document.member(key.stringValue, of: node) != nil }

    private func value(_ key: Key) throws -> ValueReader {
        guard let value = document.member(key.stringValue, of: node) else { throw notFound(key) }
        return ValueReader(document: document, node: value)
    }

    func decodeNil(forKey key: Key) throws -> Bool { try value(key).decodeNil() }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try value(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try value(key).decode(type) }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try value(key).decode(type) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try Value(from: value(key).decoder)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        guard let node = document.member(key.stringValue, of: node) else { return nil }
        let value = ValueReader(document: document, node: node)
        return value.decodeNil() ? nil : try Value(from: value.decoder)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try value(key).decoder.container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try value(key).decoder.unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { preconditionFailure("nothing that is kept inherits") }
    func superDecoder(forKey key: Key) throws -> any Decoder { try superDecoder() }
}

private struct ArrayReader: UnkeyedDecodingContainer {
    private let document: CanonicalDocument
    private let end: Int
    private var next: Int
    private(set) var currentIndex = 0

    init(document: CanonicalDocument, array: Int) {
        self.document = document
        next = array + 1
        end = document.nodes[array].next
    }

    var codingPath: [any CodingKey] { [] }
    var count: Int? { nil }
    var isAtEnd: Bool { next >= end }

    private mutating func take() throws -> ValueReader {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Any.self, DecodingError.Context(codingPath: [], debugDescription: "there are no more elements"))
        }
        let value = ValueReader(document: document, node: next)
        next = document.nodes[next].next
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        var rest = self
        guard try rest.take().decodeNil() else { return false }
        self = rest
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: take().decoder) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try take().decoder.container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try take().decoder.unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { preconditionFailure("nothing that is kept inherits") }
}

private struct ValueReader: SingleValueDecodingContainer {
    let document: CanonicalDocument
    let node: Int

    var codingPath: [any CodingKey] { [] }
    var decoder: CanonicalDecoder { CanonicalDecoder(document: document, node: node) }

    func decodeNil() -> Bool { document.isNull(node) }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard let value = document.boolean(node) else { throw mismatch(type) }
        return value
    }

    func decode(_ type: String.Type) throws -> String {
        guard let string = document.string(node) else { throw mismatch(type) }
        return string
    }

    func decode<Value: Decodable & FixedWidthInteger>(_ type: Value.Type) throws -> Value {
        guard let number: Value = document.integer(node) else { throw mismatch(type) }
        return number
    }

    func decode(_ type: Double.Type) throws -> Double { throw mismatch(type) }
    func decode(_ type: Float.Type) throws -> Float { throw mismatch(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: decoder) }
}
