import Documents
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import Testing
import Workflow

/// Reader, schema and template of every kind say the same.
struct ManifestFormatTests {
    static let kinds = Registry.standard.kinds.map(\.name)

    @Test(arguments: kinds) func `a template is read, and valid by its schema`(_ name: String) throws {
        let kind = try Registry.standard.kind(named: name)
        let template = try Document(text: kind.manifest.template, source: "template")
        #expect(kind.faults(in: template.root.jsonValue) == [])
        #expect(SchemaValidator.faults(of: template.root.jsonValue, by: kind.manifest.schema) == [])
        #expect(SchemaValidator.faults(of: template.root.jsonValue, by: Registry.standard.schema) == [])
    }

    @Test(arguments: kinds) func `so is a template with all that is commented out in it`(_ name: String) throws {
        let kind = try Registry.standard.kind(named: name)
        let full = try Self.full(kind)
        #expect(kind.faults(in: full) == [])
        #expect(SchemaValidator.faults(of: full, by: kind.manifest.schema) == [])
    }

    @Test(arguments: kinds) func `the reader knows every property and misses every required one`(_ name: String) throws
    {
        let kind = try Registry.standard.kind(named: name)
        let full = try Self.full(kind)
        for object in full.objects(by: kind.manifest.schema) {
            for (property, isRequired) in object.properties {
                let path = object.path + [.field(property)]
                let given = full.setting(path, to: object.fields[property] ?? .boolean(true))
                let unknown = kind.faults(in: given).filter { $0.id == "unknown-field" }
                #expect(unknown.isEmpty, "the reader does not know \(path.text)")
                let without = full.setting(path, to: nil)
                let faults = kind.faults(in: without)
                let isMissed = faults.contains { $0.id == "missing-field" && $0.path == path.text }
                #expect(isMissed == isRequired, "\(path.text) is missed by only one of reader and schema")
                let isMissedBySchema = !SchemaValidator.faults(of: without, by: kind.manifest.schema).isEmpty
                #expect(isMissedBySchema == isRequired, "\(path.text)")
            }
            let strange = full.setting(object.path + [.field("somethingElse")], to: "x")
            #expect(kind.faults(in: strange).contains { $0.id == "unknown-field" }, "in \(object.path.text)")
            #expect(!SchemaValidator.faults(of: strange, by: kind.manifest.schema).isEmpty, "in \(object.path.text)")
        }
    }

    @Test func `the manifest of an order, unchanged, asks for what the order asks for`() throws {
        let exclusive = ExclusiveOrders()
        for state in Samples.states {
            let manifest = try #require(exclusive.manifest(of: state)?.yaml)
            #expect(try exclusive.read(try Document(text: manifest, source: "m")) == state.order.specification)
        }
        let shared = SharedOrders()
        for state in SharedOrder.Samples.states {
            let manifest = try #require(shared.manifest(of: state)?.yaml)
            #expect(try shared.read(try Document(text: manifest, source: "m")) == state.order.specification)
        }
        let workspaces = WorkspaceOrders()
        for state in WorkspaceOrder.Samples.states {
            let manifest = try #require(workspaces.manifest(of: state)?.yaml)
            #expect(try workspaces.read(try Document(text: manifest, source: "m")) == state.order.specification)
        }
    }

    /// Whatever is written: what the reader takes, an editor does not mark.
    @Test(arguments: kinds) func `what the reader takes is valid by the schema`(_ name: String) throws {
        let kind = try Registry.standard.kind(named: name)
        let full = try Self.full(kind)
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        var taken = 0
        for _ in 0..<2000 {
            var mutant = full
            for _ in 0..<Int.random(in: 1...2, using: &generator) {
                let path = mutant.paths.randomElement(using: &generator) ?? []
                mutant = mutant.setting(path, to: JSONValue.strange.randomElement(using: &generator) ?? .null)
            }
            guard kind.faults(in: mutant).isEmpty else { continue }
            taken += 1
            let faults = SchemaValidator.faults(of: mutant, by: kind.manifest.schema)
            #expect(faults.isEmpty, "seed \(seed): \(mutant.text)")
        }
        #expect(taken > 0, "seed \(seed): no change was harmless")
    }

