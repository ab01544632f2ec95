package import Wording
import Workflow

extension PendingPayment {
    /// What is waited for, and why, while a request to pay is not accounted for.
    package func reason(by timing: Timing) -> Reason {
        switch question {
        case .candidates(let candidates):
            let numbers = candidates.map(\.orderNumber.rawValue).joined(separator: ", ")
            return Reason(
                "purchase-ambiguous",
                LocalizedText("several purchases might be ours: \(numbers)", zh: "多个购买可能属于本订单：\(numbers)")
            )
        case .nothingFound(let look):
            return Reason(
                "purchase-not-found",
                LocalizedText(
                    "a request to buy may have left, and no purchase of ours could be seen until \(look.at.rfc3339)",
                    zh: "购买请求可能已发出，截至 \(look.at.rfc3339) 未看到本订单的购买"
                )
            )
        case nil:
            let window =
                windowEnd(by: timing).map {
                    LocalizedText(
                        "(looked for until \($0.nextWholeSecond.rfc3339))", zh: "（查找至 \($0.nextWholeSecond.rfc3339)）")
                } ?? LocalizedText(verbatim: "")
            return Reason(
                WaitReason.purchaseNotVisible.rawValue, WaitReason.purchaseNotVisible.message.followed(by: window))
        }
    }
}

extension CloudRefusal {
    /// Why a draft is a draft again, after the vendor has refused to take the payment.
    var reasonOfDraft: Reason {
        Reason(
            "purchase-refused",
            LocalizedText("the vendor refused the purchase: \(code), \(message)", zh: "购买被拒绝：\(code)，\(message)"))
    }
}

extension PurchaseIntent {
    /// Whether this is the intent that comes next for a payer: of its epoch, with its key.
    func isCurrent(of payer: some Payer, with trail: PurchaseTrail) -> Bool {
        epoch == trail.epoch && key == payer.purchaseKey(inEpoch: epoch)
    }
}

extension [Finding] {
    /// How many do not hold, and which.
    var summary: LocalizedText {
        let names = map(\.check.rawValue).joined(separator: ", ")
        return count == 1
            ? LocalizedText("a prerequisite does not hold: \(names)", zh: "有一项前提条件不满足：\(names)")
            : LocalizedText("\(count) prerequisites do not hold: \(names)", zh: "有 \(count) 项前提条件不满足：\(names)")
    }

    var parenthesis: LocalizedText {
        LocalizedText("(\(summary.english))", zh: "（\(summary.chinese)）")
    }
}
