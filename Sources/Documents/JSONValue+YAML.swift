import Yams

extension JSONValue {
    /// This value as YAML, with sorted keys.
    package var yaml: String {
        do {
            return try Yams.serialize(node: node, allowUnicode: true)
        } catch {
            preconditionFailure("a JSON value is made of what YAML can hold")
        }
    }

    private var node: Yams.Node {
        switch self {
        case .null: Yams.Node("null", Tag(.null))
        case .boolean(let value): Yams.Node(value ? "true" : "false", Tag(.bool))
        case .integer(let value): Yams.Node(String(value), Tag(.int))
        case .decimal(let value): Yams.Node("\(value)", Tag(.float))
        case .text(let value): Self.node(of: value)
        case .list(let values): Yams.Node(values.map(\.node), Tag(.seq), values.isEmpty ? .flow : .block)
        case .object(let fields):
            Yams.Node(
                fields.sorted { $0.key < $1.key }.map { (Self.node(of: $0.key), $0.value.node) }, Tag(.map),
                fields.isEmpty ? .flow : .block)
        }
    }

    /// A text: in quotes where it could be taken for something else.
    private static func node(of text: String) -> Yams.Node {
        let plain = Yams.Node(text)
        let isText = plain.tag == Tag(.str) && !text.isEmpty
        return Yams.Node(text, Tag(.str), isText ? .any : .doubleQuoted)
    }
}
