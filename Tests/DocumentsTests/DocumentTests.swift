import Documents
import Foundation
import Testing
import Wording

struct ReadingTests {
    @Test func `every value knows its line and column`() throws {
        let root = try Document(text: "a: 1\nb:\n  - x\n  - { c: [true, ~] }\n", source: "t").root
        #expect(root.field("a")?.place == Place(line: 1, column: 4))
        guard case .list(let items) = root.field("b")?.content else {
            Issue.record("b is a list")
            return
        }
        #expect(items[0].place == Place(line: 3, column: 5))
        #expect(items[1].field("c")?.place == Place(line: 4, column: 10))
    }

    @Test(arguments: [
        ("yes", "text"), ("on", "text"), ("012", "integer"), ("1.5", "decimal"), ("-3", "integer"), ("true", "boolean"),
        ("~", "null"), ("'12'", "text"), ("\"true\"", "text"), ("2021-04-01", "text"), ("1_000", "text"),
        ("0x10", "text"),
        ("cn-beijing", "text"), ("+", "text"), ("1e5", "decimal"), (".5", "text"), ("99999999999999999999", "decimal"),
    ])
    func `scalars are what YAML 1.2 says`(text: String, kind: String) throws {
        let content = try Document(text: text, source: "t").root.content
        let found =
            switch content {
            case .null: "null"
            case .boolean: "boolean"
            case .integer: "integer"
            case .decimal: "decimal"
            case .text: "text"
            case .list: "list"
            case .object: "object"
            }
        #expect(found == kind)
    }

    @Test func `JSON is read as the YAML that it is`() throws {
        let root = try Document(text: #"{"a": [1, "two", null, true], "b": {"c": "é\u00e9"}}"#, source: "t").root
        #expect(root.jsonText == #"{"a":[1,"two",null,true],"b":{"c":"éé"}}"#)
    }

    @Test func `columns count characters, not bytes`() throws {
        let root = try Document(text: "{ 名称: 值, b: 1 }", source: "t").root
        #expect(root.field("b")?.place == Place(line: 1, column: 13))
    }
}

struct BadDocumentTests {
    @Test(arguments: [
        ("", "empty"), ("# nothing\n", "empty"), ("a: [1, 2", "not-yaml"), ("a: 1\n b: 2\n", "not-yaml"),
        ("a: 1\n---\nb: 2\n", "not-yaml"), ("\tx: 1", "not-yaml"), ("a: 1\na: 2\n", "duplicate-field"),
        ("? [1, 2]\n: x\n", "field-name"), ("a: &x 1\nb: *x\n", "alias"), ("a: @b", "not-yaml"),
    ])
    func `what is no single document is refused, saying why`(text: String, id: String) {
        #expect(faults(of: text).map(\.id) == [id])
    }

    @Test func `the place of a mistake is told`() {
        #expect(faults(of: "a: 1\nb: [1, 2\nc: 3\n").first?.place.line == 3)
        #expect(faults(of: "a: 1\nb: &x 2\nc: *x\n").first?.place == Place(line: 3, column: 4))
    }

    @Test(arguments: [
        ("a: 1\na: 2\n", "a"), ("? [1, 2]\n: x\n", "a list"), ("? {b: 2}\n: x\n", "an object"),
        ("a: &x 1\nb: *x\n", "*x"),
    ])
    func `what is wrong is quoted`(text: String, found: String) {
        let faults = faults(of: text)
        #expect(faults.map(\.found) == [found])
        #expect(faults.first?.message.english.contains(found) == true)
    }

