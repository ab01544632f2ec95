import Foundation
import Glibc

/// Where a store is: one path for every spelling of it, because its locks go by the path.
struct StorePath: Sendable {
    /// The real path of the store's file, through every symbolic link, whether it exists yet or not.
    let file: String

    /// - Throws: what keeps the path from being followed, but for the file or directories that are not there yet.
    init(_ spelling: String) throws(SystemError) {
        file = try Self.resolve(URL(fileURLWithPath: spelling).standardizedFileURL.path)
    }

    /// The file whose bytes are the locks.
    ///
    /// Made with the store, and never deleted.
    var lock: String { file + ".lock" }

    /// The name under which a store is made before it gets its own.
    var draft: String { file + ".making" }

    var directory: String { URL(fileURLWithPath: file).deletingLastPathComponent().path }

    /// Whether there is a file of this path.
    ///
    /// - Throws: what keeps this from being known: that is not the same as no.
    func exists() throws(SystemError) -> Bool { try Self.exists(file) }

    /// Whether the file is a file, and no directory, pipe or device: to open one of those may take for ever.
    func isRegular() throws(SystemError) -> Bool {
        var status = stat()
        try SystemError.check("look at", file) { unsafe stat(file, &status) }
        return status.st_mode & S_IFMT == S_IFREG
    }

    /// How many bytes a file has; `nil` if there is none.
    static func size(of path: String) throws(SystemError) -> Int? {
        var status = stat()
        guard unsafe stat(path, &status) != 0 else { return Int(status.st_size) }
        guard errno == ENOENT else { throw SystemError("look at", path) }
        return nil
    }

    /// Whether nobody but its owner may read or write a file.
    static func isPrivate(_ path: String) throws(SystemError) -> Bool {
        var status = stat()
        try SystemError.check("look at", path) { unsafe stat(path, &status) }
        return status.st_mode & 0o077 == 0
    }

    static func exists(_ path: String) throws(SystemError) -> Bool {
        var status = stat()
        guard unsafe lstat(path, &status) != 0 else { return true }
        guard errno == ENOENT else { throw SystemError("look at", path) }
        return false
    }

    /// Whether two paths name one file.
    static func areOne(_ one: String, _ other: String) throws(SystemError) -> Bool {
        guard try exists(one), try exists(other) else { return false }
        var statuses = [stat(), stat()]
        try SystemError.check("look at", one) { unsafe stat(one, &statuses[0]) }
        try SystemError.check("look at", other) { unsafe stat(other, &statuses[1]) }
        return statuses[0].st_dev == statuses[1].st_dev && statuses[0].st_ino == statuses[1].st_ino
    }

    private static func resolve(_ path: String) throws(SystemError) -> String {
        if try exists(path) {
            guard let real = unsafe realpath(path, nil) else { throw SystemError("follow", path) }
            defer { unsafe free(real) }
            return unsafe String(cString: real)
        }
        let url = URL(fileURLWithPath: path)
        let parent = url.deletingLastPathComponent().path
        guard parent != path else { return path }
        let directory = try resolve(parent)
        return (directory == "/" ? "" : directory) + "/" + url.lastPathComponent
    }
}
