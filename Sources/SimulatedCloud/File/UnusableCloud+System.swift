import Foundation
import GRDB
import Glibc

extension UnusableCloud {
    /// A call of the system that failed on the cloud's file.
    init(path: String, errno number: Int32) {
        self.init(path: path, reason: .other(unsafe String(cString: strerror(number))))
    }

    /// What SQLite said of the cloud's file.
    init(path: String, _ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_BUSY: self.init(path: path, reason: .busy(waited: CloudFile.longestWait))
        default: self.init(path: path, reason: .other(error.message ?? "SQLITE \(error.resultCode.rawValue)"))
        }
    }

    /// An error of Foundation's on the cloud's file: the system's reason, if it has one.
    init(path: String, _ error: any Error) {
        let known = error as NSError
        let underlying = known.userInfo[NSUnderlyingErrorKey] as? NSError ?? known
        if underlying.domain == NSPOSIXErrorDomain {
            self.init(path: path, errno: Int32(clamping: underlying.code))
        } else {
            switch (error as? CocoaError)?.code {
            case .fileReadNoPermission, .fileWriteNoPermission: self.init(path: path, errno: EACCES)
            case .fileReadNoSuchFile, .fileNoSuchFile: self.init(path: path, errno: ENOENT)
            case .fileWriteOutOfSpace: self.init(path: path, errno: ENOSPC)
            default: self.init(path: path, reason: .other("the system does not say why"))
            }
        }
    }
}
