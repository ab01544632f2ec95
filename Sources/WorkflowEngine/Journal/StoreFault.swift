public import Wording
import Workflow

/// Why a store cannot be used, and what can be done about it.
public struct StoreFault: Equatable, Sendable {
    /// What scripts recognise it by: `store-damaged`, `store-newer`.
    public let code: String
    /// What is wrong.
    public let message: LocalizedText
    /// What to do next.
    public let hint: LocalizedText

    /// Creates a fault.
    public init(code: String, message: LocalizedText, hint: LocalizedText) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}

extension StoreFault {
    /// A state that its own definition cannot read.
    static func unreadableState(of id: WorkflowID, version: Int, reason: String) -> Self {
        Self(
            code: "store-damaged",
            message: LocalizedText(
                "the state of order \(id) at version \(version) cannot be read: \(reason)",
                zh: "无法读取订单 \(id) 版本 \(version) 的状态：\(reason)"
            ),
            hint: LocalizedText("Run sluice store check; restore a backup.", zh: "请运行 sluice store check；并恢复备份。")
        )
    }

    /// An event that its own definition cannot read.
    package static func unreadableEvent(of entry: HistoryEntry) -> Self {
        Self(
            code: "store-damaged",
            message: LocalizedText(
                "the event \(entry.event) of order \(entry.workflow) at version \(entry.version) cannot be read",
                zh: "无法读取订单 \(entry.workflow) 版本 \(entry.version) 的事件 \(entry.event)"
            ),
            hint: LocalizedText("Run sluice store check; restore a backup.", zh: "请运行 sluice store check；并恢复备份。")
        )
    }

    /// A state that a later version of the program wrote.
    static func newerDefinition(of id: WorkflowID, found: Int, known: Int) -> Self {
        Self(
            code: "store-newer",
            message: LocalizedText(
                "order \(id) was written by a newer sluice (definition \(found); this one knows \(known))",
                zh: "订单 \(id) 由更新版本的 sluice 写入（定义 \(found)；本版本仅支持 \(known)）"
            ),
            hint: LocalizedText("Use the newer sluice.", zh: "请使用更新版本的 sluice。")
        )
    }
}
