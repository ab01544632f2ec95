package import Wording
package import Workflow

extension Check {
    package static let instanceRenewable = Self(rawValue: "instance.renewable")
}

/// `instance.renewable`: the instance exists, and is renewed before it is released.
///
/// What is not renewed is released seven days after its end, and nothing brings it back.
package struct InstanceIsRenewable: Prerequisite {
    package static let check = Check.instanceRenewable

    let subject: InstanceSubject
    let now: Timestamp

    package init(_ subject: InstanceSubject, at now: Timestamp) {
        self.subject = subject
        self.now = now
    }

    package var resource: String {
        subject.workspaceName == nil ? "instance/\(subject.instance)" : subject.resource
    }

    package func observe(_ observations: Observations) async throws -> Answer<Renewable?>? {
        try await subject.look(in: observations.services)
    }

    package func judge(_ seen: Renewable?, others: [HeldClaim]) -> [Finding] {
        guard let seen else { return [finding(observed: "absent", required: "present")] }
        guard let end = seen.endsAt else {
            return [finding(observed: seen.method.rawValue, required: Billing.Method.subscription.rawValue)]
        }
        guard seen.isGone || seen.releasedAt.map({ $0 <= now }) ?? false else { return [] }
        return [finding(observed: "released", required: "renewed before \((seen.releasedAt ?? end).rfc3339)")]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        switch finding.observed {
        case "absent": LocalizedText("\(finding.resource) cannot be seen", zh: "无法看到 \(finding.resource)")
        case "released":
            LocalizedText(
                "\(finding.resource) has been released; it was to be \(finding.required)",
                zh: "\(finding.resource) 已释放；本应续费：\(finding.required)")
        default:
            LocalizedText(
                "\(finding.resource) is \(finding.observed), which has no end",
                zh: "\(finding.resource) 为 \(finding.observed)，没有到期时间"
            )
        }
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        finding.observed == "released"
            ? LocalizedText("What is released is gone: place a new order.", zh: "释放后无法恢复：请另下订单。")
            : LocalizedText("See what was bought, in the vendor's console.", zh: "请在控制台查看已购实例。")
    }
}
