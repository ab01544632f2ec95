import Glibc
package import Wording

/// A file that was named and cannot be read.
package struct UnreadableFile: Explained, Equatable {
    package enum Reason: Equatable, Sendable {
        case absent
        /// A directory, a device, a socket.
        case notReadable
        case notPermitted
        case other(String)
    }

    package let path: String
    package let reason: Reason

    package init(path: String, reason: Reason) {
        self.path = path
        self.reason = reason
    }

    /// Takes the reason from the number that the system gave for it.
    init(path: String, errno: Int32) {
        let reason: Reason =
            switch errno {
            case ENOENT, ENOTDIR: .absent
            case EISDIR: .notReadable
            case EACCES, EPERM: .notPermitted
            default: .other(unsafe String(cString: strerror(errno)))
            }
        self.init(path: path, reason: reason)
    }

    package var code: String { "file-not-readable" }

    package var message: LocalizedText {
        switch reason {
        case .absent: LocalizedText("there is no file \(path)", zh: "文件 \(path) 不存在")
        case .notReadable: LocalizedText("\(path) is neither a file nor a pipe", zh: "\(path) 既不是文件也不是管道")
        case .notPermitted: LocalizedText("\(path) may not be read", zh: "没有读取 \(path) 的权限")
        case .other(let reason): LocalizedText("\(path) cannot be read: \(reason)", zh: "无法读取 \(path)：\(reason)")
        }
    }

    package var hint: LocalizedText {
        switch reason {
        case .absent: LocalizedText("Check the path; - reads standard input.", zh: "请检查路径；- 表示标准输入。")
        case .notReadable:
            LocalizedText("Name a file or a pipe; - reads standard input.", zh: "请指定文件或管道；- 表示标准输入。")
        case .notPermitted: LocalizedText("Check the file's permissions.", zh: "请检查文件权限。")
        case .other: LocalizedText("Check the file and try again.", zh: "请检查文件后重试。")
        }
    }
}
