package import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow

/// Pay-as-you-go workspaces deleted, with their namespaces.
package struct WorkspaceReleases: ChangeKind {
    package typealias Plan = WorkspaceReleasePlan

    package init() {}

    package let title = LocalizedText("release of a workspace", zh: "工作空间释放")

    /// The workspace's name is typed with the confirmation, or stands in the manifest.
    package let confirmation = Confirmation.destroys

    package var decisions: [Decision<Definition>] {
        ChangeDecisions<WorkspaceReleasePlan>.all { change, context in
            let typed = context.input.confirmedName ?? change.plan.confirm
            let name = change.subject.workspaceName
            return typed == name.rawValue ? nil : .nameNotTyped(.workspace(name), typed)
        }
    }

    // MARK: - From a manifest to a draft

    package var manifest: ManifestFormat {
        ManifestFormat(
            kind: "WorkspaceRelease",
            spec: Schema.object(
                [
                    "order": Schema.text("The order that brought the workspace: its name or id."),
                    "confirm": Schema.text("The workspace's name, repeated: it is deleted for good."),
                    "timing": Schema.timing,
                ], required: ["order"]), template: Self.template)
    }

    private static let template = """
        # A pay-as-you-go workspace deleted, with every namespace in it. Nothing brings them back.
        apiVersion: sluice/v1
        kind: WorkspaceRelease
        metadata:
          name: analytics-gone
        spec:
          order: analytics               # the order that brought the workspace
          confirm: analytics             # the workspace's name; may be typed with the confirmation instead

        """

    package func read(_ manifest: Document) throws(InvalidDocument) -> ReleaseRequest {
        try manifest.change(of: self.manifest.kind) { spec, name, _ in
            ReleaseRequest(in: spec, named: name) { $0.name(WorkspaceName.self, .order)?.rawValue }
        }
    }

    package func preview(
        _ request: ReleaseRequest, in environment: Environment
    ) async throws -> ChangePreview<WorkspaceReleasePlan> {
        let subject = try await environment.workspace(ofOrder: request.order)
        let seen = try await environment.cloud.workspace(subject.workspace, in: subject.region).value
        guard subject.billing.method == .payAsYouGo else {
            throw RefusedRequest.subscription(subject, endsAt: seen?.endsAt)
        }
        let namespaces = try await environment.cloud.namespaces(of: subject.workspace, in: subject.region).value
        let plan = WorkspaceReleasePlan(confirm: request.confirm, namespaces: namespaces.map(\.name))
        let (details, inspection) = try await plan.inspect(subject, besides: nil, in: environment)
        return ChangePreview(
            name: request.name, subject: subject, plan: plan, before: WorkspaceSight(details), inspection: inspection,
            timing: request.timing)
    }

    package func report(_ preview: ChangePreview<WorkspaceReleasePlan>) -> PreviewReport {
        PreviewReport(
            facts: [Fact(LocalizedText("change", zh: "变更"), preview.plan.deed(preview.subject))],
            findings: preview.inspection.findings.map(FindingView.init),
            fields: ["workspaceRelease": preview.plan.fields(preview.subject)])
    }

    // MARK: - On the way

    package func acceptedChange(in state: ChangeState<WorkspaceReleasePlan>) -> AcceptedChange? {
        guard case .done = state else { return nil }
        return .released
    }

    package func presentation(of state: ChangeState<WorkspaceReleasePlan>, at now: Timestamp) -> Presentation {
        let (change, plan) = (state.change, state.change.plan)
        let deed = plan.deed(change.subject)
        let agreement = LocalizedText(
            "to be confirmed by the workspace's name: \(deed.english), for good", zh: "待输入工作空间名称确认：\(deed.chinese)，不可恢复"
        )
        let confirm = [
            "sluice", "order", "confirm", change.name.rawValue, "--workspace-name",
            change.subject.workspaceName.rawValue,
        ]
        return Presentation(
            state.standing, because: state.reason(deed, agreement: agreement), facts: state.facts(deed),
            findings: state.findings.map(FindingView.init), inspectedAt: state.inspectedAt,
            progress: state.progress(at: now), answers: state.answers(confirming: confirm),
            fields: [
                "workspaceRelease": plan.fields(change.subject), "workspace": state.workspaceFields,
                "ticket": state.ticketFields,
            ].compactMapValues(\.self))
    }
}

extension WorkspaceReleasePlan {
    func deed(_ subject: WorkspaceSubject) -> LocalizedText {
        let count = namespaces.count
        let with =
            switch count {
            case 0: LocalizedText(verbatim: "")
            case 1: LocalizedText(" with its namespace", zh: "及其项目空间")
            default: LocalizedText(" with its \(count) namespaces", zh: "及其 \(count) 个项目空间")
            }
        return LocalizedText(
            "deleting \(subject.workspaceName)\(with.english)", zh: "释放 \(subject.workspaceName)\(with.chinese)")
    }

    func fields(_ subject: WorkspaceSubject) -> JSONValue {
        [
            "order": .text(subject.orderName.rawValue), "id": .text(subject.workspace.rawValue),
            "namespaces": .list(namespaces.map { .text($0.rawValue) }),
        ]
    }
}

extension RefusedRequest {
    fileprivate static func subscription(_ subject: WorkspaceSubject, endsAt end: Timestamp?) -> Self {
        let words =
            end.map {
                LocalizedText("it ends at \($0.rfc3339)", zh: "到期时间 \($0.rfc3339)")
            } ?? LocalizedText("when it ends is not known", zh: "到期时间未知")
        return Self(
            "subscription",
            LocalizedText(
                "workspace \(subject.workspaceName) is a subscription, which cannot be released: \(words.english)",
                zh: "工作空间 \(subject.workspaceName) 为包年包月，无法释放：\(words.chinese)"),
            hint: LocalizedText(
                "Let it end, or ask for a refund in the vendor's console.", zh: "请等待到期，或在控制台申请退款。"))
    }
}
