package import Wording
package import Workflow

/// How long a workspace will last, and whether it is paid for, as the cloud says now.
package struct WorkspaceExpiry: Equatable, Sendable {
    /// When a subscription ends; `nil` of pay-as-you-go.
    package let endsAt: Timestamp?
    /// Whether it is paid for; `nil` where the service does not tell.
    package let orderState: Workspace.OrderState?
    private let left: Duration?

    package init(of workspace: Workspace, at now: Timestamp) {
        endsAt = workspace.endsAt
        orderState = workspace.orderState
        left = workspace.endsAt.map { $0 - now }
    }

    /// The whole days that are left; below zero once the end has passed.
    package var daysLeft: Int? {
        left.map { Int((Double($0.wholeMilliseconds) / 86_400_000).rounded(.down)) }
    }

    /// Whether somebody has to know: little time is left, or it is not paid for.
    package var needsAttention: Bool { isUnpaid || left.map { $0 < Expiry.notice } ?? false }

    private var isUnpaid: Bool {
        switch orderState {
        case .ended, .overdue: true
        case .notYet, .normal, nil: false
        }
    }

    /// What there is to know, for people.
    package var words: LocalizedText {
        if let endsAt, left ?? .zero <= .zero {
            return LocalizedText(
                "the subscription ended at \(endsAt.rfc3339), and what is not renewed is released",
                zh: "包年包月已于 \(endsAt.rfc3339) 到期，未续费将被释放")
        }
        switch (orderState, endsAt) {
        case (.ended, _): return LocalizedText("the vendor says that it has ended (CEASE)", zh: "供应商显示已到期（CEASE）")
        case (.overdue, _):
            return LocalizedText(
                "not paid for (RELEASE): pay what is owed, or it is released", zh: "欠费（RELEASE）：请结清欠款，否则将被释放")
        case (_, let endsAt?):
            return LocalizedText(
                "the subscription ends at \(endsAt.rfc3339), \(daysLeft ?? 0) whole days from now",
                zh: "包年包月将于 \(endsAt.rfc3339) 到期，剩余 \(daysLeft ?? 0) 整天")
        case (_, nil): return LocalizedText("pay-as-you-go", zh: "按量付费")
        }
    }
}
