/// Writes a value as canonical JSON, from left to right; the members of an object are put in order when it ends.
///
/// What is nested in a value is written before the value goes on, as everything that the compiler makes encodable does.
final class CanonicalEncoder: Encoder {
    private(set) var bytes: [UInt8] = []
    /// The values that are being written, the outermost first.
    private var open: [OpenValue] = []
    /// The members of those that are objects.
    private var members: [Member] = []

    private struct OpenValue {
        enum Kind {
            case unknown, single, array, object
        }

        var kind = Kind.unknown
        var elements = 0
        let start: Int
        let firstMember: Int
    }

    private struct Member {
        let name: String
        let start: Int

        func precedes(_ other: Self) -> Bool { name.utf8.lexicographicallyPrecedes(other.name.utf8) }
    }

    init() {
        bytes.reserveCapacity(2048)
        open.reserveCapacity(8)
        members.reserveCapacity(48)
    }

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func write(root value: some Encodable) {
        do {
            try write(value)
        } catch {
            preconditionFailure("what a journal keeps is made of what canonical JSON can hold: \(type(of: value))")
        }
    }

    // MARK: - Values

    func write<Value: Encodable>(_ value: Value) throws {
        let depth = begin()
        try value.encode(to: self)
        end(depth)
    }

    private func begin() -> Int {
        open.append(OpenValue(start: bytes.count, firstMember: members.count))
        return open.count - 1
    }

    /// Ends the values from `depth` on.
    private func end(_ depth: Int) {
        while open.count > depth {
            let value = open.removeLast()
            switch value.kind {
            case .single: break
            case .array: bytes.append(UInt8(ascii: "]"))
            case .unknown, .object: endObject(value)
            }
        }
    }

    /// Makes what is written at `depth` the innermost value again: what was begun in it has ended.
    private func settle(_ depth: Int) {
        precondition(depth < open.count, "a value is written while it is open")
        end(depth + 1)
    }

    // MARK: - Objects

    func beginMember(_ name: String, at depth: Int) {
        settle(depth)
        members.append(Member(name: name, start: bytes.count))
        // What parts members stands before each; the first has the bracket in its place when the object ends.
        bytes.append(UInt8(ascii: ","))
        write(string: name)
        bytes.append(UInt8(ascii: ":"))
    }

    private func endObject(_ object: OpenValue) {
        guard members.count > object.firstMember else { return bytes.append(contentsOf: [0x7B, 0x7D]) }
        if !areSorted(from: object.firstMember) { sort(object) }
        members.removeSubrange(object.firstMember...)
        bytes[object.start] = UInt8(ascii: "{")
        bytes.append(UInt8(ascii: "}"))
    }

    private func areSorted(from first: Int) -> Bool {
        (first + 1..<members.count).allSatisfy { members[$0 - 1].precedes(members[$0]) }
    }

    private func sort(_ object: OpenValue) {
        let written = bytes[object.start...]
        let own = members[object.firstMember...]
        let ends = own.dropFirst().map(\.start) + [written.endIndex]
        let sorted = zip(own, ends).sorted { $0.0.precedes($1.0) }
        var text: [UInt8] = []
        text.reserveCapacity(written.count)
        for (member, end) in sorted { text += written[member.start..<end] }
        bytes.replaceSubrange(object.start..., with: text)
    }

    // MARK: - Containers

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        open[open.count - 1].kind = .object
        return KeyedEncodingContainer(ObjectWriter(encoder: self, depth: open.count - 1))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        open[open.count - 1].kind = .array
        bytes.append(UInt8(ascii: "["))
        return ArrayWriter(encoder: self, depth: open.count - 1)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        open[open.count - 1].kind = .single
        return ValueWriter(encoder: self)
    }

    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        _ = begin()
        return container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        _ = begin()
        return unkeyedContainer()
    }

    func beginElement(at depth: Int) {
        settle(depth)
        if open[depth].elements > 0 { bytes.append(UInt8(ascii: ",")) }
        open[depth].elements += 1
    }

    func elements(at depth: Int) -> Int { open[depth].elements }

    // MARK: - Words and strings

    func write(word: String) {
        bytes.append(contentsOf: word.utf8)
    }

    func write(string: String) { CanonicalJSON.write(string, to: &bytes) }
}
