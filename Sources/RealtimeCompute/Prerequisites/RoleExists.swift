package import Wording
package import Workflow

extension Check {
    package static let roleExists = Self(rawValue: "role.exists")
}

/// `role.exists`: the role that the service assumes exists.
package struct RoleExists: Prerequisite {
    package static let check = Check.roleExists

    let role: RoleName

    package init(_ role: RoleName) {
        self.role = role
    }

    package var resource: String { "role/\(role)" }

    package func observe(_ observations: Observations) async throws -> Answer<Role?>? {
        try await observations.role(role)
    }

    package func judge(_ role: Role?, others: [HeldClaim]) -> [Finding] {
        role == nil ? [finding(observed: "absent", required: "present")] : []
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText("\(finding.resource) does not exist", zh: "\(finding.resource) 不存在")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText(
            "Authorise Realtime Compute in its console, or create the role.", zh: "请在实时计算控制台授权，或创建该角色。")
    }
}
