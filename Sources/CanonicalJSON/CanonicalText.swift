/// Canonical JSON as it is written, from left to right; the members of an object are put in order when it ends.
///
/// What is nested in a value is written before the value goes on, as everything that the compiler makes encodable does.
struct CanonicalText {
    private(set) var bytes: [UInt8] = []
    /// The values that are being written, the outermost first.
    private var open: [OpenValue] = []
    /// The members of those that are objects.
    private var members: [Member] = []

    private struct OpenValue {
        enum Kind {
            /// Nothing was written of it yet; what ends so is an object without members.
            case unknown
            case single, array, object
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

    // MARK: - Values

    /// How deep the innermost value lies.
    var depth: Int { open.count - 1 }

    /// Begins a value; gives how deep it lies.
    mutating func begin() -> Int {
        open.append(OpenValue(start: bytes.count, firstMember: members.count))
        return depth
    }

    /// Ends the value at `depth`, and what was begun in it.
    mutating func end(_ depth: Int) {
        while open.count > depth {
            let value = open.removeLast()
            switch value.kind {
            case .single: break
            case .array: bytes.append(UInt8(ascii: "]"))
            case .unknown, .object: end(value)
            }
        }
    }

    mutating func write(word: String) {
        open[depth].kind = .single
        bytes.append(contentsOf: word.utf8)
    }

    mutating func write(string: String) {
        open[depth].kind = .single
        CanonicalJSON.write(string, to: &bytes)
    }

    // MARK: - Arrays

    mutating func beginArray() {
        open[depth].kind = .array
        bytes.append(UInt8(ascii: "["))
    }

    /// Makes room for the next element of the array at `depth`.
    mutating func beginElement(at depth: Int) {
        end(depth + 1)
        if open[depth].elements > 0 { bytes.append(UInt8(ascii: ",")) }
        open[depth].elements += 1
    }

    func elements(at depth: Int) -> Int { open[depth].elements }

    // MARK: - Objects

    mutating func beginObject() { open[depth].kind = .object }

    /// Makes room for the next member of the object at `depth`.
    mutating func beginMember(_ name: String, at depth: Int) {
        end(depth + 1)
        members.append(Member(name: name, start: bytes.count))
        // What parts members stands before each; the first has the bracket in its place when the object ends.
        bytes.append(UInt8(ascii: ","))
        CanonicalJSON.write(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func end(_ object: OpenValue) {
        guard members.count > object.firstMember else {
            bytes.append(UInt8(ascii: "{"))
            bytes.append(UInt8(ascii: "}"))
            return
        }
        if !areSorted(from: object.firstMember) { sort(object) }
        members.removeSubrange(object.firstMember...)
        bytes[object.start] = UInt8(ascii: "{")
        bytes.append(UInt8(ascii: "}"))
    }

    private func areSorted(from first: Int) -> Bool {
        (first + 1..<members.count).allSatisfy { members[$0 - 1].precedes(members[$0]) }
    }

    private mutating func sort(_ object: OpenValue) {
        let end = bytes.count
        let order = members.indices[object.firstMember...].sorted { members[$0].precedes(members[$1]) }
        var sorted: [UInt8] = []
        sorted.reserveCapacity(end - object.start)
        for index in order {
            let next = index + 1 < members.count ? members[index + 1].start : end
            sorted += bytes[members[index].start..<next]
        }
        bytes.replaceSubrange(object.start..., with: sorted)
    }
}
