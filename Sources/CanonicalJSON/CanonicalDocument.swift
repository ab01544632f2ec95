/// JSON in its canonical form, taken apart: every value in the order in which it stands, with where it begins and ends.
///
/// The bytes are kept as they are, so that what was hashed and what is read are one. They are UTF-8; whether strings are
/// escaped as they must be is seen when they are read.
final class CanonicalDocument: Sendable {
    /// A value, or the name of a member, which stands before its value.
    struct Node {
        enum Kind {
            case object, array, string
            /// A string with escapes in it.
            case escapedString
            case number, boolean, null
        }

        let kind: Kind
        // Half a word each: there are many nodes, and a line is short.
        private let start: UInt32
        private var end: UInt32
        private var after: UInt32

        init(kind: Kind, bytes: Range<Int>, next: Int) {
            self.kind = kind
            start = UInt32(bytes.lowerBound)
            end = UInt32(bytes.upperBound)
            after = UInt32(next)
        }

        /// Where it stands in the bytes: a string without its quotes.
        var bytes: Range<Int> { Int(start)..<Int(end) }
        /// The node after it and all that is in it.
        var next: Int { Int(after) }

        mutating func end(at place: Int, next: Int) {
            end = UInt32(place)
            after = UInt32(next)
        }

        /// Where it stands in the bytes, quotes and all.
        var written: Range<Int> {
            switch kind {
            case .string, .escapedString: bytes.lowerBound - 1..<bytes.upperBound + 1
            case .object, .array, .number, .boolean, .null: bytes
            }
        }
    }

    let bytes: [UInt8]
    let nodes: [Node]
    let root = 0

    /// Takes JSON apart; `nil` if it is not JSON, or not in its canonical form.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= UInt32.max, bytes[...].isUTF8 else { return nil }
        var parser = CanonicalParser(bytes.indices, of: bytes.span, recording: NodeList(ofBytes: bytes.count))
        guard parser.takeValue(of: bytes.span), parser.isAtEnd else { return nil }
        self.bytes = bytes
        nodes = parser.record.nodes
    }

    /// The values as they are taken.
    private struct NodeList: CanonicalRecord {
        private(set) var nodes: [Node] = []

        init(ofBytes count: Int) {
            nodes.reserveCapacity(16 + count / 8)
        }

        mutating func append(_ kind: Node.Kind, _ range: Range<Int>) -> Int {
            nodes.append(Node(kind: kind, bytes: range, next: nodes.count + 1))
            return nodes.count - 1
        }

        mutating func end(_ node: Int, at place: Int) { nodes[node].end(at: place, next: nodes.count) }
    }

    /// The value of an object's member; `nil` if it has none of this name, or is no object.
    func member(_ name: String, of object: Int) -> Int? {
        guard nodes[object].kind == .object else { return nil }
        let name = name.utf8.span
        var key = object + 1
        let end = nodes[object].next
        while key < end {
            if isString(key, name) { return key + 1 }
            key = nodes[key + 1].next
        }
        return nil
    }

    /// Whether a value is this string, to the byte.
    private func isString(_ node: Int, _ text: Span<UInt8>) -> Bool {
        switch nodes[node].kind {
        case .string:
            let range = nodes[node].bytes
            return range.count == text.count && areSame(text, from: range.lowerBound)
        case .escapedString:
            guard let unescaped = CanonicalJSON.unescaped(written(node)) else { return false }
            return unescaped.utf8.count == text.count && zip(unescaped.utf8, text.indices).allSatisfy { $0 == text[$1] }
        case .object, .array, .number, .boolean, .null: return false
        }
    }

    /// Whether these bytes stand from a place on.
    private func areSame(_ some: Span<UInt8>, from place: Int) -> Bool {
        for index in some.indices where bytes[place + index] != some[index] { return false }
        return true
    }

    /// The bytes of a value as they are written.
    func written(_ node: Int) -> ArraySlice<UInt8> { bytes[nodes[node].written] }

    /// A string; `nil` if the value is none.
    func string(_ node: Int) -> String? {
        switch nodes[node].kind {
        case .string: String(decoding: bytes[nodes[node].bytes], as: UTF8.self)
        case .escapedString: CanonicalJSON.unescaped(written(node))
        case .object, .array, .number, .boolean, .null: nil
        }
    }

    /// Whether the value is `null`.
    func isNull(_ node: Int) -> Bool { nodes[node].kind == .null }

    /// `true` or `false`; `nil` if the value is neither.
    func boolean(_ node: Int) -> Bool? {
        nodes[node].kind == .boolean ? bytes[nodes[node].bytes.lowerBound] == UInt8(ascii: "t") : nil
    }

    /// A whole number; `nil` if the value is none, or does not fit.
    func integer<Number: FixedWidthInteger>(_ node: Int) -> Number? {
        guard nodes[node].kind == .number else { return nil }
        let (bytes, range) = (bytes, nodes[node].bytes)
        return Number(decimal: bytes.span.extracting(range))
    }
}
