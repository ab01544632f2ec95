package import Wording
package import Workflow

extension Check {
    package static let managedRolePolicies = Self(rawValue: "managed-role.policies")
}

/// `managed-role.policies`: the role of fully managed Flink has its three policies.
package struct ManagedRoleHasPolicies: Prerequisite {
    package static let check = Check.managedRolePolicies

    package init() {}

    package var resource: String { "role/\(Figures.managedRole)" }

    /// The policies of the role, if there is one.
    package func observe(_ observations: Observations) async throws -> Answer<[AttachedPolicy]?>? {
        let known = try await observations.role(Figures.managedRole)
        guard known.value != nil else { return Answer(nil, requestID: known.requestID) }
        let policies = try await observations.services.policies(attachedTo: Figures.managedRole)
        return Answer(policies.value, requestID: policies.requestID)
    }

    package func judge(_ attached: [AttachedPolicy]?, others: [HeldClaim]) -> [Finding] {
        guard let attached else { return [] }
        let missing = ServicePolicies.managed.filter { name in !attached.contains { $0.name == name } }.map(\.rawValue)
        guard !missing.isEmpty else { return [] }
        return [
            finding(
                observed: "without " + missing.joined(separator: ", "), required: "attached", missing: missing)
        ]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "\(finding.resource) has not \(finding.missing.joined(separator: ", "))",
            zh: "\(finding.resource) 缺少策略 \(finding.missing.joined(separator: "、"))")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText(
            "Attach them: sluice role repair --managed --confirm.", zh: "补全策略：sluice role repair --managed --confirm。")
    }
}
