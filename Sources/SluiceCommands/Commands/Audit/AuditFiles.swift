import Documents
import Foundation
import Glibc
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

    /// Gives all lines, some thousands at a time.
    func forEachLines(_ body: ([Data]) throws -> Void) throws {
        let file = try open()
        defer { file.closeFile() }
        var rest = Data()
        while let chunk = try reading({ try file.read(upToCount: Self.chunk) }), !chunk.isEmpty {
            let ends = Self.newlines(in: chunk)
            guard let first = ends.first, let last = ends.last else {
                rest.append(chunk)
                guard rest.count <= Self.longestLine else { throw NotAuditable(path: path, wanted: .export) }
                continue
            }
            let starts = ends.dropLast().map { $0 + 1 }
            try body([rest + chunk[..<first]] + zip(starts, ends.dropFirst()).map { chunk[$0..<$1] })
            rest = Data(chunk[(last + 1)...])
        }
        // Every line of an export ends in a newline: what does not was cut off.
        if !rest.isEmpty { try body([rest]) }
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

/// A file is not what an audit can read.
struct NotAuditable: CommandFailure {
    enum Wanted {
        case anything, checkpoint, export, verifier
    }

    let path: String
    let wanted: Wanted
    let code = "not-auditable"
    let exitStatus = ExitStatus.invalidFile

    var message: LocalizedText {
        switch wanted {
        case .anything:
            LocalizedText("\(path) is nothing that can be audited", zh: "\(path) 不是可审计的文件")
        case .checkpoint:
            LocalizedText("\(path) is not a signed checkpoint", zh: "\(path) 不是已签名的检查点")
        case .export:
            LocalizedText("\(path) is not an export: a line is too long", zh: "\(path) 不是导出文件：某行过长")
        case .verifier:
            LocalizedText("\(path) is neither a public key nor a file with one", zh: "\(path) 既不是公钥，也不是公钥文件")
        }
    }

    var hint: LocalizedText {
        LocalizedText(
            "Give what sluice audit export, checkpoint, prove, consistency or key has printed.",
            zh: "请给出 sluice audit export、checkpoint、prove、consistency 或 key 的输出。")
    }
}

/// A file could not be written.
struct UnwritableFile: CommandFailure {
    let path: String
    let exists: Bool

    var code: String { exists ? "file-exists" : "file-not-writable" }
    var exitStatus: ExitStatus { exists ? .refused : .unreadableFile }

    var message: LocalizedText {
        exists
            ? LocalizedText("\(path) exists already", zh: "\(path) 已存在")
            : LocalizedText("\(path) cannot be written", zh: "无法写入 \(path)")
    }

    var hint: LocalizedText {
        exists
            ? LocalizedText("Nothing was overwritten. Name another file.", zh: "未覆盖任何文件。请指定其他文件。")
            : LocalizedText("Check its directory and the room on the disk.", zh: "请检查目录与磁盘空间。")
    }
}
