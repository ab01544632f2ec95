import Foundation
import Testing
import Workflow

@testable import WorkflowEngine

struct CanonicalJSONTests {
    /// A value of every shape that the journal keeps.
    private struct Sample: Codable, Equatable, Sendable {
        enum Case: Codable, Equatable, Sendable {
            case alone
            case one(Int)
            case several(name: String, [Sample])
        }

        enum Word: String, Codable, CaseIterable, Sendable {
            case first, second
        }

        var text: String
        var number: Int
        var small: UInt8
        var flag: Bool
        var word: Word
        var absent: String?
        var present: Int?
        var cases: [Case]
        var byName: [String: Int]
        var samples: [Sample]
        var id: WorkflowID
        var at: Timestamp

        static func random(depth: Int, using bits: inout SeededGenerator) -> Self {
            let parts = { (bits: inout SeededGenerator) in
                depth == 0
                    ? [] : (0..<Int.random(in: 0...2, using: &bits)).map { _ in random(depth: depth - 1, using: &bits) }
            }
            let cases: [Case] = [
                .alone, .one(.random(in: -9...9, using: &bits)), .several(name: text(using: &bits), parts(&bits)),
            ]
            return Self(
                text: text(using: &bits), number: .random(in: .min ... .max, using: &bits),
                small: .random(in: 0...255, using: &bits), flag: .random(using: &bits),
                word: Word.allCases.randomElement(using: &bits)!, absent: nil,
                present: Bool.random(using: &bits) ? .random(in: -1...1, using: &bits) : nil,
                cases: cases.shuffled(using: &bits),
                byName: Dictionary((0..<3).map { (text(using: &bits), $0) }, uniquingKeysWith: { one, _ in one }),
                samples: parts(&bits), id: WorkflowID(rawValue: text(using: &bits)),
                at: Timestamp(millisecondsSince1970: .random(in: 0...1_700_000_000_000, using: &bits)))
        }

        private static func text(using bits: inout SeededGenerator) -> String {
            let scalars: [ClosedRange<UInt32>] = [0...0x7F, 0x20...0x7E, 0x80...0x7FF, 0x1F300...0x1F6FF]
            let range = scalars.randomElement(using: &bits)!
            return String(
                String.UnicodeScalarView(
                    (0..<Int.random(in: 0...20, using: &bits)).compactMap { _ in
                        Unicode.Scalar(UInt32.random(in: range, using: &bits))
                    }))
        }
    }

    private static func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test(arguments: 0..<200) func `what is written is JSON, and is read back as it was`(seed: UInt64) throws {
        var bits = SeededGenerator(seed: seed)
        let sample = Sample.random(depth: 3, using: &bits)
        let text = CanonicalJSON.text(sample)
        #expect(try JSONDecoder().decode(Sample.self, from: Data(text.utf8)) == sample)
        #expect(try CanonicalJSON.value(Sample.self, of: text) == sample)
        #expect(CanonicalJSON.text(try CanonicalJSON.value(Sample.self, of: text)) == text)
    }

