package import Workflow

// What may happen to a document between the hands that write it and the program that reads it.
extension FuzzedTree {
    /// This tree after one to four changes, written in one of the ways a document may be, and at times with a few of its
    /// bytes changed.
    ///
    /// - Parameter lawful: scalars that the document's rules admit somewhere, so that some changes are of no harm.
    package func fuzzed(
        by generator: inout SeededGenerator, lawful: [String]
    ) -> [UInt8] {
        var tree = self
        for _ in 0..<([1, 1, 2, 4].randomElement(using: &generator) ?? 1) { tree.mutate(&generator, lawful) }
        var text = Bool.random(using: &generator) ? tree.flow : tree.block
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        case 1: text = "\u{FEFF}" + text
        case 2: text = "%YAML 1.1\n---\n" + text
        case 3: text += "\n---\n" + text
        default: break
        }
        var bytes = Array(text.utf8)
        guard Int.random(in: 0..<4, using: &generator) == 0 else { return bytes }
        for _ in 0..<Int.random(in: 1...3, using: &generator) { Self.mutate(&bytes, &generator) }
        return bytes
    }

    private mutating func mutate(_ generator: inout SeededGenerator, _ lawful: [String]) {
        let whole = self
        let index = Int.random(in: 0..<count, using: &generator)
        change(at: index) { node in
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: node = .scalar(Self.nastyScalars.randomElement(using: &generator) ?? "")
            case 1, 2: node = .scalar(lawful.randomElement(using: &generator) ?? "")
            case 3: node = whole.node(at: .random(in: 0..<whole.count, using: &generator))
            case 4: node = [.list([]), .object([]), .list([node]), .object([("x", node)])][index % 4]
            case 5: node = (0..<[2, 60, 100][index % 3]).reduce(node) { inner, _ in .list([inner]) }
            default: node.mutateEntries(&generator)
            }
        }
    }

    private mutating func mutateEntries(_ generator: inout SeededGenerator) {
        let choice = Int.random(in: 0..<6, using: &generator)
        switch self {
        case .scalar(let text):
            var bytes = Array(text.utf8)
            Self.mutate(&bytes, &generator)
            self = .scalar(String(decoding: bytes, as: UTF8.self))
        case .list(var items):
            guard let position = items.indices.randomElement(using: &generator) else { return }
            switch choice {
            case 0: items.remove(at: position)
            case 1: items += items
            case 2: items.shuffle(using: &generator)
            default: items.insert(items[position], at: position)
            }
            self = .list(items)
        case .object(var fields):
            guard let position = fields.indices.randomElement(using: &generator) else { return }
            switch choice {
            case 0, 1: fields.remove(at: position)
            case 2: fields.shuffle(using: &generator)
            case 3: fields.insert(fields[position], at: position)
            case 4: fields[position].name = Self.nastyScalars.randomElement(using: &generator) ?? ""
            default:
                fields[position].name.insert(
                    "s", at: fields[position].name.indices.randomElement(using: &generator) ?? "".startIndex)
            }
            self = .object(fields)
        }
    }

    private static func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        guard let position = bytes.indices.randomElement(using: &generator) else { return }
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[position] = Array("\t\n\r \"'#&*!|>%@`{}[],:?-~\\".utf8).randomElement(using: &generator) ?? 0
        case 2: bytes.remove(at: position)
        case 3: bytes.removeSubrange(position..<min(position + 20, bytes.count))
        default: bytes.insert(contentsOf: bytes[position..<min(position + 20, bytes.count)], at: position)
        }
    }

    /// Scalars, as they are written, that readers have fallen over: of any document, ours or not.
    package static let nastyScalars: [String] = [
        "", "~", "null", "''", "\"\"", "true", "yes", "-1", "0", "-0", "+1", "007", "0x1F", "1e999", "-1e999", "1e-999",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "99999999999999999999999", "1.0", ".5",
        "1_000", ".nan", ".inf", "-.inf", "NaN", "2021-04-01", "2021-04-01T09:00:00+08:00", "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59", "PT9999999999H", "999999999d", "0s", "\"\\u0000\"", "\"\\u001b[2J\"",
        "\"\\ud800\"",
        "\"\\x7f\"", "\"\\u202e\"", "\"\\n\"", "\"a\\r\\nb\"", "名称", "é", "e\u{301}", "🧨", "\u{301}", "\u{2028}",
        "\u{85}", "!!int \"3\"", "!!binary aGk=", "!!str 12", "!!null x", "!!python/object:os.system {}", "!x y",
        "&a 1", "*a", "&a [ *a ]", "*", "&", "@x", "`x`", "%x", "? x", "- x", "| x", ">-", "[", "]", "{", "}", "#", ":",
        "a: b", "<<", "{ <<: { a: 1 } }", "=", "---", "...", "0.0.0.0/0", "255.255.255.255/32", "256.0.0.0/8",
        "10.0.0.0/33", "\"*\"", "\"?\"", "\"oss:*\"", String(repeating: "a", count: 300),
        String(repeating: "9", count: 400), "\"" + String(repeating: "é", count: 5000) + "\"",
    ]
}
