import Dispatch
import Documents
import Foundation
import Glibc
import Synchronization
import TransparencyLog
import Wording

/// A file that an audit reads: a checkpoint, a proof, an export, a public key.
struct AuditFile {
    let path: String

    /// The largest file that is read whole; exports are read line by line.
    private static let largest = SignedNote.largest

    /// The file's text.
    ///
    /// - Throws: ``UnreadableFile``, ``NotAuditable``.
    func text() throws -> String {
        let file = try open()
        defer { file.closeFile() }
        guard let bytes = try reading({ try file.read(upToCount: Self.largest + 1) }), bytes.count <= Self.largest,
            let text = String(bytes: bytes, encoding: .utf8)
        else { throw NotAuditable(path: path, wanted: .anything) }
        return text
    }

    /// The signed checkpoint in the file.
    func checkpoint() throws -> SignedCheckpoint {
        guard let checkpoint = SignedCheckpoint(parsing: try text()) else {
            throw NotAuditable(path: path, wanted: .checkpoint)
        }
        return checkpoint
    }

    /// The beginning of the file, by which it is told what it is.
    func beginning() throws -> String {
        let file = try open()
        defer { file.closeFile() }
        return String(decoding: try reading { try file.read(upToCount: 64) } ?? Data(), as: UTF8.self)
    }

    /// Gives all lines, some thousands at a time; while these are taken, the next are read.
    func forEachLines(_ body: ([Data]) throws -> Void) throws {
        let file = try open()
        let chunks = ReadAhead { try reading { try file.read(upToCount: Self.chunk) } ?? Data() }
        defer {
            // Standard input may have no end; nobody waits for it once a fault is found.
            if path != "-" {
                chunks.end()
                file.closeFile()
            }
        }
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

    private func open() throws -> FileHandle {
        if path == "-" { return .standardInput }
        var isDirectory: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            throw UnreadableFile(path: path, reason: .notRegular)
        }
        return try reading { try FileHandle(forReadingFrom: URL(fileURLWithPath: path)) }
    }

    private func reading<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw UnreadableFile(path: path, reason: .of(error))
        }
    }

    /// Writes a file that must not be there yet, or may be replaced; whole or not at all.
    func write(_ text: String, replacing: Bool = false) throws {
        let draft = path + ".making"
        let exists = FileManager.default.fileExists(atPath: path)
        guard !exists || replacing else { throw UnwritableFile(path: path, exists: true) }
        do {
            guard FileManager.default.createFile(atPath: draft, contents: nil) else {
                throw CocoaError(.fileWriteUnknown)
            }
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: draft))
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
            try file.close()
            guard unsafe rename(draft, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            // What could not be written whole is taken away; what was there before is still there.
            _ = unsafe unlink(draft)
            throw UnwritableFile(path: path, exists: false)
        }
    }
}

/// Reads chunk after chunk, each while the one before it is looked at.
private final class ReadAhead: Sendable {
    private let read: @Sendable () throws -> Data
    private let queue = DispatchQueue(label: "dev.sluice.read-ahead")
    private let following: Mutex<Result<Data, any Error>>

    /// - Parameter read: gives the next chunk; an empty one at the end.
    init(_ read: @escaping @Sendable () throws -> Data) {
        self.read = read
        following = Mutex(Result { try read() })
    }

    /// The next chunk; `nil` at the end.
    func next() throws -> Data? {
        let chunk = try queue.sync { try following.withLock { try $0.get() } }
        guard !chunk.isEmpty else { return nil }
        queue.async { self.following.withLock { $0 = Result { try self.read() } } }
        return chunk
    }

    /// Waits for what is being read.
    func end() { queue.sync {} }
}
