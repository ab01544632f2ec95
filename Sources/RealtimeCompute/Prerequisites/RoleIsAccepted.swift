package import Wording
package import Workflow

extension Check {
    /// Not looked at beforehand: the service's own word, when it refuses a change of a role; or that nothing that may be
    /// asked for would help.
    package static let roleAccepted = Self(rawValue: "role.accepted")
}

/// `role.accepted`: the service has not refused the change of the role.
package enum RoleIsAccepted: CheckWords {
    package static let check = Check.roleAccepted

    /// What blocks once a request was refused.
    package static func obstruction(
        of request: RoleRequest, _ refusal: CloudRefusal, at now: Timestamp
    ) -> Obstruction {
        let subject = request.subject.map { " \($0)" } ?? ""
        return obstruction(
            Finding(
                check, resource: "\(request.call.rawValue)\(subject)", observed: refusal.code, required: "accepted",
                missing: refusal.missingAction.map { [$0] } ?? [], refusal: refusal), at: now)
    }

    /// What blocks where the role has all its policies and yet may not do what is needed.
    package static func obstruction(of role: RoleName, at now: Timestamp) -> Obstruction {
        obstruction(
            Finding(
                check, resource: "role/\(role)", observed: "denied by another policy", required: "granted"), at: now)
    }

    private static func obstruction(_ finding: Finding, at now: Timestamp) -> Obstruction {
        guard let obstruction = Obstruction(Inspection(findings: [finding], observedAt: now, claims: [])) else {
            preconditionFailure("an error blocks")
        }
        return obstruction
    }

    package static func message(of finding: Finding) -> LocalizedText {
        guard let refusal = finding.refusal else {
            return LocalizedText(
                "\(finding.resource) has its policies, and another one denies what they grant",
                zh: "\(finding.resource) 已有所需策略，但另一策略拒绝了其授予的权限")
        }
        return LocalizedText(
            "the service refused \(finding.resource): \(refusal.code), \(refusal.message)",
            zh: "服务拒绝了 \(finding.resource)：\(refusal.code)，\(refusal.message)")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        if let action = finding.missing.first {
            return LocalizedText("Grant the caller \(action), then advance.", zh: "请授予调用者 \(action)，再推进。")
        }
        return finding.refusal == nil
            ? LocalizedText(
                "sluice access check names the statement that denies; take it off, then advance.",
                zh: "sluice access check 会指出拒绝的语句；移除后再推进。")
            : LocalizedText("Mend what the service names, then advance.", zh: "请按服务所述修正后再推进。")
    }
}
