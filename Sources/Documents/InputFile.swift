package import Foundation
import Glibc

/// A file, a pipe or standard input, opened once and read once from its beginning.
package final class InputFile: Sendable {
    private let path: String
    private let descriptor: Int32

    /// Opens it; where it is a pipe that nobody writes to yet, waits until somebody does.
    ///
    /// - Parameter path: `-` for standard input.
    /// - Throws: ``UnreadableFile``, among others if it is a directory, a device or a socket: what those give has no end, or
    ///   is no document.
    package init(path: String) throws(UnreadableFile) {
        self.path = path
        guard path != "-" else {
            descriptor = STDIN_FILENO
            return
        }
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            descriptor = -1
            throw UnreadableFile(path: path, errno: errno)
        }
        // To open a device may already do something.
        guard [S_IFREG, S_IFIFO].contains(status.st_mode & S_IFMT) else {
            descriptor = -1
            throw UnreadableFile(path: path, reason: .notReadable)
        }
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw UnreadableFile(path: path, errno: errno) }
    }

    deinit {
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    /// The next bytes, so many or all there are; a pipe gives them bit by bit.
    package func read(_ count: Int) throws(UnreadableFile) -> Data {
        var bytes = Data()
        while bytes.count < count {
            let more = try readOnce(min(count - bytes.count, Self.atOnce))
            guard !more.isEmpty else { break }
            // What comes at once is not copied.
            if bytes.isEmpty { bytes = more } else { bytes += more }
        }
        return bytes
    }

    /// How many bytes are asked of the system at a time.
    private static let atOnce = 1 << 22

    private func readOnce(_ count: Int) throws(UnreadableFile) -> Data {
        var buffer = Data(count: count)
        while true {
            let got = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, count) }
            if got >= 0 { return got == count ? buffer : Data(buffer.prefix(got)) }
            switch errno {
            case EINTR:
                continue
            case EAGAIN:
                // Whoever writes has made the pipe one that does not wait.
                var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = unsafe poll(&wanted, 1, -1)
            default:
                throw UnreadableFile(path: path, errno: errno)
            }
        }
    }
}
