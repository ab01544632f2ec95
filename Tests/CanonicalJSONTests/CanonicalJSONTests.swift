import Foundation
import Testing
import Workflow

@testable import CanonicalJSON

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

    @Test func `containers in containers are written where they belong`() {
        #expect(
            CanonicalJSON.text(ByHand()) == #"{"list":["a",null,{"nothing":null},[]],"nothing":true,"object":{}}"#)
    }

    // MARK: - Values that write and read themselves

    private enum Light: String, Codable, CanonicalValue {
        case green
        case kelvin = "K"
    }

    private struct Sign: Codable, Equatable, CanonicalObject, CanonicalObjectReading {
        var at: Timestamp
        var every: Duration
        var flag: Bool?
        var light: Light
        var numbers: [Int]
        var text: String

        init(at: Timestamp, every: Duration, flag: Bool?, light: Light, numbers: [Int], text: String) {
            (self.at, self.every, self.flag, self.light, self.numbers, self.text) =
                (at, every, flag, light, numbers, text)
        }

        func writeMembers(to writer: inout CanonicalWriter) {
            writer.write("at", at)
            writer.write("every", every)
            writer.write("flag", ifPresent: flag)
            writer.write("light", light)
            writer.write("numbers", numbers)
            writer.write("text", text)
        }

        init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
            at = try reader.read("at")
            every = try reader.read("every")
            flag = try reader.readIfPresent("flag")
            light = try reader.read("light")
            numbers = try reader.read("numbers")
            text = try reader.read("text")
        }

        static func random(using bits: inout SeededGenerator) -> Self {
            let sample = Sample.random(depth: 0, using: &bits)
            return Self(
                at: Timestamp(
                    millisecondsSince1970: .random(in: -62_135_596_800_000...253_402_300_799_999, using: &bits)),
                every: .milliseconds(Int64.random(in: 0...(1 << Int64.random(in: 0...38, using: &bits)), using: &bits)),
                flag: Bool.random(using: &bits) ? sample.flag : nil, light: sample.flag ? .green : .kelvin,
                numbers: (0..<Int.random(in: 0...3, using: &bits)).map { _ in
                    Int.random(in: .min ... .max, using: &bits) >> Int.random(in: 0...63, using: &bits)
                }, text: sample.text)
        }
    }

    private func read(_ text: String) -> Sign? {
        var reader = WrittenValue(text).reader
        guard let sign = try? Sign(reading: &reader), reader.isAtEnd else { return nil }
        return sign
    }

    private func text(_ sign: Sign) -> String { CanonicalJSON.text(sign.write) }

    @Test(arguments: 0..<200) func `a value reads what it writes`(seed: UInt64) throws {
        var bits = SeededGenerator(seed: seed)
        let sign = Sign.random(using: &bits)
        let written = text(sign)
        #expect(read(written) == sign)
        // What reads at all is written so.
        for place in 0..<written.utf8.count {
            var bytes = Array(written.utf8)
            bytes[place] = UInt8.random(in: 0...255, using: &bits)
            guard let changed = String(validating: bytes, as: UTF8.self), let other = read(changed) else { continue }
            #expect(text(other).utf8.elementsEqual(changed.utf8))
        }
    }

    @Test(arguments: 0..<50) func `what is compared with what is written is told from all else`(seed: UInt64) {
        var bits = SeededGenerator(seed: seed)
        let sign = Sign.random(using: &bits)
        let written = Array(text(sign).utf8)
        let isWritten = { (bytes: [UInt8]) in
            // In the midst of others, as a line holds it.
            let around = Array("{\"a\":".utf8)
            let value = WrittenValue(around.count..<around.count + bytes.count, of: around + bytes + written)
            return value.isWritten(by: sign.write)
        }
        #expect(isWritten(written))
        #expect(WrittenValue(text(sign)).isWritten(by: sign.write))
        #expect(!isWritten(written + [UInt8(ascii: "}")]))
        for place in written.indices {
            var changed = written
            changed[place] ^= UInt8.random(in: 1...255, using: &bits)
            #expect(!isWritten(changed))
            #expect(!isWritten(Array(written[..<place])))
        }
    }

    @Test func `a string that has to be escaped is compared as it is written`() {
        let text = "a\"b\\c\n"
        #expect(WrittenValue(#""a\"b\\c\n""#).isWritten(by: text.write))
        #expect(!WrittenValue("\"a\"b\\c\n\"").isWritten(by: text.write))
    }

    @Test func `where a text stands last is found among its like`() {
        var bits = SeededGenerator(seed: 31)
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in ([0x2C, 0x22, 0x2D, 0xAC] as [UInt8]).randomElement(using: &bits) ?? 0 }
            let (start, end) = (length / 5, length - length / 7)
            let wanted = (start..<max(start, end - 1)).last { bytes[$0] == 0x2C && bytes[$0 + 1] == 0x22 }
            #expect(bytes.span.lastPlace(of: ",\"", in: start..<end) == wanted, "\(length)")
        }
    }

    @Test func `a duration is written as its text is`() {
        for duration: Duration in [
            .zero, .milliseconds(1), .seconds(90), .seconds(86_400), .seconds(90_061), .seconds(-5),
        ] {
            #expect(CanonicalJSON.text(duration.write) == "\"\(duration.iso8601)\"")
        }
    }

    @Test(arguments: [
        ("{\"at\"", "{ \"at\""), (":\"PT1M\"", ":\"PT60S\""), (":\"PT1M\"", ":\"1m\""), ("00.000Z", "00Z"),
        ("00.000Z", "00.000z"), ("00.000Z", "00.000+00:00"), ("\"green\"", "\"gree\\u006E\""), ("\"green\"", "\"red\""),
        ("\"green\"", "\"\u{212A}\""), ("[1,-2]", "[01,-2]"), ("[1,-2]", "[1,-2,]"), ("[1,-2]", "[1 ,-2]"),
        ("[1,-2]", "[1,-0]"), ("[1,-2]", "[1.0,-2]"), ("[1,-2]", "[99999999999999999999,-2]"), ("[1,-2]", "[1,-2"),
        ("\"a\"", "\"\\u0061\""), ("\"a\"", "\"\t\""), ("\"a\"", "null"), ("\"a\"", "\"a\",\"z\":1"),
        ("\"a\"}", "\"a\""),
        ("\"a\"}", "\"a\"} "), (",\"text\":\"a\"", ""), ("\"light\"", "\"flag\":null,\"light\""),
        ("\"light\"", "\"flag\":1,\"light\""), ("\"light\"", "\"light\":\"green\",\"light\""),
    ]) func `nothing else is read`(_ part: String, _ other: String) {
        let sign = Sign(
            at: Timestamp(millisecondsSince1970: 0), every: .seconds(60), flag: nil, light: .green, numbers: [1, -2],
            text: "a")
        let changed = text(sign).replacing(part, with: other, maxReplacements: 1)
        #expect(changed != text(sign))
        #expect(read(text(sign)) == sign)
        #expect(read(changed) == nil)
    }
}
