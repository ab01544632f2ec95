package import Wording
package import Workflow

/// There is no order of this id, name or prefix.
package struct UnknownOrder: Explained, Equatable {
    package let reference: String
    /// The name that may have been meant.
    package let nearest: String?

    package init(reference: String, nearest: String? = nil) {
        self.reference = reference
        self.nearest = nearest
    }

    package var code: String { "no-such-order" }

    package var message: LocalizedText {
        let suggestion = nearest.map { ("; did you mean \($0)?", "；是否想写 \($0)？") } ?? ("", "")
        return LocalizedText("there is no order \(reference)" + suggestion.0, zh: "没有订单 \(reference)" + suggestion.1)
    }

    package var hint: LocalizedText {
        LocalizedText("See the orders: sluice order list.", zh: "查看订单：sluice order list。")
    }
}

/// Several orders begin with this prefix.
package struct AmbiguousOrder: Explained, Equatable {
    package let reference: String
    package let candidates: [WorkflowID]

    package var code: String { "ambiguous-order" }

    package var message: LocalizedText {
        let list = candidates.map(\.rawValue).joined(separator: ", ")
        return LocalizedText(
            "\(reference) begins the ids of several orders: \(list)", zh: "\(reference) 是多个订单标识的前缀：\(list)")
    }

    package var hint: LocalizedText {
        LocalizedText("Give more of the id, or the order's name.", zh: "请给出更长的标识，或订单名称。")
    }
}

/// An order has no transition of this number.
package struct UnknownVersion: Explained, Equatable {
    package let version: Int
    package let latest: Int

    package init(version: Int, latest: Int) {
        self.version = version
        self.latest = latest
    }

    package var code: String { "no-such-version" }

    package var message: LocalizedText {
        LocalizedText("the order has versions 1 to \(latest), not \(version)", zh: "该订单有版本 1 至 \(latest)，没有 \(version)")
    }

    package var hint: LocalizedText {
        LocalizedText("See them: sluice history.", zh: "查看历史：sluice history。")
    }
}
