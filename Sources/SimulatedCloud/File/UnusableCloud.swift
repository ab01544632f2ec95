package import Wording

/// A file that was named as a simulated cloud and cannot be used as one.
package struct UnusableCloud: Explained, Equatable {
    package enum Reason: Equatable, Sendable {
        case absent
        case exists
        case foreign
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
        case .foreign, .other: "cloud-not-readable"
        }
    }

    package var message: LocalizedText {
        switch reason {
        case .absent: LocalizedText("there is no simulated cloud \(path)", zh: "模拟云 \(path) 不存在")
        case .exists: LocalizedText("there is already a simulated cloud \(path)", zh: "模拟云 \(path) 已存在")
        case .foreign: LocalizedText("\(path) is not a simulated cloud, or is damaged", zh: "\(path) 不是模拟云，或已损坏")
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
        case .foreign, .other:
            LocalizedText("Name another with --cloud simulated:PATH.", zh: "请用 --cloud simulated:PATH 指定其他模拟云。")
        }
    }
}
