import Glibc
import Synchronization
import WorkflowEngine

/// A lock on one byte of a file, held from the moment it is taken until it is released or the process ends.
///
/// It is an open file description lock: it belongs to this opening of the file, so that two holders in one process
/// exclude each other as two processes do, and the kernel frees it when the last descriptor is closed, however the
/// process went.
final class FileLock: WorkflowLock {
    private let descriptor: Int32
    private let isHeld = Atomic(true)

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// `F_OFD_SETLK`: take or fail, never wait.
    ///
    /// The number is Linux's (`include/uapi/asm-generic/fcntl.h`); Swift's Glibc does not carry the name.
    private static let setLock: Int32 = 37

    /// Takes the lock on `byte` of the file at `path`, which is created if need be; `nil` if another holds it.
    ///
    /// The file must never be deleted: a lock on a deleted file excludes nobody.
    static func take(byte: Int64, ofFileAt path: String) throws(SystemError) -> FileLock? {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        var request = flock()
        request.l_type = Int16(F_WRLCK)
        request.l_whence = Int16(SEEK_SET)
        request.l_start = off_t(byte)
        request.l_len = 1
        guard unsafe fcntl(descriptor, setLock, &request) != 0 else { return FileLock(descriptor: descriptor) }
        let error = SystemError("lock", path)
        close(descriptor)
        guard error.number == EAGAIN || error.number == EACCES else { throw error }
        return nil
    }

    /// Takes the lock, trying again for as long as `limit`; `nil` if another held it all the time.
    ///
    /// The pauses are random, so that no process is always the later one.
    static func take(byte: Int64, ofFileAt path: String, waiting limit: Duration) throws(SystemError) -> FileLock? {
        let end = ContinuousClock.now + limit
        while true {
            if let lock = try take(byte: byte, ofFileAt: path) { return lock }
            guard ContinuousClock.now < end else { return nil }
            usleep(.random(in: 200...4000))
        }
    }

    func release() {
        if isHeld.exchange(false, ordering: .acquiringAndReleasing) { close(descriptor) }
    }

    deinit { release() }
}
