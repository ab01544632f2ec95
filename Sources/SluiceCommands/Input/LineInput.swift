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
        let chunks = Chunks(file, from: beginning)
        let ahead = ReadAhead { try chunks.next() }
        var rest = Data()
        while let chunk = try ahead.next() {
            guard let last = chunk.lastIndex(of: UInt8(ascii: "\n")) else {
                rest.append(chunk)
                if rest.count >= Chunks.size {
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

    /// Gives all lines, some thousands at a time; while these are taken, the next are read and prepared.
    ///
    /// A line that was cut off at the end counts as one.
    ///
    /// - Parameters:
    ///   - prepare: what is made of lines before it is their turn.
    ///   - tooLong: what is thrown for a line that is longer than any may be.
    func forEachLines<Prepared: Sendable>(
        preparing prepare: @escaping @Sendable ([Data]) -> Prepared, _ body: (Prepared) throws -> Void,
        tooLong: @escaping @Sendable () -> any Error
    ) throws {
        let lines = Lines(of: Chunks(file, from: beginning), tooLong: tooLong)
        // Some are read while those before them are prepared, and some are prepared before they are asked for: with one of
        // each, a core would wait whenever the other has more to do.
        let read = ReadAhead { try lines.next() }
        let prepared = ReadAhead { try read.next().map(prepare) }
        let ahead = ReadAhead { try prepared.next() }
        var next = try ahead.next()
        while let prepared = next {
            try body(prepared)
            // It is let go of when more is being prepared already: to do so takes a while, too.
            next = try withExtendedLifetime(prepared) { try ahead.next() }
        }
    }

    /// The same of lines that nothing is made of before it is their turn.
    func forEachLines(_ body: ([Data]) throws -> Void, tooLong: @escaping @Sendable () -> any Error) throws {
        try forEachLines(preparing: { $0 }, body, tooLong: tooLong)
    }

    static let longestLine = 1 << 24
}

/// The bytes of a file, some megabytes at a time.
private final class Chunks: Sendable {
    /// How many bytes are read at a time.
    static let size = 1 << 22

    private let file: InputFile
    /// What was read already, until it is given.
    private let beginning: Mutex<Data>

    init(_ file: InputFile, from beginning: Data) {
        self.file = file
        self.beginning = Mutex(beginning)
    }

    /// The next chunk; `nil` at the end.
    func next() throws -> Data? {
        let beginning = beginning.withLock { beginning in
            defer { beginning = Data() }
            return beginning
        }
        let chunk = beginning.isEmpty ? try file.read(Self.size) : beginning + (try file.read(Self.size))
        return chunk.isEmpty ? nil : chunk
    }
}

/// The lines of a file, as many at a time as end in a chunk of it.
private final class Lines: Sendable {
    private let chunks: Chunks
    private let tooLong: @Sendable () -> any Error
    /// What comes after the last line that has ended.
    private let rest = Mutex(Data())

    init(of chunks: Chunks, tooLong: @escaping @Sendable () -> any Error) {
        self.chunks = chunks
        self.tooLong = tooLong
    }

    /// The next lines; `nil` at the end.
    func next() throws -> [Data]? {
        try rest.withLock { rest in
            guard let chunk = try chunks.next() else {
                defer { rest = Data() }
                return rest.isEmpty ? nil : [rest]
            }
            let lines = Self.lines(of: chunk, after: &rest)
            guard rest.count <= LineInput.longestLine else { throw tooLong() }
            return lines
        }
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

/// Reads one thing after the other, each while the one before it is looked at.
private final class ReadAhead<Element: Sendable>: Sendable {
    private let read: @Sendable () throws -> Element?
    private let queue = DispatchQueue(label: "dev.sluice.read-ahead")
    private let following: Mutex<Result<Element?, any Error>>

    /// - Parameter read: gives the next; `nil` at the end.
    init(_ read: @escaping @Sendable () throws -> Element?) {
        self.read = read
        following = Mutex(Result { try read() })
    }

    /// The next; `nil` at the end.
    ///
    /// Nobody waits for one that is not asked for: what gives it may have no end.
    func next() throws -> Element? {
        guard let element = try queue.sync(execute: { try following.withLock { try $0.get() } }) else { return nil }
        queue.async { self.following.withLock { $0 = Result { try self.read() } } }
        return element
    }
}
