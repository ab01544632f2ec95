import Foundation
import Testing
import Wording
import Workflow

@testable import Diagnosis

/// How a text is looked through, whatever is known.
struct DiagnosisTests {
    private static func error(_ id: String, _ needles: [String], pattern: String? = nil) -> KnownError {
        let text = LocalizedText(id, zh: id)
        return KnownError(
            id: id, title: text, needles: needles, pattern: pattern, cause: text, cure: [text], related: [], checks: [],
            samples: [],
            nearMisses: [])
    }

    @Test func `needles are found as by looking for each alone`() {
        var generator = SeededGenerator(seed: 7)
        func word(_ lengths: ClosedRange<Int>) -> String {
            String(
                (0..<Int.random(in: lengths, using: &generator)).map { _ in
                    "abc".randomElement(using: &generator) ?? "a"
                })
        }
        for round in 0..<500 {
            let needles = (0..<Int.random(in: 1...6, using: &generator)).map { _ in word(1...4) }
            let text = word(0...60)
            var found: [String] = []
            unsafe Array(text.utf8).withUnsafeBytes { bytes in
                unsafe NeedleSearch(needles).scan(bytes) { ends, end in
                    found += ends.map { "\($0) \(end)" }
                    return end
                }
            }
            let utf8 = Array(text.utf8)
            let expected = needles.enumerated().flatMap { index, needle in
                (0...utf8.count).filter { utf8[..<$0].suffix(needle.utf8.count).elementsEqual(needle.utf8) }
                    .map { "\(index) \($0)" }
            }
            #expect(found.sorted() == expected.sorted(), "round \(round): \(needles) in \(text)")
        }
    }

    @Test func `an error is told once, with its first line, however the text is cut into pieces`() {
        let errors = [Self.error("one", ["alpha"]), Self.error("two", ["beta"], pattern: #"beta \d+"#)]
        let lines = (0..<400).map { number in
            switch number {
            case 17, 200: "this has alpha"
            case 30, 31: "beta but no number"
            case 390, 395: "beta \(number)"
            default: "nothing in line \(number)"
            }
        }
        for size in [1, 2, 7, 100, 400] {
            var diagnosis = Diagnosis(of: errors)
            for start in stride(from: 0, to: lines.count, by: size) {
                let piece = lines[start..<min(start + size, lines.count)].joined(separator: "\n") + "\n"
                diagnosis.take(Data(piece.utf8))
            }
            #expect(diagnosis.lines == 400)
            #expect(diagnosis.sightings.map(\.error.id) == ["one", "two"])
            #expect(diagnosis.sightings.map(\.line) == [18, 391])
            #expect(diagnosis.sightings.map(\.matched) == ["this has alpha", "beta 390"])
        }
    }

    @Test func `a last line that is not ended counts, and an empty text has none`() {
        var diagnosis = Diagnosis(of: [Self.error("one", ["alpha"])])
        diagnosis.take(Data())
        #expect(diagnosis.lines == 0)
        diagnosis.take(Data("first\nalpha".utf8))
        #expect(diagnosis.lines == 2)
        #expect(diagnosis.sightings.map(\.line) == [2])
    }

    @Test func `bytes of any kind, and lines of any length, are borne`() {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<50 {
            var bytes = Data((0..<20_000).map { _ in UInt8.random(in: 0...255, using: &generator) })
            bytes.insert(contentsOf: Data("OSSException".utf8), at: Int.random(in: 0...20_000, using: &generator))
            var diagnosis = Diagnosis()
            diagnosis.take(bytes)
            #expect(diagnosis.lines == bytes.count { $0 == 10 } + (bytes.last == 10 ? 0 : 1))
        }
        var diagnosis = Diagnosis(of: [Self.error("one", ["alpha"])])
        diagnosis.take(Data(repeating: UInt8(ascii: "x"), count: 1 << 22) + Data("alpha".utf8))
        #expect(diagnosis.sightings.first?.matched.utf8.count ?? 0 <= 8192)
    }
}
