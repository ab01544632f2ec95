import Glibc
import Synchronization
import WorkflowEngine

/// A file whose bytes are locked one by one; opened with the first lock, and once.
///
/// The locks are open file description locks: they belong to this opening of the file, so that two holders of one byte
/// exclude each other in one process as in two, and the kernel frees them when the process ends, however it went. What this
/// opening holds already the kernel would grant it again, and so that is kept here.
///
/// The file must never be deleted: a lock on a deleted file excludes nobody.
final class LockFile: Sendable {
    private struct Opening {
        var descriptor: Int32?
        var held: Set<Int64> = []
    }

    private let path: String
    private let opening = Mutex(Opening())

    /// - Parameter path: of the file, which is made if need be.
    init(_ path: String) {
        self.path = path
    }

    /// `F_OFD_SETLK`: take or fail, never wait.
    ///
    /// The number is Linux's (`include/uapi/asm-generic/fcntl.h`); Swift's Glibc does not carry the name.
    private static let setLock: Int32 = 37

    /// Takes the lock on `byte`; `nil` if another holds it.
    func take(byte: Int64) throws(SystemError) -> FileLock? {
        try opening.withLock { opening throws(SystemError) -> FileLock? in
            let descriptor: Int32
            if let known = opening.descriptor {
                descriptor = known
            } else {
                descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
                guard descriptor >= 0 else { throw SystemError("open", path) }
                opening.descriptor = descriptor
            }
            guard !opening.held.contains(byte) else { return nil }
            guard Self.set(F_WRLCK, on: byte, of: descriptor) != 0 else {
                opening.held.insert(byte)
                return FileLock(on: byte, of: self)
            }
            let error = SystemError("lock", path)
            guard error.number == EAGAIN || error.number == EACCES else { throw error }
            return nil
        }
    }

    /// Takes the lock, trying again for as long as `limit`; `nil` if another held it all the time.
    ///
    /// The pauses are random, so that no process is always the later one.
    func take(byte: Int64, waiting limit: Duration) throws(SystemError) -> FileLock? {
        if let lock = try take(byte: byte) { return lock }
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            usleep(.random(in: 200...4000))
            if let lock = try take(byte: byte) { return lock }
        }
        return nil
    }

    fileprivate func release(_ byte: Int64) {
        opening.withLock { opening in
            guard let descriptor = opening.descriptor, opening.held.remove(byte) != nil else { return }
            // What cannot be unlocked is freed with the descriptor.
            if Self.set(F_UNLCK, on: byte, of: descriptor) != 0, opening.held.isEmpty {
                close(descriptor)
                opening.descriptor = nil
            }
        }
    }

    private static func set(_ type: Int32, on byte: Int64, of descriptor: Int32) -> Int32 {
        var request = flock()
        request.l_type = Int16(type)
        request.l_whence = Int16(SEEK_SET)
        request.l_start = off_t(byte)
        request.l_len = 1
        return unsafe fcntl(descriptor, setLock, &request)
    }

    deinit {
        opening.withLock { opening in
            if let descriptor = opening.descriptor { close(descriptor) }
        }
    }
}

/// A lock on one byte of a file, held from the moment it is taken until it is released or the process ends.
final class FileLock: WorkflowLock {
    private let byte: Int64
    private let file: LockFile
    private let isHeld = Atomic(true)

    fileprivate init(on byte: Int64, of file: LockFile) {
        self.byte = byte
        self.file = file
    }

    func release() {
        if isHeld.exchange(false, ordering: .acquiringAndReleasing) { file.release(byte) }
    }

    deinit { release() }
}
