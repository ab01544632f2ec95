package import Wording

extension ClusterRenewal.Effect {
    /// What is done, in a few words.
    package var words: LocalizedText {
        switch self {
        case .renew: LocalizedText("renew", zh: "续费")
        case .findRenewal: LocalizedText("look for the renewal", zh: "查找续费订单")
        case .lookAtInstance: LocalizedText("look at the instance", zh: "查看实例")
        }
    }
}

extension ClusterRenewal.Question {
    /// What the operator is asked for, in a few words.
    package var words: LocalizedText {
        switch self {
        case .confirm: LocalizedText("confirm the renewal", zh: "确认续费")
        case .accountForPurchase:
            LocalizedText("say what became of the renewal: adopt, repurchase or withdraw", zh: "说明续费去向：认领、重新购买或撤回")
        }
    }
}
