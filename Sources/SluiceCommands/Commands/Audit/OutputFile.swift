import Foundation
import Glibc

/// A file that is being written; what is not ended is taken away.
final class OutputFile {
    private let path: String
    /// The path to tell of: that of the file this one is to become.
    private let name: String
    private let descriptor: Int32
    private var isEnded = false

    /// Makes the file.
    ///
    /// - Parameters:
    ///   - name: what it is told of as; its own path if not given.
    ///   - replacing: whether it may be there already; its contents are then lost.
    /// - Throws: ``UnwritableFile``.
    init(at path: String, as name: String? = nil, replacing: Bool) throws(UnwritableFile) {
        self.path = path
        self.name = name ?? path
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (replacing ? O_TRUNC : O_EXCL)
        descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else { throw UnwritableFile(path: self.name, errno: errno) }
    }

    /// Writes more.
    func write(_ bytes: Data) throws(UnwritableFile) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno != EINTR { throw UnwritableFile(path: name, errno: errno) }
            rest = rest.dropFirst(max(0, written))
        }
    }

    /// Ends the file: when this returns, what was written lasts.
    func end() throws(UnwritableFile) {
        guard fsync(descriptor) == 0 else { throw UnwritableFile(path: name, errno: errno) }
        isEnded = true
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        if !isEnded { _ = unsafe unlink(path) }
    }
}
