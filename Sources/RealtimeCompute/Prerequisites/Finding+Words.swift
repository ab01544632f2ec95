package import Wording

extension Finding {
    /// What does not hold, in a sentence.
    package var message: LocalizedText {
        if let refusal, !Self.isOfAnAnswer(check) {
            return LocalizedText(
                "\(resource) may not be looked at: \(refusal.code), \(refusal.message)",
                zh: "无法查看 \(resource)：\(refusal.code)，\(refusal.message)"
            )
        }
        let sentence =
            Prerequisites.byCheck[check]?.message(of: self)
            ?? LocalizedText(verbatim: "\(check.rawValue): \(resource): \(observed) (\(required))")
        return sentence.followed(by: claimants)
    }

    /// Whether the refusal that a finding bears is of a request, and not of a look.
    private static func isOfAnAnswer(_ check: Check) -> Bool {
        check == .clusterAccepted || check == .roleAccepted || check == .workspaceAccepted
    }

    private var claimants: LocalizedText {
        guard !claimedBy.isEmpty, check != .clusterChange, check != .roleChange else {
            return LocalizedText(verbatim: "")
        }
        let holders = claimedBy.map { "\($0.name) (\($0.order)): \($0.amount)" }.joined(separator: ", ")
        return LocalizedText("(claimed by other orders: \(holders))", zh: "（其他订单已占用：\(holders)）")
    }

    /// What to do about it.
    package var hint: LocalizedText {
        if refusal != nil, !Self.isOfAnAnswer(check) {
            guard let action = missing.first else {
                return LocalizedText("Grant the caller the right to look at it.", zh: "请授予调用者查看权限。")
            }
            return LocalizedText(
                "Grant the caller \(action); sluice access policy check prints all that a look needs.",
                zh: "请授予调用者 \(action)；sluice access policy check 可打印查看所需的全部权限。")
        }
        return Prerequisites.byCheck[check]?.remedy(for: self) ?? LocalizedText(verbatim: required)
    }
}
