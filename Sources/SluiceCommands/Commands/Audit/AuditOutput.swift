import Foundation
import Glibc

/// What an audit gives to be kept: checkpoints and proofs.
enum AuditOutput {
    /// Writes a file that must not be there yet, or may be replaced; whole or not at all.
    ///
    /// - Throws: ``UnwritableFile``.
    static func write(_ text: String, to path: String, replacing: Bool = false) throws(UnwritableFile) {
        guard replacing || !FileManager.default.fileExists(atPath: path) else {
            throw UnwritableFile(path: path, errno: EEXIST)
        }
        let draft = path + ".making"
        let file = try OutputFile(at: draft, as: path, replacing: true)
        try file.write(Data(text.utf8))
        try file.end()
        guard unsafe rename(draft, path) == 0 else {
            let reason = errno
            // What was there before is still there.
            _ = unsafe unlink(draft)
            throw UnwritableFile(path: path, errno: reason)
        }
    }
}
