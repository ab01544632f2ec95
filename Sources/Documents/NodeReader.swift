package import Wording

/// Gathers the faults of one document, so that all of them can be reported at once.
package final class FaultCollector {
    package private(set) var faults: [Fault] = []

    package init() {}

    package func add(_ fault: Fault) {
        faults.append(fault)
    }
}

/// Where a node stands in its document, written out only where somebody is told.
private indirect enum NodePath {
    case root
    case field(NodePath, String)
    case item(NodePath, Int)

    var text: String {
        switch self {
        case .root: ""
        case .field(.root, let name): name
        case .field(let object, let name): "\(object.text).\(name)"
        case .item(let list, let index): "\(list.text)[\(index)]"
        }
    }
}

/// Reads one node as a value of an expected type; what does not fit becomes a fault and `nil`.
package struct NodeReader {
    /// A field of an object whose fields may have any names.
    package struct Field {
        package let name: String
        package let place: Place
        package let value: NodeReader
    }

    package let node: Node
    package let faults: FaultCollector
    private let location: NodePath

    /// Reads the root of a document.
    package init(_ node: Node, faults: FaultCollector) {
        self.init(node, at: .root, faults)
    }

    fileprivate init(_ node: Node, at location: NodePath, _ faults: FaultCollector) {
        self.node = node
        self.location = location
        self.faults = faults
    }

    /// Where the node stands: `spec.projects[0].name`.
    package var path: String { location.text }

    package var isNull: Bool {
        if case .null = node.content { true } else { false }
    }

    package func text() -> String? {
        switch node.content {
        case .text(let text): text
        case .boolean, .integer, .decimal: wrongType(LocalizedText("a text (in quotes)", zh: "文本（加引号）"))
        case .null, .list, .object: wrongType(LocalizedText("a text", zh: "文本"))
        }
    }

    package func boolean() -> Bool? {
        if case .boolean(let value) = node.content { return value }
        return wrongType(LocalizedText("true or false", zh: "布尔值"))
    }

    package func integer() -> Int? {
        if case .integer(let value) = node.content { return value }
        return wrongType(LocalizedText("a whole number", zh: "整数"))
    }

    package func integer(in range: ClosedRange<Int>) -> Int? {
        guard let value = integer() else { return nil }
        guard range.contains(value) else {
            let allowed = range.upperBound == .max ? "\(range.lowerBound)…" : "\(range.lowerBound)…\(range.upperBound)"
            return fault(.outOfRange(node, allowed: allowed, path: path))
        }
        return value
    }

    package func number() -> Double? {
        switch node.content {
        case .integer(let value): Double(value)
        case .decimal(let value): value
        case .null, .boolean, .text, .list, .object: wrongType(LocalizedText("a number", zh: "数字"))
        }
    }

    /// One of the words of `Value`.
    package func word<Value: RawRepresentable & CaseIterable>(_: Value.Type = Value.self) -> Value?
    where Value.RawValue == String {
        guard let text = text() else { return nil }
        guard let value = Value(rawValue: text) else {
            return fault(.unknownValue(node, known: Value.allCases.map(\.rawValue), path: path))
        }
        return value
    }

    /// A text as `convert` understands it; what it does not is reported with the `rule`.
    package func text<Value>(_ rule: LocalizedText, _ convert: (String) -> Value?) -> Value? {
        guard let text = text() else { return nil }
        return convert(text) ?? fault(.malformed(node, rule: rule, path: path))
    }

    /// Every item that `read` can read.
    package func list<Item>(_ read: (NodeReader) -> Item?) -> [Item]? {
        guard case .list(let items) = node.content else { return wrongType(LocalizedText("a list", zh: "列表")) }
        var values: [Item] = []
        values.reserveCapacity(items.count)
        for index in items.indices {
            if let value = read(NodeReader(items[index], at: .item(location, index), faults)) { values.append(value) }
        }
        return values
    }

    /// What `read` makes of the object; the fields it did not ask for are reported as unknown.
    package func object<Value>(_ read: (ObjectReader) -> Value?) -> Value? {
        guard case .object(let fields) = node.content else { return wrongType(LocalizedText("an object", zh: "对象")) }
        let reader = ObjectReader(fields: fields, place: node.place, location: location, faults: faults)
        let value = read(reader)
        reader.reportUnknownFields()
        return value
    }

    /// Every field of an object, whatever their names.
    package func fields() -> [Field]? {
        guard case .object(let fields) = node.content else { return wrongType(LocalizedText("an object", zh: "对象")) }
        return fields.map { field in
            Field(
                name: field.name, place: field.place,
                value: NodeReader(field.value, at: .field(location, field.name), faults))
        }
    }

    /// Reports `fault`; always `nil`.
    package func fault<Value>(_ fault: Fault) -> Value? {
        faults.add(fault)
        return nil
    }

    /// Reports that this node is not of the expected type; always `nil`.
    package func wrongType<Value>(_ expected: LocalizedText) -> Value? {
        fault(.wrongType(node, expected: expected, path: path))
    }
}

/// Reads the fields of one object and remembers which ones were asked for.
package final class ObjectReader {
    private let fields: [Node.Field]
    private let place: Place
    private let location: NodePath
    private let faults: FaultCollector
    private var known: [String] = []

    fileprivate init(fields: [Node.Field], place: Place, location: NodePath, faults: FaultCollector) {
        self.fields = fields
        self.place = place
        self.location = location
        self.faults = faults
    }

    /// The field called `name`; a fault if there is none.
    package func required(_ name: String) -> NodeReader? {
        guard let reader = optional(name) else {
            faults.add(.missing(path: NodePath.field(location, name).text, at: place))
            return nil
        }
        return reader
    }

    /// The field called `name`, if there is one that is not null.
    package func optional(_ name: String) -> NodeReader? {
        given(name).flatMap { $0.isNull ? nil : $0 }
    }

    /// The field called `name`, if there is one, though it be null.
    package func given(_ name: String) -> NodeReader? {
        known.append(name)
        return fields.first { $0.name == name }
            .map { NodeReader($0.value, at: .field(location, name), faults) }
    }

    fileprivate func reportUnknownFields() {
        for field in fields where !known.contains(field.name) {
            let name = field.name.isEmpty ? "\"\"" : field.name
            let path = NodePath.field(location, name).text
            faults.add(.unknownField(name, known: known, path: path, at: field.place))
        }
    }
}
