import Foundation
import Glibc

/// What an audit gives to be kept: checkpoints and proofs.
enum AuditOutput {
    /// Writes a file that must not be there yet, or may be replaced; whole or not at all.
    ///
    /// - Throws: ``UnwritableFile``.
    static func write(_ text: String, to path: String, replacing: Bool = false) throws {
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
