import Dispatch
package import Foundation
import Synchronization

/// Looks through a text for errors that are known, piece by piece, on all cores.
///
/// Each error is told once, where it is first seen: from then on nothing more is spent on it.
package struct Diagnosis {
    /// A known error, and where it was first seen.
    package struct Sighting: Sendable {
        package let error: KnownError
        /// Counted from 1.
        package let line: Int
        /// What was recognised.
        package let matched: String
    }

    /// What has been seen, in the order of the lines.
    package private(set) var sightings: [Sighting] = []
    /// How many lines there were; the last need not be ended.
    package private(set) var lines = 0

    private let errors: [KnownError]
    private let recogniser: Recogniser
    private var settled: Set<Int> = []

    package init(of errors: [KnownError] = KnownErrors.all) {
        self.errors = errors
        recogniser = Recogniser(errors)
    }

    /// Takes the next piece: lines that are whole, but for the last of all.
    package mutating func take(_ piece: Data) {
        guard !piece.isEmpty else { return }
        let parts = Self.parts(of: piece, ProcessInfo.processInfo.activeProcessorCount)
        let (recogniser, settled) = (recogniser, settled)
        let results = Mutex([Recogniser.Result?](repeating: nil, count: parts.count))
        DispatchQueue.concurrentPerform(iterations: parts.count) { index in
            let result = recogniser.read(piece[parts[index]], passingOver: settled)
            results.withLock { $0[index] = result }
        }
        for result in results.withLock({ $0.compactMap(\.self) }) {
            for found in result.found.sorted(by: { $0.line < $1.line }) where self.settled.insert(found.error).inserted
            {
                sightings.append(
                    Sighting(error: errors[found.error], line: lines + found.line, matched: found.matched))
            }
            lines += result.lines
        }
        // What was not ended is a line all the same.
        if piece.last != UInt8(ascii: "\n") { lines += 1 }
    }

    /// Cuts a piece into parts of about the same size, between lines.
    private static func parts(of piece: Data, _ count: Int) -> [Range<Data.Index>] {
        var parts: [Range<Data.Index>] = []
        var start = piece.startIndex
        while start < piece.endIndex {
            let wanted = piece.index(start, offsetBy: max(1, piece.count / count), limitedBy: piece.endIndex)
            let end =
                wanted.flatMap { piece[$0...].firstIndex(of: UInt8(ascii: "\n")) }.map { $0 + 1 } ?? piece.endIndex
            parts.append(start..<end)
            start = end
        }
        return parts
    }
}
