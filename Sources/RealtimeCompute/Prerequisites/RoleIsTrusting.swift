package import Wording
package import Workflow

extension Check {
    package static let roleTrust = Self(rawValue: "role.trust")
}

/// `role.trust`: the role trusts the service to assume it.
///
/// The service's principal is assumed: a warning only.
package struct RoleIsTrusting: Prerequisite {
    package static let check = Check.roleTrust

    let role: RoleName
    let principal: String

    package init(_ role: RoleName, principal: String) {
        self.role = role
        self.principal = principal
    }

    package var resource: String { "role/\(role)" }

    package func observe(_ observations: Observations) async throws -> Answer<Role?>? {
        try await observations.role(role)
    }

    package func judge(_ role: Role?, others: [HeldClaim]) -> [Finding] {
        guard let role, !role.trustedServices.contains(principal) else { return [] }
        let trusted = role.trustedServices.isEmpty ? "none" : role.trustedServices.joined(separator: ", ")
        return [finding(.warning, observed: trusted, required: principal)]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "\(finding.resource) trusts \(finding.observed); the service is assumed to be \(finding.required)",
            zh: "\(finding.resource) 信任 \(finding.observed)；假定的服务主体为 \(finding.required)"
        )
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Check the role's trust policy.", zh: "请检查角色的信任策略。")
    }
}