    @Test func `aliases that would make a small document large are refused before they are followed`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...40 {
            let inner = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(inner)]\n"
        }
        #expect(faults(of: text).map(\.id) == ["alias"])
        #expect(faults(of: text + "? *a40\n: x\n").map(\.id) == ["alias"])
    }

    @Test func `an anchor that nothing refers to, and a star that is none, are no aliases`() throws {
        let text = "a: &unused 1\nactions: [\"oss:*\", 'rds:ModifySecurityIps*', ecs:*]\nb: 5 * 3 & 4\n"
        #expect(throws: Never.self) { try Document(text: text, source: "t") }
    }

    @Test(arguments: ["[", "{a: ", "- "])
    func `nesting without end is refused`(opening: String) {
        let text = String(repeating: opening, count: 100_000)
        #expect(["too-deep", "not-yaml"].contains(faults(of: text).first?.id))
        let deep = String(repeating: "[", count: 70) + String(repeating: "]", count: 70)
        #expect(faults(of: deep).map(\.id) == ["too-deep"])
        let allowed = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
        #expect(faults(of: allowed).isEmpty)
    }

    @Test func `bytes that are no text are refused`() {
        #expect(faults(ofBytes: Data([0xFF, 0xFE, 0x00, 0x41])).map(\.id) == ["not-utf-8"])
        #expect(faults(ofBytes: Data([0x61, 0x3A, 0x20, 0xC3, 0x28])).map(\.id) == ["not-utf-8"])
        #expect(faults(ofBytes: Data("a: \u{0}".utf8)).map(\.id) == ["not-utf-8"])
    }

    @Test(arguments: ["a: 1", "# told\na: 1", #"{"a": 1}"#])
    func `a byte order mark before a document is passed over`(text: String) {
        #expect(faults(ofBytes: Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)).isEmpty)
    }

    @Test func `a document that is too large is refused, and one that is just not is read`() {
        let filler = String(repeating: "#", count: Document.largestSize - 6)
        #expect(faults(ofBytes: Data("a: 1 \(filler)".utf8)).isEmpty)
        #expect(faults(ofBytes: Data("a: 1 \(filler)##".utf8)).map(\.id) == ["too-large"])
    }

    private func faults(of text: String) -> [Fault] {
        do throws(InvalidDocument) {
            _ = try Document(text: text, source: "t")
            return []
        } catch {
            return error.faults
        }
    }

    private func faults(ofBytes bytes: Data) -> [Fault] {
        do throws(InvalidDocument) {
            _ = try Document(bytes: bytes, source: "t")
            return []
        } catch {
            return error.faults
        }
    }
}

struct UnreadableFileTests {
    @Test(arguments: [
        ("/nowhere/at/all", UnreadableFile.Reason.absent), ("/tmp", .notReadable), ("/dev/zero", .notReadable),
        ("/proc/self/mem", .other("Input/output error")),
    ])
    func `a file that cannot be read says why`(path: String, reason: UnreadableFile.Reason) {
        #expect(throws: UnreadableFile(path: path, reason: reason)) { try Document(path: path) }
    }
}

struct NodeReaderTests {
    @Test func `every fault is found at once, each with its path`() throws {
        let text = """
            name: 5
            size: 12
            colour: gren
            items:
              - { id: a, extra: 1 }
              - { }
            """
        let document = try Document(text: text, source: "t")
        let error = #expect(throws: InvalidDocument.self) { try document.decode(Thing.read) }
        let found = error?.faults.map { "\($0.place) \($0.path) \($0.id)" }
        #expect(
            found == [
                "1:7 name wrong-type", "2:7 size out-of-range", "3:9 colour unknown-value",
                "5:14 items[0].extra unknown-field", "6:5 items[1].id missing-field",
            ])
        let words = error?.faults.first { $0.id == "unknown-value" }?.message
        #expect(words?.english == "gren is not known; did you mean green?")
    }

    @Test func `a document without a fault is read`() throws {
        let document = try Document(text: "{ name: x, size: 3, colour: red, items: [ { id: a } ] }", source: "t")
        #expect(try document.decode(Thing.read) == Thing(name: "x", size: 3, colour: .red, items: ["a"]))
    }

    private struct Thing: Equatable {
        enum Colour: String, CaseIterable {
            case red, green
        }

        let name: String
        let size: Int
        let colour: Colour
        let items: [String]

        static func read(_ reader: NodeReader) -> Self? {
            reader.object { fields in
                let name = fields.required("name")?.text()
                let size = fields.required("size")?.integer(in: 1...10)
                let colour = fields.required("colour")?.word(Colour.self)
                let items = fields.required("items")?.list { $0.object { $0.required("id")?.text() } }
                guard let name, let size, let colour, let items else { return nil }
                return Self(name: name, size: size, colour: colour, items: items)
            }
        }
    }
}
