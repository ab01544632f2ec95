package import Wording
package import Workflow

extension Check {
    package static let scalingSize = Self(rawValue: "scaling.size")
    package static let scalingSold = Self(rawValue: "scaling.sold")
}

/// `scaling.size`: the cluster as it is to be has at least 2 slaves, enough CUs for what its projects hold, and no more
/// than its masters bear.
package struct ScalingFits: Prerequisite {
    package static let check = Check.scalingSize

    package struct Load: Sendable {
        let details: ClusterDetails
        let held: ComputeUnits
    }

    let subject: ClusterSubject
    let plan: ScalingPlan

    package init(_ plan: ScalingPlan, of subject: ClusterSubject) {
        self.plan = plan
        self.subject = subject
    }

    package var resource: String { "cluster/\(subject.clusterName)" }

    package func observe(_ observations: Observations) async throws -> Answer<Load?>? {
        let details = try await observations.details(of: subject.cluster, in: subject.region)
        guard let known = details.value else { return Answer(nil, requestID: details.requestID) }
        let projects = try await observations.projects(in: subject.cluster)
        return Answer(
            Load(details: known, held: projects.value.map(\.computeUnits).sum()), requestID: projects.requestID)
    }

    package func judge(_ load: Load?, others: [HeldClaim]) -> [Finding] {
        guard let load else { return [] }
        var findings: [Finding] = []
        let slaves = Machines(load.details.slaves.model, count: plan.slaves ?? load.details.slaves.count)
        if slaves.count < Figures.slaveCounts.lowerBound {
            findings.append(
                finding(
                    of: "\(resource)/slaves", observed: String(slaves.count),
                    required: String(Figures.slaveCounts.lowerBound)))
        }
        let masters = Machines(plan.masters ?? load.details.masters.model, count: load.details.masters.count)
        let units = Capacity(of: masters, slaves).computeUnits
        if units < load.held {
            findings.append(
                finding(of: "\(resource)/projects", observed: "\(units.count)", required: "\(load.held.count)"))
        }
        if let bound = masters.model.largestCluster, units > bound {
            findings.append(
                finding(of: "\(resource)/masters", observed: "\(units.count)", required: "\(bound.count)"))
        }
        return findings
    }

    package static func message(of finding: Finding) -> LocalizedText {
        if finding.resource.hasSuffix("/projects") {
            return LocalizedText(
                "\(finding.observed) CU are fewer than the \(finding.required) that the projects hold",
                zh: "\(finding.observed) CU 少于项目已占用的 \(finding.required) CU")
        }
        if finding.resource.hasSuffix("/masters") {
            return LocalizedText(
                "\(finding.observed) CU are more than the \(finding.required) that the masters bear",
                zh: "\(finding.observed) CU 超过 Master 机型的上限 \(finding.required) CU")
        }
        return LocalizedText(
            "a cluster has at least \(finding.required) slaves, not \(finding.observed)",
            zh: "集群至少有 \(finding.required) 个 Slave，而非 \(finding.observed) 个")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        if finding.resource.hasSuffix("/projects") {
            return LocalizedText(
                "Ask for more slaves, or take CUs from the projects first.", zh: "请增加 Slave，或先减少项目的 CU。")
        }
        if finding.resource.hasSuffix("/masters") {
            return LocalizedText(
                "Ask for fewer slaves, or for larger masters (--master-model).",
                zh: "请减少 Slave，或使用更大的 Master 机型（--master-model）。")
        }
        return LocalizedText("Ask for more slaves.", zh: "请增加 Slave。")
    }
}

/// `scaling.sold`: whether the vendor sells the change, as far as its documents agree.
///
/// Of the masters of a pay-as-you-go cluster they do not: the API has the call, the guide denies it. A warning only.
package struct ScalingIsSold: Prerequisite {
    package static let check = Check.scalingSold

    let subject: ClusterSubject
    let plan: ScalingPlan

    package init(_ plan: ScalingPlan, of subject: ClusterSubject) {
        self.plan = plan
        self.subject = subject
    }

    package var resource: String { "cluster/\(subject.clusterName)/masters" }

    /// What the documents say is known without looking.
    package func observe(_ observations: Observations) async throws -> Answer<Billing.Method>? {
        Answer(subject.billing.method, requestID: nil)
    }

    package func judge(_ method: Billing.Method, others: [HeldClaim]) -> [Finding] {
        guard plan.masters != nil, method == .payAsYouGo else { return [] }
        return [finding(.warning, observed: method.rawValue, required: Billing.Method.subscription.rawValue)]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "the guide says that the masters of a pay-as-you-go cluster cannot be changed; the API may refuse it",
            zh: "文档说明按量付费集群不支持变更 Master 机型；接口可能拒绝")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText(
            "If it is refused, buy a new cluster with larger masters.", zh: "若被拒绝，请购买 Master 机型更大的新集群。")
    }
}
