package import Wording
import Workflow

/// A file that was named as a simulated cloud and cannot be used as one.
package struct UnusableCloud: Explained, Equatable {
    package enum Reason: Equatable, Sendable {
        case absent
        case exists
        case foreign
        /// Other processes have kept it locked for so long.
        case busy(waited: Duration)
        case other(String)
    }

    package let path: String
    package let reason: Reason

    package init(path: String, reason: Reason) {
        self.path = path
        self.reason = reason
    }

    package var code: String {
        switch reason {
        case .absent: "cloud-not-found"
        case .exists: "cloud-exists"
        case .busy: "cloud-busy"
        case .foreign, .other: "cloud-not-readable"
        }
    }

    package var message: LocalizedText {
        switch reason {
        case .absent: LocalizedText("there is no simulated cloud \(path)", zh: "模拟云 \(path) 不存在")
        case .exists: LocalizedText("there is already a simulated cloud \(path)", zh: "模拟云 \(path) 已存在")
        case .foreign: LocalizedText("\(path) is not a simulated cloud, or is damaged", zh: "\(path) 不是模拟云，或已损坏")
        case .busy(let waited):
            LocalizedText(
                "other processes have kept the simulated cloud \(path) locked for \(waited.short)",
                zh: "其他进程占用模拟云 \(path) 已达 \(waited.short)")
        case .other(let reason):
            LocalizedText("the simulated cloud \(path) cannot be used: \(reason)", zh: "无法使用模拟云 \(path)：\(reason)")
        }
    }

    package var hint: LocalizedText {
        switch reason {
        case .absent:
            LocalizedText(
                "Create one with sluice cloud init WORLD.yaml, or name one with --cloud simulated:PATH.",
                zh: "请用 sluice cloud init WORLD.yaml 创建，或用 --cloud simulated:PATH 指定。"
            )
        case .exists:
            LocalizedText("--force replaces it, with all that was bought in it.", zh: "--force 会将其替换，包括其中的所有购买。")
        case .busy:
            LocalizedText(
                "Nothing was changed. See which process is stopped or stuck, and try again.",
                zh: "未作更改。请检查停滞的进程后重试。")
        case .foreign, .other:
            LocalizedText("Name another with --cloud simulated:PATH.", zh: "请用 --cloud simulated:PATH 指定其他模拟云。")
        }
    }
}
