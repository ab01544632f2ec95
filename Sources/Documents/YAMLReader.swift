import Yams

/// Reads YAML, and JSON as the part of YAML that it is, into a tree of nodes.
///
/// Scalars are understood by the core schema of YAML 1.2, so that `yes`, `on` and `012` are what they look like: texts,
/// and a number. What could make a small document large or deep is refused: aliases, and nesting beyond
/// ``deepestNesting``.
struct YAMLReader {
    static let deepestNesting = 64

    /// The root of the one document in `text`.
    func read(_ text: String) throws(Fault) -> Node {
        let roots = try compose(text) { parser in [try parser.singleRoot()].compactMap(\.self) }
        guard let root = roots.first else { throw .empty }
        let node = try node(root, depth: 0)
        return Node(node.content, at: node.place.within(text), literal: node.literal)
    }

    /// The roots of all documents in `text`, but for empty ones.
    func readAll(_ text: String) throws(Fault) -> [Node] {
        let roots = try compose(text) { parser in
            var roots: [Yams.Node] = []
            while let root = try parser.nextRoot() { roots.append(root) }
            return roots
        }
        var nodes: [Node] = []
        for root in roots {
            let node = try node(root, depth: 0)
            // What stands between two markers, or after the last, may be nothing at all.
            if case .null = node.content { continue }
            nodes.append(node)
        }
        guard !nodes.isEmpty else { throw .empty }
        return nodes
    }

    private func compose(
        _ text: String, _ body: (Yams.Parser) throws -> [Yams.Node]
    ) throws(Fault) -> [Yams.Node] {
        if let name = Self.aliasedAnchor(in: text) {
            throw .aliases(name: name, at: Self.place(of: "*" + name, in: text))
        }
        do {
            return try body(try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8))
        } catch let error as YamlError {
            throw Fault(error, in: text)
        } catch {
            throw .notReadable(problem: String(describing: error), at: .start)
        }
    }

    private func node(_ source: Yams.Node, depth: Int) throws(Fault) -> Node {
        let place = source.mark.map { Place(line: $0.line, column: $0.column) } ?? .start
        guard depth < Self.deepestNesting else { throw .tooDeep(deepest: Self.deepestNesting, at: place) }
        switch source {
        case .scalar(let scalar):
            let content = scalar.style == .plain ? Self.plain(scalar.string) : .text(scalar.string)
            return Node(content, at: place, literal: scalar.string)
        case .sequence(let sequence):
            var items: [Node] = []
            for item in sequence {
                items.append(try node(item, depth: depth + 1))
            }
            return Node(.list(items), at: place)
        case .mapping(let mapping):
            var fields: [Node.Field] = []
            for (key, value) in mapping {
                let keyPlace = key.mark.map { Place(line: $0.line, column: $0.column) } ?? place
                guard let name = key.scalar?.string else {
                    throw .keyNotText(try node(key, depth: depth + 1).kind, at: keyPlace)
                }
                fields.append(Node.Field(name: name, place: keyPlace, value: try node(value, depth: depth + 1)))
            }
            return Node(.object(fields), at: place)
        case .alias(let alias):
            throw .aliases(name: alias.anchor.rawValue, at: place)
        }
    }

    /// What a plain scalar means by the core schema of YAML 1.2.
    private static func plain(_ text: String) -> Node.Content {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        default: break
        }
        let unsigned = text.drop { $0 == "-" || $0 == "+" }
        let isNumber =
            text.count - unsigned.count <= 1 && unsigned.first?.isNumber == true
            && unsigned.allSatisfy { $0.isASCII && ($0.isNumber || ".eE+-".contains($0)) }
        guard isNumber else { return .text(text) }
        if let integer = Int(text) { return .integer(integer) }
        if let decimal = Double(text), decimal.isFinite { return .decimal(decimal) }
        return .text(text)
    }

    /// The name of an anchor that is also referred to, if there is one.
    ///
    /// Aliases are looked for before the parser sees the document, because composing them is what may take for ever.
    /// An alias needs its name twice in the text, once behind `&` and once behind `*`; nothing else that a manifest, a
    /// world or a policy holds looks like that.
    private static func aliasedAnchor(in text: String) -> String? {
        var anchors: Set<Substring> = []
        var aliases: Set<Substring> = []
        var rest = text[...]
        while let mark = rest.firstIndex(where: { $0 == "&" || $0 == "*" }) {
            let name = rest[rest.index(after: mark)...].prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0))
            }
            if !name.isEmpty {
                if rest[mark] == "&" { anchors.insert(name) } else { aliases.insert(name) }
            }
            rest = rest[rest.index(after: mark)...]
        }
        return anchors.intersection(aliases).min().map(String.init)
    }

    private static func place(of needle: String, in text: String) -> Place {
        for (line, content) in text.lines.enumerated() {
            if let range = content.firstRange(of: needle) {
                let column = content.unicodeScalars.distance(from: content.startIndex, to: range.lowerBound)
                return Place(line: line + 1, column: column + 1)
            }
        }
        return .start
    }
}

extension Fault {
    /// What the parser found wrong.
    fileprivate init(_ error: YamlError, in text: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let told = [context?.text, problem].compactMap(\.self).joined(separator: ": ")
            self = .notReadable(problem: told, at: Place(line: mark.line, column: mark.column).within(text))
        case .duplicatedKeysInMapping(let duplicates, let context):
            self = .duplicateField(
                duplicates.sorted().first ?? "",
                at: Place(line: context.mark.line, column: context.mark.column).within(text)
            )
        case .reader(let problem, _, _, _), .writer(let problem), .emitter(let problem), .representer(let problem):
            self = .notReadable(problem: problem, at: .start)
        case .dataCouldNotBeDecoded, .memory, .no:
            self = .notReadable(problem: error.description, at: .start)
        }
    }
}

extension String {
    /// The lines, by what YAML 1.1 takes for the end of one, as the parser does.
    fileprivate var lines: [Substring] {
        split(omittingEmptySubsequences: false) { ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains($0) }
    }
}

extension Place {
    /// This place, or the end of the text if it is beyond: the parser tells of what ends too early on a line that is not
    /// there.
    fileprivate func within(_ text: String) -> Place {
        let lines = text.lines
        guard line > lines.count else { return self }
        return Place(line: lines.count, column: (lines.last?.unicodeScalars.count ?? 0) + 1)
    }
}