    /// The template with every optional field that it only hints at.
    private static func full(_ kind: any Kind) throws -> JSONValue {
        let lines = kind.manifest.template.split(separator: "\n", omittingEmptySubsequences: false)
        let text = lines.map { $0.replacing(/^(\ +)#\ (\ *(- |[A-Za-z]+:\ ))/) { "\($0.output.1)\($0.output.2)" } }
        return try Document(text: text.joined(separator: "\n"), source: "template").root.jsonValue
    }
}

extension Kind {
    /// Every fault that the reader finds.
    fileprivate func faults(in manifest: JSONValue) -> [Fault] {
        do {
            _ = try read(try Document(text: manifest.text, source: "test"))
            return []
        } catch {
            return error.faults
        }
    }
}

/// A step from a value into one of its parts.
private enum Step: Hashable {
    case field(String)
    case item(Int)
}

extension [Step] {
    fileprivate var text: String {
        reduce(into: "") { text, step in
            switch step {
            case .field(let name): text += text.isEmpty ? name : ".\(name)"
            case .item(let index): text += "[\(index)]"
            }
        }
    }
}

extension JSONValue {
    /// Values that some field or other may take, and most do not.
    fileprivate static let strange: [JSONValue] = [
        true, 0, 1, 2, 3, 12, 13, 1_000_000, -1, .decimal(1.5), "", "x", "abc", "Ecs_16c64g", "subscription",
        "pay-as-you-go", "cn-hangzhou", "10.0.0.0/8", "1h", [], [:], ["a"],
    ]

    /// Every object in this that a schema describes, with what it says of its fields.
    fileprivate func objects(
        by schema: JSONValue, at path: [Step] = []
    ) -> [(path: [Step], fields: [String: JSONValue], properties: [(name: String, isRequired: Bool)])] {
        guard case .object(let keywords) = schema else { return [] }
        switch self {
        case .object(let fields):
            guard case .object(let properties)? = keywords["properties"] else { return [] }
            var required: [JSONValue] = []
            if case .list(let names)? = keywords["required"] { required = names }
            let inner = properties.sorted { $0.key < $1.key }.flatMap { name, schema in
                fields[name]?.objects(by: schema, at: path + [.field(name)]) ?? []
            }
            let own = properties.keys.sorted().map { ($0, required.contains(.text($0))) }
            return [(path, fields, own)] + inner
        case .list(let items):
            guard let schema = keywords["items"] else { return [] }
            return items.enumerated().flatMap { $1.objects(by: schema, at: path + [.item($0)]) }
        case .null, .boolean, .integer, .decimal, .text: return []
        }
    }

    /// The way to every part of this.
    fileprivate var paths: [[Step]] {
        switch self {
        case .object(let fields):
            fields.sorted { $0.key < $1.key }.flatMap { name, value in
                [[.field(name)]] + value.paths.map { [.field(name)] + $0 }
            }
        case .list(let items):
            items.enumerated().flatMap { index, value in [[.item(index)]] + value.paths.map { [.item(index)] + $0 } }
        case .null, .boolean, .integer, .decimal, .text: []
        }
    }

    /// This with the part at `path` replaced, or taken away.
    fileprivate func setting(_ path: [Step], to value: JSONValue?) -> JSONValue {
        guard let first = path.first else { return value ?? .null }
        let rest = Array(path.dropFirst())
        switch (self, first) {
        case (.object(var fields), .field(let name)):
            fields[name] = rest.isEmpty ? value : (fields[name] ?? [:]).setting(rest, to: value)
            return .object(fields)
        case (.list(var items), .item(let index)) where index < items.count:
            items[index] = items[index].setting(rest, to: value)
            return .list(items)
        default: return self
        }
    }
}
