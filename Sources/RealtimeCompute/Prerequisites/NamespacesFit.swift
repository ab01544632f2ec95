package import Wording
package import Workflow

/// `workspace.capacity`: the namespaces that there are fit into the CUs that a workspace is to have.
package struct NamespacesFit: Prerequisite {
    package static let check = Check.workspaceCapacity

    let subject: WorkspaceSubject
    let computeUnits: ComputeUnits

    package init(into computeUnits: ComputeUnits, of subject: WorkspaceSubject) {
        self.computeUnits = computeUnits
        self.subject = subject
    }

    package var resource: String { subject.resource }

    package func observe(_ observations: Observations) async throws -> Answer<[Namespace]>? {
        try await observations.services.namespaces(of: subject.workspace, in: subject.region)
    }

    package func judge(_ namespaces: [Namespace], others: [HeldClaim]) -> [Finding] {
        let needed = namespaces.map(\.computeUnits).sum() + ComputeUnits(Figures.workspaceOverhead)
        guard needed > computeUnits else { return [] }
        return [finding(observed: String(computeUnits.count), required: String(needed.count))]
    }

    package static func message(of finding: Finding) -> LocalizedText { WorkspaceHasRoom.message(of: finding) }

    package static func remedy(for finding: Finding) -> LocalizedText { WorkspaceHasRoom.remedy(for: finding) }
}
