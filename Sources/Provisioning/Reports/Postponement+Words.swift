package import Wording
package import WorkflowEngine

extension Postponement {
    /// What the last attempt came to, for people.
    package var words: LocalizedText {
        let detail = reason.detail.map { ", \($0)" } ?? ""
        return attempt == 0
            ? LocalizedText(verbatim: reason.code + detail)
            : LocalizedText(
                "the last call failed (attempt \(attempt)): \(reason.code)\(detail)",
                zh: "上次调用失败（第 \(attempt) 次）：\(reason.code)\(detail)"
            )
    }
}
