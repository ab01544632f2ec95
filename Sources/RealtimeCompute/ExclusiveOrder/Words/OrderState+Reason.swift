package import Wording
import Workflow

extension OrderState {
    /// What the order waits for, and why, as far as its phase tells.
    package var reason: Reason {
        switch self {
        case .drafted(let drafted): drafted.reason
        case .confirmed:
            Reason("purchase-due", LocalizedText("confirmed; to be bought next", zh: "已确认；下一步购买"))
        case .purchasing(let purchasing): purchasing.reason
        case .paid:
            Reason("inspection-due", LocalizedText("paid; prerequisites to be looked at next", zh: "已支付；下一步检查前提条件"))
        case .blocked(let blocked):
            blocked.findings.blocking.isEmpty
                ? .mended : Reason("prerequisites-do-not-hold", blocked.findings.blocking.summary)
        case .ready:
            Reason(
                "cluster-due",
                LocalizedText("every prerequisite held; the cluster to be created next", zh: "前提条件均满足；下一步创建集群"))
        case .starting(let starting) where starting.unseen != nil:
            Reason(
                "cluster-not-found",
                LocalizedText(
                    "cluster \(starting.cluster.id) was asked for at \(starting.cluster.createdAt.rfc3339) and has never been seen",
                    zh: "集群 \(starting.cluster.id) 于 \(starting.cluster.createdAt.rfc3339) 请求创建，但始终未能看到"))
        case .starting(let starting):
            Reason(WaitReason.clusterStarting.rawValue, starting.cluster.summary)
        case .overdue(let overdue): overdue.reason
        case .running(let running): running.reason
        case .provisioned(let provisioned):
            Reason(
                "provisioned",
                LocalizedText(
                    "every project holds its CUs: \(provisioned.projects.count) on \(provisioned.cluster.name)",
                    zh: "\(provisioned.cluster.name) 上 \(provisioned.projects.count) 个项目均已获得 CU"
                )
            )
        case .withdrawn(let withdrawn):
            Reason("withdrawn", LocalizedText("withdrawn: \(withdrawn.reason)", zh: "已撤回：\(withdrawn.reason)"))
        case .failed(let failed): failed.reason
        }
    }
}

extension Drafted {
    fileprivate var reason: Reason {
        if let purchaseRefusal { return purchaseRefusal.reasonOfDraft }
        let agreement = LocalizedText(
            "to be confirmed: this accepts the service agreement; an order cannot be cancelled later",
            zh: "待确认：确认即接受服务协议；订单日后无法取消"
        )
        let blocking = findings.blocking
        return Reason(
            "confirmation-needed", blocking.isEmpty ? agreement : agreement.followed(by: blocking.parenthesis))
    }
}

extension Purchasing {
    fileprivate var reason: Reason { payment.reason(by: order.timing) }
}

extension Overdue {
    fileprivate var reason: Reason {
        let ticketWords =
            switch ticket {
            case .due: LocalizedText("a ticket is to be opened next", zh: "下一步提交工单")
            case .open(let id): LocalizedText("ticket \(id) is open", zh: "工单 \(id) 已提交")
            case .refused(let refusal):
                LocalizedText(
                    "a ticket was refused (\(refusal.code)), open one by hand: \(refusal.message)",
                    zh: "工单被拒绝（\(refusal.code)），请手工提交：\(refusal.message)")
            }
        let late = LocalizedText("past its start allowance;", zh: "已超过启动时限；")
        return Reason("cluster-overdue", cluster.summary.followed(by: late).followed(by: ticketWords))
    }
}

extension Running {
    fileprivate var reason: Reason {
        let name = nextProject?.name.rawValue ?? ""
        guard let refusal else {
            return Reason(
                "project-due",
                LocalizedText("the cluster runs; project \(name) to be created next", zh: "集群已运行；下一步创建项目 \(name)")
            )
        }
        return Reason(
            "project-refused",
            LocalizedText(
                "project \(name) was refused: \(refusal.code), \(refusal.message)",
                zh: "项目 \(name) 被拒绝：\(refusal.code)，\(refusal.message)"
            )
        )
    }
}

extension Failed {
    fileprivate var reason: Reason {
        let cause =
            switch loss.cause {
            case .failed: LocalizedText("its creation failed", zh: "创建失败")
            case .destroying: LocalizedText("it is being destroyed", zh: "正在释放")
            case .destroyed: LocalizedText("it was destroyed", zh: "已释放")
            case .vanished: LocalizedText("it can no longer be seen", zh: "已不可见")
            }
        let specification = order.specification
        let machines =
            "\(specification.masters.count) × \(specification.masters.model.rawValue), \(specification.slaves.count) × \(specification.slaves.model.rawValue)"
        return Reason(
            "cluster-lost",
            LocalizedText(
                "cluster \(cluster.id): \(cause.english). Paid for: order \(purchase.orderNumber), \(machines). "
                    + "In the account remain instance \(instance) and \(projects.count) projects",
                zh: "集群 \(cluster.id)：\(cause.chinese)。已支付：订单 \(purchase.orderNumber)，\(machines)。"
                    + "账号中仍有实例 \(instance) 和 \(projects.count) 个项目"
            )
        )
    }
}

extension WatchedCluster {
    fileprivate var summary: LocalizedText {
        let stageName = stage.map { " (\($0))" } ?? ""
        return LocalizedText(
            "cluster \(name) is \(status.title)\(stageName) since \(createdAt.rfc3339)",
            zh: "集群 \(name) 自 \(createdAt.rfc3339) 起处于 \(status.title)\(stageName)"
        )
    }
}
