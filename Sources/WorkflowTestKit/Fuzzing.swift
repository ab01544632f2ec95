package import Documents
import Foundation
package import Testing
import Wording

/// How much fuzzing is done.
package enum Fuzzing {
    /// Whether the environment asks for the long run (`SLUICE_TEST_LONG`).
    package static let isLong = ProcessInfo.processInfo.environment["SLUICE_TEST_LONG"] != nil

    /// The seeds of a run: so many as a rule, fifty times as many in a long one.
    package static func seeds(_ count: UInt64) -> Range<UInt64> { 0..<(isLong ? count * 50 : count) }
}

/// What reading a fuzzed document came to.
package enum FuzzOutcome<Value: Equatable>: Equatable {
    case read(Value)
    case refused([Fault])

    /// Reads bytes as a document, and the document as a value.
    package init(of bytes: [UInt8], _ read: (Document) throws(InvalidDocument) -> Value) {
        do throws(InvalidDocument) {
            self = .read(try read(try Document(bytes: Data(bytes), source: "fuzzed")))
        } catch {
            self = .refused(error.faults)
        }
    }

    /// Expects that a refusal says why, and where in the text that is.
    package func expectExplained(
        in bytes: [UInt8], seed: UInt64, at location: SourceLocation = #_sourceLocation
    ) {
        guard case .refused(let faults) = self else { return }
        #expect(!faults.isEmpty, "seed \(seed)", sourceLocation: location)
        #expect(faults.map(\.place) == faults.map(\.place).sorted(), "seed \(seed)", sourceLocation: location)
        let lines = Self.lines(in: bytes)
        for fault in faults {
            let told = Comment("seed \(seed): \(fault.place) \(fault.path) \(fault.id): \(fault.message.english)")
            Self.expectPlace(of: fault, in: lines, told, location)
            let isOfWhole = Self.faultsOfTheWhole.contains(fault.id)
            #expect(!fault.path.isEmpty || isOfWhole, told, sourceLocation: location)
            for text in [fault.message, fault.allowed] {
                #expect(!text.english.isEmpty && !text.chinese.isEmpty, told, sourceLocation: location)
            }
        }
    }

    private static func expectPlace(of fault: Fault, in lines: [Int], _ told: Comment, _ location: SourceLocation) {
        #expect((1...lines.count).contains(fault.place.line), told, sourceLocation: location)
        let width = lines.indices.contains(fault.place.line - 1) ? lines[fault.place.line - 1] : 0
        #expect((1...width + 1).contains(fault.place.column), told, sourceLocation: location)
    }

    /// Faults that have no path: of the text, or of a root that is no object.
    private static var faultsOfTheWhole: Set<String> {
        [
            "empty", "too-large", "not-utf-8", "not-yaml", "alias", "too-deep", "field-name", "duplicate-field",
            "wrong-type",
        ]
    }

    /// How many characters each line has, by what YAML takes for the end of one.
    private static func lines(in bytes: [UInt8]) -> [Int] {
        var widths = [0]
        var previous: Unicode.Scalar?
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": widths.append(0)
            default: widths[widths.count - 1] += 1
            }
            previous = scalar
        }
        return widths
    }
}
