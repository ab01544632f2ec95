package import Wording
package import Workflow

extension Check {
    package static let roleChange = Self(rawValue: "role.change")
}

/// `role.change`: no other workflow of the store is changing the role.
package struct RoleIsNotChanging: Prerequisite {
    package static let check = Check.roleChange

    let role: RoleName

    package init(_ role: RoleName) {
        self.role = role
    }

    package var resource: String { "role/\(role)" }

    package func observe(_ observations: Observations) async throws -> Answer<Void>? { Answer((), requestID: nil) }

    package func judge(_ observation: Void, others: [HeldClaim]) -> [Finding] {
        let holders = others.holding(PlannedRoleChange.claim(on: role).resource)
        guard !holders.isEmpty else { return [] }
        return [finding(observed: "changing", required: "no other change under way", claimedBy: holders)]
    }

    package var contested: [String] { [PlannedRoleChange.claim(on: role).resource] }

    package static func message(of finding: Finding) -> LocalizedText { ClusterIsNotChanging.message(of: finding) }

    package static func remedy(for finding: Finding) -> LocalizedText { ClusterIsNotChanging.remedy(for: finding) }
}
