package import Wording
package import Workflow

extension Check {
    package static let workspaceCapacity = Self(rawValue: "workspace.capacity")
}

/// `workspace.capacity`: the namespaces together hold no more than the workspace has, less what its control takes.
package struct WorkspaceHasRoom: Prerequisite {
    package static let check = Check.workspaceCapacity

    let namespaces: [NamespaceSpecification]
    let computeUnits: ComputeUnits

    package init(for namespaces: [NamespaceSpecification], of computeUnits: ComputeUnits) {
        self.namespaces = namespaces
        self.computeUnits = computeUnits
    }

    package var resource: String { "workspace" }

    package func observe(_ observations: Observations) async throws -> Answer<Void>? { Answer((), requestID: nil) }

    package func judge(_ observation: Void, others: [HeldClaim]) -> [Finding] {
        let needed = namespaces.map(\.computeUnits).sum() + ComputeUnits(Figures.workspaceOverhead)
        guard needed > computeUnits else { return [] }
        return [finding(observed: String(computeUnits.count), required: String(needed.count))]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "the workspace has \(finding.observed) CU; its namespaces and its control need \(finding.required)",
            zh: "工作空间有 \(finding.observed) CU；其项目空间与管控共需 \(finding.required) CU")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText(
            "Buy \(finding.required) CU, or give the namespaces fewer: 2 CU are the workspace's own.",
            zh: "请购买 \(finding.required) CU，或减少项目空间的 CU：管控占用 2 CU。")
    }
}
