package import Wording
package import Workflow

extension Check {
    package static let workspaceName = Self(rawValue: "workspace.name")
}

/// `workspace.name`: no other workspace of the region has this name: one whose answer was lost is found again by
/// it.
package struct WorkspaceNameIsFree: Prerequisite {
    package static let check = Check.workspaceName

    let identity: WorkspaceIdentity

    package init(_ identity: WorkspaceIdentity) {
        self.identity = identity
    }

    static func claim(on identity: WorkspaceIdentity) -> Claim {
        Claim("workspace/\(identity.region)/\(identity.name)", amount: 1, limit: 1)
    }

    package var resource: String { "workspace/\(identity.name)" }

    package func observe(_ observations: Observations) async throws -> Answer<[Workspace]>? {
        try await observations.services.workspaces(in: identity.region)
    }

    package func judge(_ workspaces: [Workspace], others: [HeldClaim]) -> [Finding] {
        let holders = others.holding(Self.claim(on: identity).resource)
        let taken = workspaces.first { $0.identity.name == identity.name && !$0.isGone }
        guard taken != nil || !holders.isEmpty else { return [] }
        return [finding(observed: taken?.id.rawValue ?? "claimed", required: "free", claimedBy: holders)]
    }

    package var contested: [String] { [Self.claim(on: identity).resource] }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "\(finding.resource) exists already, or is another order's: \(finding.observed)",
            zh: "\(finding.resource) 已存在或属于其他订单：\(finding.observed)")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Give it another name.", zh: "请改用其他名称。")
    }
}
