import Dispatch
import Documents
import Foundation
import Glibc
import Synchronization

/// A file, a pipe or standard input, line by line and in bounded memory.
struct LineInput {
    private let file: InputFile
    /// What was read already.
    private let beginning: Data

    init(_ file: InputFile, from beginning: Data = Data()) {
        self.file = file
        self.beginning = beginning
    }

    /// Gives pieces of whole lines, some megabytes at a time; while one is taken, the next is read.
    ///
    /// Of a line that is longer than a piece, a piece is given at a time.
    func forEachPiece(_ body: (Data) throws -> Void) throws {
        let file = file
        let chunks = ReadAhead(from: beginning) { try file.read(Self.chunk) }
        var rest = Data()
        while let chunk = try chunks.next() {
            guard let last = chunk.lastIndex(of: UInt8(ascii: "\n")) else {
                rest.append(chunk)
                if rest.count >= Self.chunk {
                    try body(rest)
                    rest = Data()
                }
                continue
            }
            try body(rest + chunk[...last])
            rest = Data(chunk[(last + 1)...])
        }
        if !rest.isEmpty { try body(rest) }
    }

    /// Gives all lines, some thousands at a time; while these are taken, the next are read.
    ///
    /// A line that was cut off at the end counts as one.
    ///
    /// - Parameter tooLong: what is thrown for a line that is longer than any may be.
    func forEachLines(_ body: ([Data]) throws -> Void, tooLong: () -> any Error) throws {
        let file = file
        let chunks = ReadAhead(from: beginning) { try file.read(Self.chunk) }
        var rest = Data()
        while let chunk = try chunks.next() {
            try body(Self.lines(of: chunk, after: &rest))
            guard rest.count <= Self.longestLine else { throw tooLong() }
        }
        if !rest.isEmpty { try body([rest]) }
    }

    /// The lines that end in a chunk, the first of which may have begun before it; what comes after the last is kept.
    private static func lines(of chunk: Data, after rest: inout Data) -> [Data] {
        let ends = newlines(in: chunk)
        guard let first = ends.first, let last = ends.last else {
            rest.append(chunk)
            return []
        }
        let lines = zip(ends, ends.dropFirst()).map { chunk[$0 + 1..<$1] }
        defer { rest = Data(chunk[(last + 1)...]) }
        return [rest + chunk[..<first]] + lines
    }

    /// How many bytes are read at a time.
    private static let chunk = 1 << 22
    static let longestLine = 1 << 24

    /// Where lines end: found by the C library, which is many times as fast as looking at byte after byte.
    private static func newlines(in bytes: Data) -> [Int] {
        unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return [] }
            var (found, start) = ([Int](), 0)
            while start < buffer.count,
                let end = unsafe memchr(base + start, Int32(UInt8(ascii: "\n")), buffer.count - start)
            {
                let place = unsafe base.distance(to: end)
                found.append(place)
                start = place + 1
            }
            return found
        }
    }
}

/// Reads chunk after chunk, each while the one before it is looked at.
private final class ReadAhead: Sendable {
    private let read: @Sendable () throws -> Data
    private let queue = DispatchQueue(label: "dev.sluice.read-ahead")
    private let following: Mutex<Result<Data, any Error>>

    /// - Parameters:
    ///   - beginning: what was read already.
    ///   - read: gives the next chunk; an empty one at the end.
    init(from beginning: Data, _ read: @escaping @Sendable () throws -> Data) {
        self.read = read
        following = Mutex(Result { try beginning + read() })
    }

    /// The next chunk; `nil` at the end.
    ///
    /// Nobody waits for a chunk that is not asked for: what gives it may have no end.
    func next() throws -> Data? {
        let chunk = try queue.sync { try following.withLock { try $0.get() } }
        guard !chunk.isEmpty else { return nil }
        queue.async { self.following.withLock { $0 = Result { try self.read() } } }
        return chunk
    }
}
