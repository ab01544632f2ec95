package import Documents

/// A document as fuzzing changes it: a tree whose scalars are kept as they will be written, quotes and all.
package indirect enum FuzzedTree: Sendable {
    case scalar(String)
    case list([FuzzedTree])
    case object([(name: String, value: FuzzedTree)])

    /// The tree of a document that was read.
    package init(_ node: Node) {
        switch node.content {
        case .text(let text): self = .scalar(JSONValue.text(text).text)
        case .null, .boolean, .integer, .decimal: self = .scalar(node.literal ?? "~")
        case .list(let items): self = .list(items.map(Self.init))
        case .object(let fields): self = .object(fields.map { ($0.name, Self($0.value)) })
        }
    }

    /// How many nodes there are, this one included.
    var count: Int {
        switch self {
        case .scalar: 1
        case .list(let items): items.reduce(1) { $0 + $1.count }
        case .object(let fields): fields.reduce(1) { $0 + $1.value.count }
        }
    }

    /// The node that is met as the `index`-th on a walk from the root.
    func node(at index: Int) -> Self {
        var rest = index - 1
        guard rest >= 0 else { return self }
        for child in children {
            if rest < child.count { return child.node(at: rest) }
            rest -= child.count
        }
        preconditionFailure("there are as many nodes as are counted")
    }

    /// Changes the node that is met as the `index`-th on a walk from the root.
    mutating func change(at index: Int, _ body: (inout Self) -> Void) {
        var rest = index - 1
        guard rest >= 0 else { return body(&self) }
        var children = children
        for position in children.indices {
            let count = children[position].count
            if rest < count {
                children[position].change(at: rest, body)
                break
            }
            rest -= count
        }
        switch self {
        case .scalar: preconditionFailure("there are as many nodes as are counted")
        case .list: self = .list(children)
        case .object(let fields): self = .object(zip(fields, children).map { ($0.name, $1) })
        }
    }

    private var children: [Self] {
        switch self {
        case .scalar: []
        case .list(let items): items
        case .object(let fields): fields.map(\.value)
        }
    }
}

// MARK: - Writing

extension FuzzedTree {
    /// The document on one line, in braces and brackets.
    package var flow: String {
        switch self {
        case .scalar(let text): text
        case .list(let items): "[ " + items.map(\.flow).joined(separator: ", ") + " ]"
        case .object(let fields): "{ " + fields.map { "\($0.name): \($0.value.flow)" }.joined(separator: ", ") + " }"
        }
    }

    /// The document on many lines, by indentation.
    package var block: String { block(indented: 0) }

    private func block(indented depth: Int) -> String {
        let space = String(repeating: "  ", count: depth)
        let entries: [(String, Self)]
        switch self {
        case .scalar(let text): return text + "\n"
        case .list(let items): entries = items.map { ("-", $0) }
        case .object(let fields): entries = fields.map { ("\($0.name):", $0.value) }
        }
        guard !entries.isEmpty else { return flow + "\n" }
        return entries.map { start, value in
            let isOnItsLine = value.children.isEmpty
            return space + start + (isOnItsLine ? " " : "\n") + value.block(indented: depth + 1)
        }.joined()
    }
}
