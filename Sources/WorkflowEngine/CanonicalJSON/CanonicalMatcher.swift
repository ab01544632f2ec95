/// Compares what is encodable with canonical JSON that is there already, and writes nothing.
///
/// What is nested in a value is encoded before the value goes on, and no member twice, as everything that the compiler makes
/// encodable does.
final class CanonicalMatcher: Encoder {
    fileprivate let document: CanonicalDocument
    fileprivate let root: Int
    /// What has been seen of the members of the root, or was seen before of those of another value; `nil` if none of it is
    /// to be known.
    private(set) var known: KnownMembers?
    /// The node that the value has to be that is encoded now.
    private var node: Int
    /// Whether something of that value has been encoded: what ends without is an object without members.
    private var isBegun = false
    /// How many nodes have been met: all of them must be.
    private var count = 0
    private var isMatch = true

    init(_ root: Int, of document: CanonicalDocument, _ known: KnownMembers? = nil) {
        self.document = document
        self.root = root
        self.known = known
        node = root
    }

    /// Whether a value is written as the root is, to the byte.
    func matches(_ value: some Encodable) -> Bool {
        do {
            try match(value, root)
        } catch {
            // Something else is written there, or the value is none that canonical JSON can hold.
            return false
        }
        return isMatch && count == document.nodes[root].next - root
    }

    fileprivate struct Mismatch: Error {}

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    // MARK: - Values

    /// Matches a value with a node.
    ///
    /// Whatever it is in may go on being encoded then.
    fileprivate func match(_ value: some Encodable, _ place: Int) throws {
        let parent = node
        node = place
        isBegun = false
        try value.encode(to: self)
        if !isBegun { begin(.object, at: place) }
        node = parent
        isBegun = true
    }

    fileprivate func match(_ value: String, string place: Int) throws {
        try require(document.isString(place, value))
    }

    /// Requires of a value without parts that it is what it has to be.
    fileprivate func require(_ isSame: Bool) throws {
        guard isSame else { throw Mismatch() }
        count += 1
        isBegun = true
    }

    /// Matches a member of the root; one that is known is not looked into.
    fileprivate func match(_ value: some Encodable, _ place: Int, rootMember name: String) throws {
        if known?.contains(value, name, writtenAs: place, of: document) ?? false {
            count += document.nodes[place].next - place
            isBegun = true
        } else {
            try match(value, place)
            known?.note(value, name, writtenAs: place, of: document)
        }
    }

    /// Notes that something is not as it has to be, where no error can be thrown; gives some node to go on with.
    fileprivate func mismatch() -> Int {
        isMatch = false
        return root
    }

    /// The node of a member of an object, whose name is met with it.
    fileprivate func member(_ key: some CodingKey, of object: Int) throws -> Int {
        guard let value = document.member(key.stringValue, of: object) else { throw Mismatch() }
        count += 1
        return value
    }

    // MARK: - Containers

    private func begin(_ kind: CanonicalDocument.Node.Kind, at place: Int) {
        if document.nodes[place].kind != kind { isMatch = false }
        count += 1
        isBegun = true
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        // A value may add to its object by several containers.
        if !isBegun { begin(.object, at: node) }
        return KeyedEncodingContainer(ObjectMatcher(matcher: self, object: node))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if !isBegun { begin(.array, at: node) }
        return ArrayMatcher(matcher: self, array: node)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { ValueMatcher(matcher: self, node: node) }

    fileprivate func object<Key: CodingKey>(at place: Int) -> KeyedEncodingContainer<Key> {
        begin(.object, at: place)
        return KeyedEncodingContainer(ObjectMatcher(matcher: self, object: place))
    }

    fileprivate func array(at place: Int) -> any UnkeyedEncodingContainer {
        begin(.array, at: place)
        return ArrayMatcher(matcher: self, array: place)
    }
}

private struct ObjectMatcher<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let matcher: CanonicalMatcher
    let object: Int

    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws {
        try matcher.require(matcher.document.isNull(matcher.member(key, of: object)))
    }

    func encode(_ value: String, forKey key: Key) throws {
        try matcher.match(value, string: matcher.member(key, of: object))
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        let place = try matcher.member(key, of: object)
        if object == matcher.root {
            try matcher.match(value, place, rootMember: key.stringValue)
        } else {
            try matcher.match(value, place)
        }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        matcher.object(at: node(key))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { matcher.array(at: node(key)) }

    /// The node of a member; of one that is not there, which cannot be told by an error here, any.
    private func node(_ key: Key) -> Int {
        do {
            return try matcher.member(key, of: object)
        } catch {
            return matcher.mismatch()
        }
    }

    func superEncoder() -> any Encoder { preconditionFailure("nothing that is kept inherits") }
    func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}

private struct ArrayMatcher: UnkeyedEncodingContainer {
    private let matcher: CanonicalMatcher
    private let array: Int
    private var next: Int
    private(set) var count = 0

    init(matcher: CanonicalMatcher, array: Int) {
        self.matcher = matcher
        self.array = array
        next = array + 1
    }

    var codingPath: [any CodingKey] { [] }

    /// Takes the next element; `nil` if there is none.
    private mutating func take() -> Int? {
        let element = next
        guard element < matcher.document.nodes[array].next else { return nil }
        next = matcher.document.nodes[element].next
        count += 1
        return element
    }

    private mutating func element() throws -> Int {
        guard let element = take() else { throw CanonicalMatcher.Mismatch() }
        return element
    }

    mutating func encodeNil() throws { try matcher.require(matcher.document.isNull(element())) }
    mutating func encode(_ value: String) throws { try matcher.match(value, string: element()) }
    mutating func encode<Value: Encodable>(_ value: Value) throws { try matcher.match(value, element()) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        matcher.object(at: take() ?? matcher.mismatch())
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        matcher.array(at: take() ?? matcher.mismatch())
    }

    func superEncoder() -> any Encoder { preconditionFailure("nothing that is kept inherits") }
}

private struct ValueMatcher: SingleValueEncodingContainer {
    let matcher: CanonicalMatcher
    let node: Int

    var codingPath: [any CodingKey] { [] }

    func encodeNil() throws { try matcher.require(matcher.document.isNull(node)) }
    func encode(_ value: Bool) throws { try matcher.require(matcher.document.boolean(node) == value) }
    func encode(_ value: String) throws { try matcher.match(value, string: node) }
    func encode(_ value: Double) throws { throw CanonicalMatcher.Mismatch() }
    func encode(_ value: Float) throws { throw CanonicalMatcher.Mismatch() }

    func encode<Value: Encodable & FixedWidthInteger>(_ value: Value) throws {
        try matcher.require(matcher.document.integer(node) == value)
    }

    func encode<Value: Encodable>(_ value: Value) throws { try value.encode(to: matcher) }
}
