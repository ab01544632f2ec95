package import Wording

extension SharedOrder.Effect {
    /// What is done, in a few words.
    package var words: LocalizedText {
        switch self {
        case .purchase: LocalizedText("buy", zh: "购买")
        case .findPurchase: LocalizedText("look for the purchase", zh: "查找购买")
        case .inspect: LocalizedText("look at the prerequisites", zh: "检查前提条件")
        case .createProject: LocalizedText("create the project", zh: "创建项目")
        }
    }
}

extension SharedOrder.Question {
    /// What the operator is asked for, in a few words.
    package var words: LocalizedText {
        switch self {
        case .confirm: OrderQuestion.confirm.words
        case .accountForPurchase: OrderQuestion.accountForPurchase.words
        case .mendPrerequisites: OrderQuestion.mendPrerequisites.words
        case .amendProject: OrderQuestion.amendProject.words
        }
    }
}
