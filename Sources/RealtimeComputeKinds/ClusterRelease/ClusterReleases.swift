import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow

/// Pay-as-you-go clusters destroyed, with their projects.
package struct ClusterReleases: ChangeKind {
    package typealias Plan = ReleasePlan

    package init() {}

    package let title = LocalizedText("release of a cluster", zh: "集群释放")

    /// The cluster's name is typed with the confirmation, or stands in the manifest.
    package let confirmation = Confirmation.destroys

    package var decisions: [Decision<Definition>] {
        ChangeDecisions<ReleasePlan>.all { change, context in
            let typed = context.input.confirmedName ?? change.plan.confirm
            return typed == change.subject.clusterName.rawValue
                ? nil : .nameNotTyped(.cluster(change.subject.clusterName), typed)
        }
    }

    // MARK: - From a manifest to a draft

    package func preview(
        _ request: ReleaseRequest, in environment: Environment
    ) async throws -> ChangePreview<ReleasePlan> {
        let subject = try await environment.cluster(ofOrder: request.order)
        guard subject.billing.method == .payAsYouGo else {
            let instance = try await environment.cloud.instance(subject.instance, in: subject.region).value
            throw RefusedRequest.subscription(subject, endsAt: instance?.endsAt)
        }
        let projects = try await environment.cloud.projects(in: subject.cluster, subject.region).value.map(\.name)
        let plan = ReleasePlan(confirm: request.confirm, projects: projects)
        let (details, inspection) = try await plan.inspect(subject, besides: nil, in: environment)
        return ChangePreview(
            name: request.name, subject: subject, plan: plan, before: ClusterSight(details), inspection: inspection,
            timing: request.timing)
    }

    package func report(_ preview: ChangePreview<ReleasePlan>) -> PreviewReport {
        PreviewReport(
            facts: [Fact(LocalizedText("change", zh: "变更"), preview.plan.deed(preview.subject))],
            findings: preview.inspection.findings.map(FindingView.init),
            fields: ["clusterRelease": preview.plan.fields(preview.subject)])
    }

    // MARK: - On the way

    package func acceptedChange(in state: ChangeState<ReleasePlan>) -> AcceptedChange? {
        guard case .done = state else { return nil }
        return .released
    }

    package func presentation(of state: ChangeState<ReleasePlan>, at now: Timestamp) -> Presentation {
        let (change, plan) = (state.change, state.change.plan)
        let deed = plan.deed(change.subject)
        let name = change.name.rawValue
        let agreement = LocalizedText(
            "to be confirmed by the cluster's name: \(deed.english), for good",
            zh: "待输入集群名称确认：\(deed.chinese)，不可恢复")
        let withdraw = ["sluice", "order", "withdraw", name, "--reason", "TEXT"]
        var answers: [[String]] = []
        switch state {
        case .drafted:
            let typed = ["--cluster-name", change.subject.clusterName.rawValue]
            answers = [["sluice", "order", "confirm", name] + typed, withdraw]
        case .blocked: answers = [["sluice", "advance", name], withdraw]
        case .confirmed, .ready, .requesting, .changing, .overdue, .done, .withdrawn, .failed: break
        }
        return Presentation(
            state.standing, because: state.reason(deed, agreement: agreement, byHand: deed),
            facts: [
                Fact(LocalizedText("cluster", zh: "集群"), "\(change.subject.clusterName) \(change.subject.cluster)"),
                Fact(LocalizedText("order", zh: "订单"), change.subject.orderName.rawValue),
                Fact(
                    LocalizedText("projects", zh: "项目"),
                    plan.projects.isEmpty ? "-" : plan.projects.map(\.rawValue).joined(separator: ", ")),
            ], findings: state.findings.map(FindingView.init), inspectedAt: state.inspectedAt,
            progress: state.progress(at: now), answers: answers,
            fields: [
                "clusterRelease": plan.fields(change.subject), "cluster": state.clusterFields,
                "ticket": state.ticketFields,
            ].compactMapValues(\.self))
    }
}

extension ReleasePlan {
    func deed(_ subject: ClusterSubject) -> LocalizedText {
        let count = projects.count
        let with =
            switch count {
            case 0: LocalizedText(verbatim: "")
            case 1: LocalizedText(" with its project", zh: "及其项目")
            default: LocalizedText(" with its \(count) projects", zh: "及其 \(count) 个项目")
            }
        return LocalizedText(
            "destroying \(subject.clusterName)\(with.english)", zh: "释放 \(subject.clusterName)\(with.chinese)")
    }

    func fields(_ subject: ClusterSubject) -> JSONValue {
        [
            "order": .text(subject.orderName.rawValue), "instanceId": .text(subject.instance.rawValue),
            "projects": .list(projects.map { .text($0.rawValue) }),
        ]
    }
}

extension RefusedRequest {
    fileprivate static func subscription(_ subject: ClusterSubject, endsAt end: Timestamp?) -> Self {
        let words =
            end.map {
                LocalizedText("it ends at \($0.rfc3339)", zh: "到期时间 \($0.rfc3339)")
            } ?? LocalizedText("when it ends is not known", zh: "到期时间未知")
        return Self(
            "subscription",
            LocalizedText(
                "\(subject.clusterName) is a subscription, which cannot be released: \(words.english)",
                zh: "\(subject.clusterName) 为包年包月，无法释放：\(words.chinese)"),
            hint: LocalizedText(
                "Let it end: it is released 7 days later. Within 5 days of its purchase the vendor refunds it in the console.",
                zh: "请等待到期：7 天后自动释放。购买 5 天内可在控制台退款。"))
    }
}
