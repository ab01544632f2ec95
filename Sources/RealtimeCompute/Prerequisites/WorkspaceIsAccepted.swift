package import Wording

extension Check {
    /// Not looked at beforehand: the service's own word, when it refuses a change of a workspace for good.
    package static let workspaceAccepted = Self(rawValue: "workspace.accepted")
}

/// `workspace.accepted`: the service has not refused the change.
package enum WorkspaceIsAccepted: CheckWords {
    package static let check = Check.workspaceAccepted

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "the service refused to change \(finding.resource): \(finding.observed), \(finding.refusal?.message ?? "")",
            zh: "服务拒绝变更 \(finding.resource)：\(finding.observed)，\(finding.refusal?.message ?? "")")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Mend what the service names, then advance.", zh: "请按服务所述修正后再推进。")
    }
}
