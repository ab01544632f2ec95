import Glibc
import Wording

/// A file could not be written.
struct UnwritableFile: CommandFailure {
    let path: String
    /// Why, as the system counts its reasons.
    let errno: Int32

    private var exists: Bool { errno == EEXIST }
    private var reason: String { unsafe String(cString: strerror(errno)) }

    var code: String { exists ? "file-exists" : "file-not-writable" }

    var exitStatus: ExitStatus { exists ? .refused : .outputNotWritten }

    var message: LocalizedText {
        exists
            ? LocalizedText("\(path) exists already", zh: "\(path) 已存在")
            : LocalizedText("\(path) cannot be written: \(reason)", zh: "无法写入 \(path)：\(reason)")
    }

    var hint: LocalizedText {
        exists
            ? LocalizedText("Nothing was overwritten. Name another file.", zh: "未覆盖任何文件。请指定其他文件。")
            : LocalizedText("Check its directory and the room on the disk.", zh: "请检查目录与磁盘空间。")
    }
}
