/// A position in a document, both counted from 1; columns count Unicode scalars.
package struct Place: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static let start = Self(line: 1, column: 1)

    package static func < (one: Self, other: Self) -> Bool {
        (one.line, one.column) < (other.line, other.column)
    }

    package var description: String { "\(line):\(column)" }
}

/// A value of a YAML or JSON document that knows where it stands.
package struct Node: Sendable {
    /// A field of an object: its name, where the name stands, and its value.
    package struct Field: Sendable {
        package let name: String
        package let place: Place
        package let value: Node
    }

    package enum Content: Sendable {
        case null
        case boolean(Bool)
        case integer(Int)
        case decimal(Double)
        case text(String)
        case list([Node])
        case object([Field])
    }

    package let content: Content
    package let place: Place
    /// A scalar as it is written, without its quotes.
    package let literal: String?

    init(_ content: Content, at place: Place, literal: String? = nil) {
        self.content = content
        self.place = place
        self.literal = literal
    }

    /// The value of the field called `name`, if this is an object that has one.
    package func field(_ name: String) -> Node? {
        guard case .object(let fields) = content else { return nil }
        return fields.first { $0.name == name }?.value
    }
}

extension Node {
    /// An object made of fields that come from outside any document: `name=value` of a command line.
    ///
    /// A value is read as YAML, a name with a dot is a field of a field.
    package static func object(of assignments: [(name: String, value: Node)]) -> Node {
        var fields: [Field] = []
        for (name, value) in assignments {
            let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else {
                fields.append(Field(name: name, place: .start, value: value))
                continue
            }
            let inner = fields.first { $0.name == parts[0] }?.value.fields ?? []
            let outer = object(of: inner.map { ($0.name, $0.value) } + [(parts[1], value)])
            fields.removeAll { $0.name == parts[0] }
            fields.append(Field(name: parts[0], place: .start, value: outer))
        }
        return Node(.object(fields), at: .start)
    }

    /// Nothing.
    package static var null: Node { Node(.null, at: .start) }

    private var fields: [Field]? {
        if case .object(let fields) = content { fields } else { nil }
    }
}
