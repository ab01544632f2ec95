import Foundation
import GRDB
import Glibc
import RealtimeCompute
package import Workflow

extension SimulatedCloud {
    /// Opens the cloud in the file at `path`.
    ///
    /// - Throws: ``UnusableCloud``.
    package convenience init(at path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { throw UnusableCloud(path: path, reason: .absent) }
        try self.init(
            try CloudFile(at: path), realNow: { .systemTime },
            newRequestID: { RequestID(rawValue: UUID().uuidString) })
    }

    /// Makes a new cloud in a file at `path`, with the directories it needs.
    ///
    /// It is made under another name and put in place when it is complete.
    ///
    /// - Parameter force: whether it may replace a simulated cloud that is there; nothing else is ever replaced.
    /// - Throws: ``UnusableCloud``.
    package static func make(at path: String, holding state: CloudState, force: Bool) throws {
        let target = URL(fileURLWithPath: path)
        let draft = path + ".making"
        do {
            if force, target.isThere, try !CloudFile.isCloud(path) {
                throw UnusableCloud(path: path, reason: .foreign)
            }
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            // The journal of an old file would be taken for the new one's, and rolled back into it.
            let leftovers = [draft, draft + "-journal"] + (force || !target.isThere ? [path + "-journal"] : [])
            for leftover in leftovers where FileManager.default.fileExists(atPath: leftover) {
                try FileManager.default.removeItem(atPath: leftover)
            }
            guard FileManager.default.createFile(atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600])
            else { throw UnusableCloud(path: path, reason: .other("its directory cannot be written")) }
            try CloudFile.make(at: draft, holding: state)
            if force {
                guard unsafe rename(draft, path) == 0 else { throw UnusableCloud(path: path, errno: errno) }
            } else {
                defer { unsafe unlink(draft) }
                guard unsafe link(draft, path) == 0 else {
                    throw errno == EEXIST
                        ? UnusableCloud(path: path, reason: .exists) : UnusableCloud(path: path, errno: errno)
                }
            }
        } catch let error as UnusableCloud {
            throw error
        } catch let error as DatabaseError {
            throw UnusableCloud(path: path, error)
        } catch {
            throw UnusableCloud(path: path, error)
        }
    }

    /// An identity for a new cloud.
    package static func newID() -> String {
        "simulated-" + UUID().uuidString.lowercased().filter { $0 != "-" }.prefix(12)
    }
}

extension URL {
    fileprivate var isThere: Bool { FileManager.default.fileExists(atPath: path) }
}

extension Timestamp {
    /// The real time, which only the simulated cloud's clock reads.
    package static var systemTime: Self {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Self(millisecondsSince1970: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
