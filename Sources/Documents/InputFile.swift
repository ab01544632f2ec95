package import Foundation
import Glibc

/// A file, a pipe or standard input, opened once and read once from its beginning.
package final class InputFile: Sendable {
    private let path: String
    private let descriptor: Int32
    private let buffers = ReadBuffers()

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
        let buffer = buffers.take(ofAtLeast: count)
        let got = try unsafe read(count, to: buffer.memory)
        // What comes bit by bit is not to hold much more than it is.
        guard got > count / 2 else {
            defer { buffers.giveBack(buffer) }
            return unsafe Data(bytes: buffer.memory, count: got)
        }
        return unsafe Data(
            bytesNoCopy: buffer.memory, count: got,
            deallocator: .custom { [buffers] _, _ in buffers.giveBack(buffer) })
    }

    private func read(_ count: Int, to memory: UnsafeMutableRawPointer) throws(UnreadableFile) -> Int {
        while true {
            let got = unsafe Glibc.read(descriptor, memory, count)
            if got >= 0 { return got }
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
