package import Wording
package import Workflow

extension Check {
    package static let callerAccount = Self(rawValue: "caller.account")
}

/// `caller.account`: only the account itself may buy, and create projects.
package struct CallerIsAccount: Prerequisite {
    package static let check = Check.callerAccount

    package init() {}

    package var resource: String { "caller" }

    package func observe(_ observations: Observations) async throws -> Answer<Caller>? {
        try await observations.services.callerIdentity()
    }

    package func judge(_ caller: Caller, others: [HeldClaim]) -> [Finding] {
        guard !caller.may(.buy) || !caller.may(.createProject) else { return [] }
        return [finding(observed: "\(caller.kind.rawValue) \(caller.id)", required: Caller.Kind.account.rawValue)]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "the caller is \(finding.observed); only the account itself may buy and create projects",
            zh: "调用者是 \(finding.observed)；只有主账号可以购买和创建项目"
        )
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Use the credentials of the account.", zh: "请使用主账号凭证。")
    }
}
