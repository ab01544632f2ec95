package import Wording
import Workflow

extension ClusterRenewal.State {
    /// What the renewal waits for, and why, as far as its phase tells.
    package var reason: Reason {
        switch self {
        case .drafted(let drafted): drafted.reason
        case .confirmed:
            Reason("renewal-due", LocalizedText("confirmed; to be renewed next", zh: "已确认；下一步续费"))
        case .purchasing(let purchasing): purchasing.payment.reason(by: purchasing.order.timing)
        case .paid(let paid): paid.reason
        case .done(let done):
            Reason(
                "renewed",
                LocalizedText(
                    "\(order.subject.title.english) is renewed until \(done.newEndsAt.rfc3339)",
                    zh: "\(order.subject.title.chinese) 已续费至 \(done.newEndsAt.rfc3339)"))
        case .withdrawn(let withdrawn):
            Reason("withdrawn", LocalizedText("withdrawn: \(withdrawn.reason)", zh: "已撤回：\(withdrawn.reason)"))
        case .failed(let failed):
            Reason(
                "instance-lost",
                LocalizedText(
                    "instance \(order.subject.instance) was released, seen at \(failed.loss.at.rfc3339). Paid for: order "
                        + "\(failed.purchase.orderNumber), \(order.months) months",
                    zh: "实例 \(order.subject.instance) 已释放（\(failed.loss.at.rfc3339) 查看）。已支付：订单 "
                        + "\(failed.purchase.orderNumber)，\(order.months) 个月"))
        }
    }
}

extension ClusterRenewal.Drafted {
    fileprivate var reason: Reason {
        if let purchaseRefusal { return purchaseRefusal.reasonOfDraft }
        if movedAt != nil, let before {
            return Reason(
                "end-has-moved",
                LocalizedText(
                    "another has renewed it since this was confirmed: it ends at \(before.endsAt.rfc3339); nothing was paid; "
                        + "confirm again, or withdraw",
                    zh: "确认之后已被他人续费：到期时间为 \(before.endsAt.rfc3339)；本次尚未付费；请再次确认或撤回"))
        }
        let agreement = LocalizedText(
            "to be confirmed: a renewal is paid for and cannot be taken back", zh: "待确认：续费将扣款，无法撤销")
        let blocking = findings.blocking
        return Reason(
            "confirmation-needed", blocking.isEmpty ? agreement : agreement.followed(by: blocking.parenthesis))
    }
}

extension ClusterRenewal.Paid {
    fileprivate var reason: Reason {
        let promised = before?.end(after: order.months).rfc3339 ?? ""
        return Reason(
            WaitReason.endNotMoved.rawValue,
            LocalizedText(
                "paid; the instance is to end at \(promised) or later", zh: "已支付；实例应至少延长至 \(promised)"))
    }
}

extension InstanceSubject {
    /// What it is called: by its cluster or its workspace, where it has one.
    package var title: LocalizedText {
        if let workspaceName { return LocalizedText("workspace \(workspaceName)", zh: "工作空间 \(workspaceName)") }
        return clusterName.map { LocalizedText("cluster \($0)", zh: "集群 \($0)") }
            ?? LocalizedText("instance \(instance)", zh: "实例 \(instance)")
    }
}
