public import Wording
public import Workflow

/// A journal that does not do what it was asked to.
public enum JournalError: Explained, Equatable {
    /// Another holds the workflow's lock.
    case busy(WorkflowID)
    /// Other writers held the store for so long.
    case storeBusy(waited: Duration)
    /// The workflow no longer stands at the version that the commit leaves.
    case overtaken(WorkflowID)
    /// Another workflow has this name.
    case nameTaken(String)
    /// All workflows together would claim more of a resource than there is.
    case claimed(resource: String)
    /// The store cannot be used as it is.
    case unusable(StoreFault)

    public var code: String {
        switch self {
        case .busy, .overtaken: "order-busy"
        case .storeBusy: "store-busy"
        case .nameTaken: "name-taken"
        case .claimed: "claimed"
        case .unusable(let fault): fault.code
        }
    }

    public var message: LocalizedText {
        switch self {
        case .busy(let id):
            LocalizedText("another process is advancing the order (\(id))", zh: "另一进程正在推进该订单（\(id)）")
        case .overtaken(let id):
            LocalizedText("another process has just advanced the order (\(id))", zh: "另一进程刚刚推进了该订单（\(id)）")
        case .storeBusy(let waited):
            LocalizedText(
                "other processes have kept the store from being written for \(waited.short)",
                zh: "其他进程占用存储写入已达 \(waited.short)"
            )
        case .nameTaken(let name):
            LocalizedText("there is already an order named \(name)", zh: "已有名为 \(name) 的订单")
        case .claimed(let resource):
            LocalizedText("other orders have claimed what is left of \(resource)", zh: "其他订单已占用 \(resource) 的余量")
        case .unusable(let fault):
            fault.message
        }
    }

    public var hint: LocalizedText {
        switch self {
        case .busy, .overtaken:
            LocalizedText("Nothing was changed. Try again when it is done.", zh: "未作更改。请待其完成后重试。")
        case .storeBusy:
            LocalizedText(
                "The step at hand was not written; what was begun before it is looked for. See which process is stopped or "
                    + "stuck, and try again.",
                zh: "当前一步未写入；此前已开始的操作会被查找。请检查停滞的进程后重试。")
        case .nameTaken:
            LocalizedText("Choose another metadata.name.", zh: "请更换 metadata.name。")
        case .claimed:
            LocalizedText("Try again.", zh: "请重试。")
        case .unusable(let fault):
            fault.hint
        }
    }
}
