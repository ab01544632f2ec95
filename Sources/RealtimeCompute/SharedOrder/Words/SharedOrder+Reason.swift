package import Wording
import Workflow

extension SharedOrder.State {
    /// What the order waits for, and why, as far as its phase tells.
    package var reason: Reason {
        let project = order.specification.project.name
        switch self {
        case .drafted(let drafted): return drafted.reason
        case .confirmed:
            return Reason("purchase-due", LocalizedText("confirmed; to be bought next", zh: "已确认；下一步购买"))
        case .purchasing(let purchasing): return purchasing.payment.reason(by: purchasing.order.timing)
        case .paid:
            return Reason(
                "inspection-due", LocalizedText("paid; prerequisites to be looked at next", zh: "已支付；下一步检查前提条件"))
        case .blocked(let blocked):
            return Reason("prerequisites-do-not-hold", blocked.findings.blocking.summary)
        case .ready(let ready):
            guard let refusal = ready.refusal else {
                return Reason(
                    "project-due",
                    LocalizedText(
                        "every prerequisite held; project \(project) to be created next",
                        zh: "前提条件均满足；下一步创建项目 \(project)"))
            }
            return Reason(
                "project-refused",
                LocalizedText(
                    "project \(project) was refused: \(refusal.code), \(refusal.message)",
                    zh: "项目 \(project) 被拒绝：\(refusal.code)，\(refusal.message)"))
        case .provisioned(let provisioned):
            return Reason(
                "provisioned",
                LocalizedText(
                    "project \(project) holds \(provisioned.project.computeUnits) on \(provisioned.instance)",
                    zh: "项目 \(project) 已在 \(provisioned.instance) 上获得 \(provisioned.project.computeUnits)"))
        case .withdrawn(let withdrawn):
            return Reason("withdrawn", LocalizedText("withdrawn: \(withdrawn.reason)", zh: "已撤回：\(withdrawn.reason)"))
        }
    }
}

extension SharedOrder.Drafted {
    fileprivate var reason: Reason {
        if let purchaseRefusal { return purchaseRefusal.reasonOfDraft }
        let agreement = LocalizedText(
            "to be confirmed: this accepts the service agreement; an order cannot be cancelled later",
            zh: "待确认：确认即接受服务协议；订单日后无法取消")
        let blocking = findings.blocking
        return Reason(
            "confirmation-needed", blocking.isEmpty ? agreement : agreement.followed(by: blocking.parenthesis))
    }
}
