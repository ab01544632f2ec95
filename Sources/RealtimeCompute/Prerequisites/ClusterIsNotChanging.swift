package import Wording
package import Workflow

extension Check {
    package static let clusterChange = Self(rawValue: "cluster.change")
}

/// `cluster.change`: no other change of the cluster, or of the instance, is under way.
///
/// Looked for in the store alone: each change claims its subject for as long as it is on its way.
package struct ClusterIsNotChanging: Prerequisite {
    package static let check = Check.clusterChange

    let subject: any ChangeSubject

    package init(_ subject: some ChangeSubject) {
        self.subject = subject
    }

    package var resource: String { subject.resource }

    package func observe(_ observations: Observations) async throws -> Answer<Void>? { Answer((), requestID: nil) }

    package func judge(_ observation: Void, others: [HeldClaim]) -> [Finding] {
        let holders = others.holding(subject.changeClaim.resource)
        guard !holders.isEmpty else { return [] }
        return [finding(observed: "changing", required: "no other change under way", claimedBy: holders)]
    }

    package var contested: [String] { [subject.changeClaim.resource] }

    package static func message(of finding: Finding) -> LocalizedText {
        let names = finding.claimedBy.map(\.name).joined(separator: ", ")
        return LocalizedText(
            "another change of \(finding.resource) is under way: \(names)", zh: "\(finding.resource) 正在进行另一变更：\(names)")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        let name = finding.claimedBy.first?.name ?? "ORDER"
        return LocalizedText(
            "Finish it first (sluice run \(name)), or withdraw it.", zh: "请先完成（sluice run \(name)）或撤回该变更。")
    }
}
