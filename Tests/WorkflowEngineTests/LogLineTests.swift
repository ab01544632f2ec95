import CanonicalJSON
import Foundation
import Testing
import Workflow

@testable import WorkflowEngine

struct LogLineTests {
    private static let transition = LoggedTransition(
        HistoryEntry(
            position: 12, workflow: WorkflowID(rawValue: "01F25F4JH8CSR7C3841G0SNJXP"), kind: "cluster-scaling",
            version: 3, event: "cleared", from: "paid", to: "ready", definitionVersion: 1,
            state: WrittenValue(#"{"phase":"ready","text":"\"é"}"#),
            evidence: WrittenValue(#"{"claims":[],"n":-1}"#), actor: Actor(.account, id: "Zoë \"Z\""),
            requestID: "r\\1",
            at: Timestamp(millisecondsSince1970: 1_617_238_923_001)),
        in: "rkwb9047s14zvyb1", recordedAt: Timestamp(millisecondsSince1970: 1_617_238_924_002))

    private static let change = LoggedKeyChange(
        at: 7, in: "rkwb9047s14zvyb1", by: Actor(.operator, id: "ops"),
        recordedAt: Timestamp(millisecondsSince1970: 1_617_238_924_002), note: "a\nb\n\n— c d\n")

    @Test func `a line is read back as it was written`() {
        #expect(LoggedTransition(Self.transition.bytes) == Self.transition)
        #expect(LoggedKeyChange(Self.change.bytes) == Self.change)
        #expect(LoggedTransition(Self.change.bytes) == nil)
        #expect(LoggedKeyChange(Self.transition.bytes) == nil)
    }

    @Test func `every flipped bit makes another line, or none`() {
        for line in [Self.transition.bytes, Self.change.bytes] {
            for place in line.indices {
                for flip in [1, 2, 4, 8, 16, 32, 64, 128] as [UInt8] {
                    var changed = line
                    changed[place] ^= flip
                    if let other = LoggedTransition(changed) {
                        #expect(other != Self.transition && other.bytes == changed)
                    }
                    if let other = LoggedKeyChange(changed) { #expect(other != Self.change && other.bytes == changed) }
                }
                #expect(LoggedTransition(line[..<place]) == nil && LoggedKeyChange(line[..<place]) == nil)
            }
        }
    }

    @Test(arguments: ["", "1", "[1]", #"[""]"#, "{}", #"{"data":1}"#, #"{"data":{}}"#, #"{"data":[1]}"#])
    func `what is no line is none`(text: String) {
        #expect(LoggedTransition(Data(text.utf8)) == nil)
        #expect(LoggedKeyChange(Data(text.utf8)) == nil)
    }

    @Test(arguments: [("SR7C", "\u{212A}R7C"), ("SR7C", "sr7c"), ("01F25F4JH8CSR7C3841G0SNJXP", ""), ("SR7C", "S/7C")])
    func `an id of other letters than an id's is none`(id: String, other: String) {
        let text = String(decoding: Self.transition.bytes, as: UTF8.self)
        #expect(LoggedTransition(Data(text.replacing(id, with: other).utf8)) == nil)
    }

    @Test(arguments: [
        (#""from":"paid""#, #""from":null"#), (#""from":"paid""#, #""from":1"#),
        (#""request":"r\\1""#, #""request":[]"#),
        (#""specversion":"1.0""#, #""specversion":"1.1""#), (#""source""#, #""sample":1,"source""#),
        (#""state""#, #""stage":1,"state""#), (".001Z", ".001+00:00"), (".002Z", ".0020Z"), ("T01:02:03", "t01:02:03"),
        ("JXP-3", "JXP-4"), ("cluster-scaling/", "cluster-renewal/"), ("cluster-scaling.ready", "cluster-scaling.paid"),
        ("dev.sluice.cluster-scaling", "dev.sluice.exclusive-order"), (#""account""#, #""accounts""#),
        ("00000000000000000012", "0000000000000000012"), ("00000000000000000012", "+0000000000000000012"),
    ])
    func `a line with something else in it is none`(part: String, other: String) {
        let text = String(decoding: Self.transition.bytes, as: UTF8.self)
        #expect(text.contains(part))
        #expect(LoggedTransition(Data(text.replacing(part, with: other).utf8)) == nil)
    }

    @Test func `bytes that are no characters are no line`() throws {
        let place = try #require(Self.transition.bytes.firstRange(of: Data("claims".utf8))).lowerBound
        for byte in [0x80, 0xC3, 0xFF] as [UInt8] {
            var changed = Self.transition.bytes
            changed[place] = byte
            #expect(LoggedTransition(changed) == nil)
        }
    }

    @Test func `among others a line is read as by itself, but for its state, which is not looked at`() throws {
        let changes = [
            ("", ""), ("JXP", "JXQ"), ("rkwb9047s14zvyb1", "bench"), (#"Zoë \"Z\""#, "ops"), ("12\"", "13\""),
        ]
        let text = String(decoding: Self.transition.bytes, as: UTF8.self)
        let lines = changes.map { Data((text.replacing($0, with: $1)).utf8) }
        let bytes = lines.reduce(into: [UInt8]()) { $0 += $1 }
        var (common, start) = (LoggedTransition.CommonTexts(), 0)
        for line in lines {
            let part = start..<start + line.count
            #expect(LoggedTransition(part, of: bytes, sharing: &common) == LoggedTransition(line))
            start = part.upperBound
        }
        for state in [#"{"phase": "ready"}"#, #"{"a":{"b":1,"to":"x"}"#, "{}}", "x", ""] {
            let line = Array(text.replacing(#"{"phase":"ready","text":"\"é"}"#, with: state).utf8)
            let read = try #require(LoggedTransition(line.indices, of: line, sharing: &common))
            #expect(read.entry.state.text == state && !read.entry.state.isCanonical)
            #expect(LoggedTransition(Data(line)) == nil)
        }
    }

    @Test func `a store of other letters is none`() {
        let text = String(decoding: Self.transition.bytes, as: UTF8.self)
        for other in ["sluice/", "sluice/\u{212A}", "other/a"] {
            #expect(LoggedTransition(Data(text.replacing("sluice/rkwb9047s14zvyb1", with: other).utf8)) == nil)
        }
    }
}
