/// Takes JSON in its canonical form apart, from left to right.
///
/// What is written in any other way is not taken.
struct CanonicalParser {
    private(set) var nodes: [CanonicalDocument.Node] = []
    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    /// Deeper than any value that is ever written.
    private static let deepest = 64

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        nodes.reserveCapacity(16 + bytes.count / 8)
    }

    var isAtEnd: Bool { place == bytes.count }

    mutating func takeValue() -> Bool {
        guard place < bytes.count, depth < Self.deepest else { return false }
        switch bytes[place] {
        case UInt8(ascii: "\""): return takeString()
        case UInt8(ascii: "{"): return takeObject()
        case UInt8(ascii: "["): return takeArray()
        case UInt8(ascii: "t"): return takeWord("true", .boolean)
        case UInt8(ascii: "f"): return takeWord("false", .boolean)
        case UInt8(ascii: "n"): return takeWord("null", .null)
        default: return takeNumber()
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func takeObject() -> Bool {
        let object = begin(.object)
        var last: Int?
        while !take(UInt8(ascii: "}")) {
            if last != nil, !take(UInt8(ascii: ",")) { return false }
            let name = nodes.count
            guard takeString(), isName(name), last.map({ isSorted($0, name) }) ?? true,
                take(UInt8(ascii: ":")), takeValue()
            else { return false }
            last = name
        }
        end(object)
        return true
    }

    private mutating func takeArray() -> Bool {
        let array = begin(.array)
        var isFirst = true
        while !take(UInt8(ascii: "]")) {
            guard isFirst || take(UInt8(ascii: ",")), takeValue() else { return false }
            isFirst = false
        }
        end(array)
        return true
    }

    private mutating func begin(_ kind: CanonicalDocument.Node.Kind) -> Int {
        nodes.append(CanonicalDocument.Node(kind: kind, bytes: place..<place, next: 0))
        place += 1
        depth += 1
        return nodes.count - 1
    }

    private mutating func end(_ node: Int) {
        nodes[node].end(at: place, next: nodes.count)
        depth -= 1
    }

    private func isName(_ name: Int) -> Bool { nodes[name].kind == .string || unescaped(name) != nil }

    /// Whether a name stands before another: by their bytes, without escapes.
    private func isSorted(_ one: Int, _ other: Int) -> Bool {
        guard nodes[one].kind == .string, nodes[other].kind == .string else {
            guard let one = unescaped(one), let other = unescaped(other) else { return false }
            return one.utf8.lexicographicallyPrecedes(other.utf8)
        }
        let (one, other) = (nodes[one].bytes, nodes[other].bytes)
        for place in 0..<min(one.count, other.count) {
            let (byte, next) = (bytes[one.lowerBound + place], bytes[other.lowerBound + place])
            if byte != next { return byte < next }
        }
        return one.count < other.count
    }

    private func unescaped(_ name: Int) -> String? { CanonicalJSON.unescaped(bytes[nodes[name].written]) }

    private mutating func takeString() -> Bool {
        guard take(UInt8(ascii: "\"")) else { return false }
        let start = place
        var kind = CanonicalDocument.Node.Kind.string
        var place = start
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                append(kind, start..<place)
                self.place = place + 1
                return true
            case UInt8(ascii: "\\"):
                kind = .escapedString
                place += 2
            case 0..<0x20:
                return false
            default:
                place += 1
            }
        }
        return false
    }

    private mutating func takeNumber() -> Bool {
        let start = place
        let isNegative = take(UInt8(ascii: "-"))
        let first = place
        while place < bytes.count, 0x30...0x39 ~= bytes[place] { place += 1 }
        guard place > first, bytes[first] != UInt8(ascii: "0") || (place == first + 1 && !isNegative) else {
            return false
        }
        append(.number, start..<place)
        return true
    }

    private mutating func takeWord(_ word: StaticString, _ kind: CanonicalDocument.Node.Kind) -> Bool {
        let end = place + word.utf8CodeUnitCount
        guard end <= bytes.count, bytes[place..<end].elementsEqual(word.description.utf8) else { return false }
        append(kind, place..<end)
        place = end
        return true
    }

    private mutating func append(_ kind: CanonicalDocument.Node.Kind, _ range: Range<Int>) {
        nodes.append(CanonicalDocument.Node(kind: kind, bytes: range, next: nodes.count + 1))
    }
}
