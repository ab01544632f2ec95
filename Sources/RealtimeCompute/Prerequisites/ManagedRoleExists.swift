package import Wording
package import Workflow

extension Check {
    package static let managedRoleExists = Self(rawValue: "managed-role.exists")
}

/// `managed-role.exists`: the role that the service assumes for fully managed Flink exists.
package struct ManagedRoleExists: Prerequisite {
    package static let check = Check.managedRoleExists

    package init() {}

    package var resource: String { "role/\(Figures.managedRole)" }

    package func observe(_ observations: Observations) async throws -> Answer<Role?>? {
        try await observations.role(Figures.managedRole)
    }

    package func judge(_ role: Role?, others: [HeldClaim]) -> [Finding] {
        role == nil ? [finding(observed: "absent", required: "present")] : []
    }

    package static func message(of finding: Finding) -> LocalizedText {
        RoleExists.message(of: finding)
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText(
            "Make it: sluice role repair --managed --confirm.", zh: "创建该角色：sluice role repair --managed --confirm。")
    }
}
