import Foundation
package import Wording

/// A file that was named and cannot be read.
package struct UnreadableFile: Explained, Equatable {
    package enum Reason: Equatable, Sendable {
        case absent
        case notRegular
        case notPermitted
        case other(String)

        package static func of(_ error: any Error) -> Self {
            switch (error as? CocoaError)?.code {
            case .fileReadNoSuchFile, .fileNoSuchFile: .absent
            case .fileReadNoPermission: .notPermitted
            default: .other((error as NSError).localizedDescription)
            }
        }
    }

    package let path: String
    package let reason: Reason

    package init(path: String, reason: Reason) {
        self.path = path
        self.reason = reason
    }

    package var code: String { "file-not-readable" }

    package var message: LocalizedText {
        switch reason {
        case .absent: LocalizedText("there is no file \(path)", zh: "文件 \(path) 不存在")
        case .notRegular: LocalizedText("\(path) is not a regular file", zh: "\(path) 不是普通文件")
        case .notPermitted: LocalizedText("\(path) may not be read", zh: "没有读取 \(path) 的权限")
        case .other(let reason): LocalizedText("\(path) cannot be read: \(reason)", zh: "无法读取 \(path)：\(reason)")
        }
    }

    package var hint: LocalizedText {
        switch reason {
        case .absent: LocalizedText("Check the path; - reads standard input.", zh: "请检查路径；- 表示标准输入。")
        case .notRegular: LocalizedText("Name a file; - reads standard input.", zh: "请指定文件；- 表示标准输入。")
        case .notPermitted: LocalizedText("Check the file's permissions.", zh: "请检查文件权限。")
        case .other: LocalizedText("Check the file and try again.", zh: "请检查文件后重试。")
        }
    }
}
