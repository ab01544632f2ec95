package import Wording
package import Workflow

extension Check {
    package static let clusterChange = Self(rawValue: "cluster.change")
}

/// `cluster.change`: no other change of the cluster is under way.
package struct NoOtherChange: Prerequisite {
    package static let check = Check.clusterChange

    let subject: ClusterSubject

    package init(_ subject: ClusterSubject) {
        self.subject = subject
    }

    package var resource: String { "cluster/\(subject.clusterName)" }

    /// Who changes it is known from the store.
    package func observe(_ observations: Observations) async throws -> Answer<ClusterSubject>? {
        Answer(subject, requestID: nil)
    }

    package func judge(_ subject: ClusterSubject, others: [HeldClaim]) -> [Finding] {
        let holders = others.holding(subject.changeClaim.resource)
        guard !holders.isEmpty else { return [] }
        return [
            finding(
                observed: holders.map(\.name).joined(separator: ", "), required: "no other change", claimedBy: holders)
        ]
    }

    package var contested: [String] { [subject.changeClaim.resource] }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "\(finding.resource) is being changed by \(finding.observed)",
            zh: "\(finding.resource) 正由 \(finding.observed) 变更")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText(
            "Let \(finding.observed) come to its end, or withdraw it.", zh: "请等待 \(finding.observed) 结束，或将其撤回。")
    }
}
