import Glibc

/// A system call that failed on a file.
struct SystemError: Error {
    let number: Int32
    let operation: String
    let path: String

    /// Takes the reason from `errno`: to be made straight after the call.
    init(_ operation: String, _ path: String) {
        number = errno
        self.operation = operation
        self.path = path
    }

    /// What the system says of the reason.
    var reason: String { unsafe String(cString: strerror(number)) }

    /// Runs a call that gives a negative number when it fails.
    @discardableResult
    static func check(_ operation: String, _ path: String, _ call: () -> Int32) throws(SystemError) -> Int32 {
        let result = call()
        guard result >= 0 else { throw SystemError(operation, path) }
        return result
    }
}
