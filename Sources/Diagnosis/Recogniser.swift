import Foundation

/// Recognises known errors in bytes: first by the byte strings that they cannot be without, then line by line.
struct Recogniser: Sendable {
    /// An error that was recognised.
    struct Found: Sendable {
        /// Its place in the list.
        let error: Int
        /// Counted from 1, within the bytes.
        let line: Int
        let matched: String
    }

    struct Result: Sendable {
        var found: [Found] = []
        /// How many lines end in the bytes.
        var lines = 0
    }

    private let search: NeedleSearch
    /// For each needle, the error that it is of.
    private let owners: [Int]
    private let patterns: [String?]

    /// A line is looked at no further than so many bytes before and behind what was found in it.
    private static let window = 4096

    init(_ errors: [KnownError]) {
        search = NeedleSearch(errors.flatMap(\.needles))
        owners = errors.enumerated().flatMap { index, error in error.needles.map { _ in index } }
        patterns = errors.map(\.pattern)
    }

    /// - Parameter settled: errors that are of no interest any more.
    func read(_ bytes: Data, passingOver settled: Set<Int>) -> Result {
        var result = Result()
        var done = settled
        // Of each error, the line that was last found only to look like it: needles may stand in it more than once.
        var rejected: [Int: Int] = [:]
        // Compiled anew for each read: what a pattern is compiled to belongs to one thread.
        var compiled: [Int: Regex<AnyRegexOutput>] = [:]
        unsafe bytes.withUnsafeBytes { buffer in
            result.lines = unsafe Self.newlines(in: buffer)
            unsafe search.scan(buffer) { needles, end in
                let open = Set(needles.map { owners[$0] }).subtracting(done)
                guard !open.isEmpty else { return end }
                let line = unsafe Self.line(around: end, in: buffer)
                guard open.contains(where: { rejected[$0] != line.upperBound }) else { return end }
                let text = unsafe String(decoding: buffer[line], as: UTF8.self)
                for error in open.sorted() where rejected[error] != line.upperBound {
                    guard let matched = match(error, in: text, &compiled) else {
                        rejected[error] = line.upperBound
                        continue
                    }
                    done.insert(error)
                    let number =
                        unsafe Self.newlines(in: UnsafeRawBufferPointer(rebasing: buffer[..<line.lowerBound])) + 1
                    result.found.append(Found(error: error, line: number, matched: matched))
                }
                return end
            }
        }
        return result
    }

    /// What of a line is the error; `nil` if it only looks like it.
    private func match(_ error: Int, in line: String, _ compiled: inout [Int: Regex<AnyRegexOutput>]) -> String? {
        guard let pattern = patterns[error] else {
            return line.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        if compiled[error] == nil {
            guard let regex = try? Regex(pattern) else { preconditionFailure("\(pattern) is a pattern") }
            compiled[error] = regex
        }
        guard let regex = compiled[error], let match = try? regex.firstMatch(in: line) else { return nil }
        return String(line[match.range])
    }

    private static func newlines(in bytes: UnsafeRawBufferPointer) -> Int {
        var count = 0
        for place in bytes.indices where unsafe bytes[place] == UInt8(ascii: "\n") { count &+= 1 }
        return count
    }

    /// The line around a place, or as much of it as is looked at.
    private static func line(around place: Int, in bytes: UnsafeRawBufferPointer) -> Range<Int> {
        var start = place
        while start > 0, unsafe bytes[start - 1] != UInt8(ascii: "\n"), place - start < window { start -= 1 }
        var end = place
        while end < bytes.count, unsafe bytes[end] != UInt8(ascii: "\n"), end - place < window { end += 1 }
        return start..<end
    }
}
