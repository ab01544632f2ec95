package import Wording
package import Workflow

/// How long what was bought will last, as the cloud says now.
package struct Expiry: Equatable, Sendable {
    /// How long before the end somebody has to know.
    package static let notice = Duration.seconds(7 * 86_400)

    /// When a subscription ends; `nil` of pay-as-you-go.
    package let endsAt: Timestamp?
    package let status: Instance.Status
    /// What is left until the end; below zero once it has passed.
    package let left: Duration?

    package init(of instance: Instance, at now: Timestamp) {
        endsAt = instance.endsAt
        status = instance.status
        left = instance.endsAt.map { $0 - now }
    }

    /// The whole days that are left; below zero once the end has passed.
    package var daysLeft: Int? {
        left.map { Int((Double($0.wholeMilliseconds) / 86_400_000).rounded(.down)) }
    }

    /// Whether somebody has to know: little time is left, or it is not paid for.
    package var needsAttention: Bool { status != .normal || left.map { $0 < Self.notice } ?? false }

    /// What there is to know, for people.
    package var words: LocalizedText {
        switch (status, endsAt) {
        case (.released, _):
            LocalizedText("released, with all that was on it", zh: "已释放，其上内容不复存在")
        case (_, let endsAt?) where left ?? .zero <= .zero:
            LocalizedText(
                "the subscription ended at \(endsAt.rfc3339); it is released at \((endsAt + Instance.grace).rfc3339)",
                zh: "包年包月已于 \(endsAt.rfc3339) 到期；将于 \((endsAt + Instance.grace).rfc3339) 释放")
        case (.stopped, _):
            LocalizedText("stopped: not paid for; it is kept for 7 days", zh: "欠费停机；保留 7 天")
        case (.normal, let endsAt?):
            LocalizedText(
                "the subscription ends at \(endsAt.rfc3339), \(daysLeft ?? 0) whole days from now",
                zh: "包年包月将于 \(endsAt.rfc3339) 到期，剩余 \(daysLeft ?? 0) 整天")
        case (.normal, nil):
            LocalizedText("pay-as-you-go", zh: "按量付费")
        }
    }
}