    @Test func `strings are written as Foundation writes them, whatever is in them`() throws {
        for value: UInt32 in 0...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a\(scalar)/"
            #expect(try CanonicalJSON.text(text) == Self.foundation(text))
            #expect(try CanonicalJSON.value(String.self, of: CanonicalJSON.text(text)) == text)
        }
    }

    @Test func `members are sorted by the bytes of their names, whatever the order they are given in`() {
        #expect(
            CanonicalJSON.text(["b": 1, "B": 2, "a10": 3, "a9": 4, "": 5, "é": 6, "_": 7])
                == #"{"":5,"B":2,"_":7,"a10":3,"a9":4,"b":1,"é":6}"#)
    }

    @Test func `what is empty, nothing and alone is written too`() {
        #expect(CanonicalJSON.text([Int]()) == "[]")
        #expect(CanonicalJSON.text([String: Int]()) == "{}")
        #expect(CanonicalJSON.text([[Int?]]([[nil, 1], []])) == "[[null,1],[]]")
        #expect(CanonicalJSON.text("") == #""""#)
        #expect(CanonicalJSON.text(Int.min) == "-9223372036854775808")
    }

    @Test(arguments: [
        "", " 1", "1 ", "01", "-0", "1.0", "1e3", "+1", "-", "tru", "truely", "nul", "{\"a\": 1}",
        "{\"b\":1,\"a\":2}",
        "{\"a\":1,\"a\":1}", "{\"a\":1,}", "{\"a\"}", "{,}", "[1,]", "[,1]", "[1 ,2]", "[1", "{", "\"a", "\"a\\\"",
        "\"\n\"", "{a:1}", "1}", "[1]]", #"{"a":1,"\u0061":1}"#, #"{"\u0061":1}"#,
        String(repeating: "[", count: 100_000),
        String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
    ]) func `what is not in the one form is not read`(text: String) {
        #expect(CanonicalDocument(Array(text.utf8)) == nil)
    }

    @Test func `as deep as is allowed is read`() {
        let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(CanonicalDocument(Array(text.utf8)) != nil)
    }

    @Test(arguments: [
        #""\u0061""#, #""\/""#, #""\u00E9""#, #""\ud800""#, #""\q""#, #""\"#, #""\u000A""#, "1", "null", "[]",
        "\"\u{1F}\"",
    ]) func `a string that is not written as it would be is none`(text: String) {
        #expect(throws: DecodingError.self) { try CanonicalJSON.value(String.self, of: text) }
    }

    @Test(arguments: ["[]", "1", "\"a\"", "true", "null", #"{"a":1}"#, #"{"a":null}"#, #"{"a":"b","c":[]}"#])
    func `a value of another kind is an error of decoding`(text: String) {
        #expect(throws: DecodingError.self) { try CanonicalJSON.value([String: String].self, of: text) }
    }

    @Test func `a number that does not fit is an error of decoding`() {
        #expect(throws: DecodingError.self) { try CanonicalJSON.value(UInt8.self, of: "256") }
        #expect(throws: DecodingError.self) { try CanonicalJSON.value(Int.self, of: "9223372036854775808") }
        #expect(throws: DecodingError.self) { try CanonicalJSON.value([Int].self, of: "[null]") }
    }

    @Test func `any cut or change of a text is an error or another value, and nothing worse`() throws {
        var bits = SeededGenerator(seed: 8259)
        let sample = Sample.random(depth: 2, using: &bits)
        let bytes = Array(CanonicalJSON.text(sample).utf8)
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= UInt8.random(in: 1...255, using: &bits)
            for damaged in [Array(bytes[..<place]), changed] {
                guard let document = CanonicalDocument(damaged) else { continue }
                let value = try? Sample(from: CanonicalDecoder(document: document, node: document.root))
                #expect(value != sample)
            }
        }
    }

    @Test(arguments: 0..<100) func `a value is written as its own text, and as no other`(seed: UInt64) throws {
        var bits = SeededGenerator(seed: seed)
        let sample = Sample.random(depth: 2, using: &bits)
        let text = CanonicalJSON.text(sample)
        #expect(CanonicalJSON.writes(sample, as: WrittenValue(text)))
        let other = Sample.random(depth: 2, using: &bits)
        #expect(!CanonicalJSON.writes(other, as: WrittenValue(text)))
        // All that is within it, more and less of it, and other kinds in its place.
        for change in [#""absent":null,"#, #""zzz":1,"#] {
            #expect(
                !CanonicalJSON.writes(
                    sample, as: WrittenValue(text.replacing("{", with: "{" + change, maxReplacements: 1))))
        }
        #expect(!CanonicalJSON.writes(sample.samples, as: WrittenValue(text)))
        #expect(!CanonicalJSON.writes(sample, as: WrittenValue(CanonicalJSON.text([sample]))))
        #expect(!CanonicalJSON.writes([sample], as: WrittenValue(CanonicalJSON.text([sample, sample]))))
        #expect(!CanonicalJSON.writes([sample, sample], as: WrittenValue(CanonicalJSON.text([sample]))))
        var bytes = Array(text.utf8)
        for place in bytes.indices {
            let byte = bytes[place]
            bytes[place] = UInt8.random(in: 0x20...0x7E, using: &bits)
            if bytes[place] != byte, byte < 0x80 {
                #expect(!CanonicalJSON.writes(sample, as: WrittenValue(String(decoding: bytes, as: UTF8.self))))
            }
            bytes[place] = byte
        }
    }

    @Test(arguments: 0..<100) func `what is known of another value changes nothing`(seed: UInt64) throws {
        var bits = SeededGenerator(seed: seed)
        let before = Sample.random(depth: 1, using: &bits)
        var known = KnownMembers()
        #expect(CanonicalJSON.writes(before, as: WrittenValue(CanonicalJSON.text(before)), &known))
        // One that has much in common with it.
        let other = Sample.random(depth: 1, using: &bits)
        var after = before
        if Bool.random(using: &bits) { after.samples = other.samples } else { after.number = other.number }
        if Bool.random(using: &bits) { after.cases = other.cases }
        let text = CanonicalJSON.text(after)
        for (value, written) in [(after, CanonicalJSON.text(before)), (before, text), (other, text)]
        where CanonicalJSON.text(value) != written {
            var copy = known
            #expect(!CanonicalJSON.writes(value, as: WrittenValue(written), &copy))
            // What failed has left nothing that another could be taken for.
            #expect(!CanonicalJSON.writes(value, as: WrittenValue(written), &copy))
        }
        for place in 0..<text.utf8.count {
            var bytes = Array(text.utf8)
            bytes[place] ^= 1
            var copy = known
            #expect(!CanonicalJSON.writes(after, as: WrittenValue(String(decoding: bytes, as: UTF8.self)), &copy))
        }
        #expect(CanonicalJSON.writes(after, as: WrittenValue(text), &known))
        #expect(CanonicalJSON.writes(after, as: WrittenValue(text), &known))
        #expect(!CanonicalJSON.writes(other, as: WrittenValue(text), &known))
    }

    /// Encodes a member under a name, and what is in it by containers of its own, as hand-written types may.
    private struct ByHand: Encodable {
        enum Key: String, CodingKey {
            case list, object, nothing
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            try list.encode("a")
            try list.encodeNil()
            var inner = list.nestedContainer(keyedBy: Key.self)
            try inner.encodeNil(forKey: .nothing)
            _ = list.nestedUnkeyedContainer()
            _ = container.nestedContainer(keyedBy: Key.self, forKey: .object)
            try container.encode(true, forKey: .nothing)
        }
    }

    @Test func `containers in containers are matched as they are written`() {
        let text = #"{"list":["a",null,{"nothing":null},[]],"nothing":true,"object":{}}"#
        #expect(CanonicalJSON.text(ByHand()) == text)
        #expect(CanonicalJSON.writes(ByHand(), as: WrittenValue(text)))
        for (part, other) in [
            (#""a""#, #""b""#), ("null,{", "1,{"), (#"{"nothing":null}"#, "[]"), (#"{"nothing":null}"#, "{}"),
            (",[]", ""), (",[]", ",{}"), (",[]", ",[],1"), ("true", "false"), (":{}", ":[]"), (#","object":{}"#, ""),
            (#"{"list":"#, #"{"a":1,"list":"#),
        ] {
            let changed = text.replacing(part, with: other, maxReplacements: 1)
            #expect(changed != text)
            #expect(!CanonicalJSON.writes(ByHand(), as: WrittenValue(changed)), "\(changed)")
        }
    }
}
