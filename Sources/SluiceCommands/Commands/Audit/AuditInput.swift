import Dispatch
import Documents
import Foundation
import Glibc
import Synchronization
import TransparencyLog
import Wording

/// What an audit is given to read: a checkpoint, a proof, an export, a public key.
///
/// Opened once and read once, so that a pipe will do.
final class AuditInput {
    let path: String
    private let file: InputFile
    /// What was read to see what it is.
    private var ahead = Data()

    /// The largest file that is read whole; exports are read line by line.
    private static let largest = SignedNote.largest

    /// - Parameter path: `-` for standard input.
    /// - Throws: ``UnreadableFile``.
    init(path: String) throws {
        self.path = path
        file = try InputFile(path: path)
    }

    /// The beginning, by which it is told what it is.
    func beginning() throws -> String { String(decoding: try take(64), as: UTF8.self) }

    /// All of it as a text.
    ///
    /// - Throws: ``UnreadableFile``, ``NotAuditable``.
    func text() throws -> String {
        let bytes = try take(Self.largest + 1)
        guard bytes.count <= Self.largest, let text = String(bytes: bytes, encoding: .utf8) else {
            throw NotAuditable(path: path, wanted: .anything)
        }
        return text
    }

    /// The signed checkpoint that it is.
    func checkpoint() throws -> SignedCheckpoint {
        guard let checkpoint = SignedCheckpoint(parsing: try text()) else {
            throw NotAuditable(path: path, wanted: .checkpoint)
        }
        return checkpoint
    }

    /// Gives all lines, some thousands at a time; while these are taken, the next are read.
    func forEachLines(_ body: ([Data]) throws -> Void) throws {
        let file = file
        let chunks = ReadAhead(from: ahead) { try file.read(Self.chunk) }
        var rest = Data()
        while let chunk = try chunks.next() {
            try body(Self.lines(of: chunk, after: &rest))
            guard rest.count <= Self.longestLine else { throw NotAuditable(path: path, wanted: .export) }
        }
        // A line that was cut off is none of a log's; one that lacks only its end is whole.
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
    private static let longestLine = 1 << 24

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

    /// The first bytes, so many or all there are.
    private func take(_ count: Int) throws -> Data {
        ahead += try file.read(count - ahead.count)
        return ahead
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
