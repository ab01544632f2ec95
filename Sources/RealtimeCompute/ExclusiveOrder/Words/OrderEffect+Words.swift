package import Wording

extension OrderEffect {
    /// What is done, in a few words.
    package var words: LocalizedText {
        switch self {
        case .purchase: LocalizedText("buy", zh: "购买")
        case .findPurchase: LocalizedText("look for the purchase", zh: "查找购买")
        case .inspect: LocalizedText("look at the prerequisites", zh: "检查前提条件")
        case .repair: LocalizedText("mend a prerequisite", zh: "修正前提条件")
        case .createCluster: LocalizedText("create the cluster", zh: "创建集群")
        case .lookAtCluster: LocalizedText("look at the cluster", zh: "查看集群")
        case .openTicket: LocalizedText("open a ticket", zh: "提交工单")
        case .createProject: LocalizedText("create the next project", zh: "创建下一个项目")
        }
    }
}

extension OrderQuestion {
    /// What the operator is asked for, in a few words.
    package var words: LocalizedText {
        switch self {
        case .confirm: LocalizedText("confirm the order", zh: "确认订单")
        case .accountForPurchase:
            LocalizedText("say what became of the purchase: adopt, repurchase or withdraw", zh: "说明购买去向：认领、重新购买或撤回")
        case .accountForCluster:
            LocalizedText("say what became of the cluster: advance or abandon", zh: "说明集群去向：推进或放弃")
        case .mendPrerequisites: LocalizedText("mend the prerequisites, then advance", zh: "修正前提条件后推进")
        case .amendProject:
            LocalizedText("mend what the refusal names and advance, or amend the project", zh: "修正拒绝原因后推进，或修改项目")
        }
    }
}
