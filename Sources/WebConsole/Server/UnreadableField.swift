import SimulatedCloud
import Wording

/// A field of a form that holds something else than it may.
enum UnreadableField: Explained {
    case duration, speed, fault, version, reason, orderNumber, manifest

    var code: String { "unreadable-field" }

    var message: LocalizedText {
        switch self {
        case .duration: LocalizedText("this is no length of time", zh: "这不是时长")
        case .speed: LocalizedText("this is no speed", zh: "这不是速度")
        case .fault: LocalizedText("this is no fault", zh: "这不是故障")
        case .version: LocalizedText("this is no version of an order", zh: "这不是订单的版本")
        case .reason: LocalizedText("a reason is needed, for the history", zh: "需要填写原因，以记入历史")
        case .orderNumber: LocalizedText("the vendor's order number is needed", zh: "需要供应商订单号")
        case .manifest: LocalizedText("a manifest is needed", zh: "需要清单")
        }
    }

    var hint: LocalizedText {
        switch self {
        case .duration: LocalizedText("Such as 90s, 30m, 1h30m, 2d.", zh: "例如 90s、30m、1h30m、2d。")
        case .speed: LocalizedText("A number from 0 to 1,000,000.", zh: "0 到 1,000,000 之间的数。")
        case .fault: FaultScript.rule
        case .version: LocalizedText("Reload the page of the order.", zh: "请刷新订单页面。")
        case .reason: LocalizedText("Some words on one line, at most 500 characters.", zh: "一行文字，最多 500 个字符。")
        case .orderNumber: LocalizedText("As the vendor's order list shows it.", zh: "以供应商订单列表所示为准。")
        case .manifest: LocalizedText("The whole manifest as it is to be.", zh: "修改后的完整清单。")
        }
    }
}
