/// The members of an object, taken one after the other by whoever knows which there must be.
struct CanonicalMembers {
    private let document: CanonicalDocument
    private var next: Int
    private let end: Int

    init(of object: Int, in document: CanonicalDocument) {
        self.document = document
        next = object + 1
        end = document.nodes[object].kind == .object ? document.nodes[object].next : next
    }

    var isAtEnd: Bool { next >= end }

    /// The value of the next member, if it is of this name; else `nil`, and the member is still the next.
    mutating func take(_ name: String) -> Int? {
        guard !isAtEnd, document.isString(next, name) else { return nil }
        let value = next + 1
        next = document.nodes[value].next
        return value
    }

    /// The same of a member that must be a string.
    mutating func takeString(_ name: String) -> String? { take(name, document.string) }

    /// The same of a member that must be a whole number.
    mutating func takeInteger(_ name: String) -> Int? { take(name, document.integer) }

    private mutating func take<Value>(_ name: String, _ read: (Int) -> Value?) -> Value? {
        var rest = self
        guard let value = rest.take(name).flatMap(read) else { return nil }
        self = rest
        return value
    }

    /// Takes a member that must be this string.
    mutating func take(_ name: String, _ string: String) -> Bool {
        take(name).map { document.isString($0, string) } ?? false
    }
}
