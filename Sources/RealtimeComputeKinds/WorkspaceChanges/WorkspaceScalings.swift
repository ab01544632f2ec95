package import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow

/// Subscriptions of fully managed Flink given more or fewer CUs.
package struct WorkspaceScalings: ChangeKind {
    package typealias Plan = WorkspaceScalingPlan

    package init() {}

    package let title = LocalizedText("scaling of a workspace", zh: "工作空间扩缩容")

    package var decisions: [Decision<Definition>] { ChangeDecisions<WorkspaceScalingPlan>.all() }

    // MARK: - From a manifest to a draft

    /// What a manifest asks for.
    package struct Request: ChangeRequest {
        package let name: String
        let order: String
        let computeUnits: Int
        let timing: Timing
    }

    package var manifest: ManifestFormat {
        ManifestFormat(
            kind: "WorkspaceScaling",
            spec: Schema.object(
                [
                    "order": Schema.text("The order that brought the workspace: its name or id."),
                    "computeUnits": Schema.integer("So many CUs in all.", WorkspaceManifest.computeUnits),
                    "timing": Schema.timing,
                ], required: ["order", "computeUnits"]), template: Self.template)
    }

    private static let template = """
        # A workspace given more or fewer CUs. Of a subscription, the difference is paid for at once.
        apiVersion: sluice/v1
        kind: WorkspaceScaling
        metadata:
          name: analytics-larger
        spec:
          order: analytics               # the order that brought the workspace
          computeUnits: 20               # so many in all: what its namespaces hold, and 2 more

        """

    package func read(_ manifest: Document) throws(InvalidDocument) -> Request {
        try manifest.change(of: self.manifest.kind) { spec, name, _ in
            let order = spec.required("order")?.reference()
            let units = spec.required("computeUnits")?.integer(in: WorkspaceManifest.computeUnits)
            let timing = spec.optional("timing").map { $0.object { $0.timing() } } ?? Timing()
            guard let order, let units, let timing else { return nil }
            return Request(name: name, order: order, computeUnits: units, timing: timing)
        }
    }

    package func preview(
        _ request: Request, in environment: Environment
    ) async throws -> ChangePreview<WorkspaceScalingPlan> {
        let subject = try await environment.workspace(ofOrder: request.order)
        guard subject.billing.method == .subscription else { throw RefusedRequest.noSize(subject) }
        let plan = WorkspaceScalingPlan(computeUnits: ComputeUnits(request.computeUnits))
        let (details, inspection) = try await plan.inspect(subject, besides: nil, in: environment)
        return ChangePreview(
            name: request.name, subject: subject, plan: plan, before: WorkspaceSight(details), inspection: inspection,
            timing: request.timing)
    }

    package func report(_ preview: ChangePreview<WorkspaceScalingPlan>) -> PreviewReport {
        PreviewReport(
            facts: [Fact(LocalizedText("change", zh: "变更"), preview.plan.deed(preview.subject, preview.before))],
            findings: preview.inspection.findings.map(FindingView.init),
            fields: ["workspaceScaling": preview.plan.fields(preview.subject, preview.before)])
    }

    // MARK: - On the way

    /// A workspace that was scaled is not what its order asked for, and yet as it should be.
    package func acceptedChange(in state: ChangeState<WorkspaceScalingPlan>) -> AcceptedChange? {
        guard case .done(let done) = state else { return nil }
        return .resized(done.change.plan.computeUnits)
    }

    package func presentation(of state: ChangeState<WorkspaceScalingPlan>, at now: Timestamp) -> Presentation {
        let (change, plan) = (state.change, state.change.plan)
        let deed = plan.deed(change.subject, change.before)
        let name = change.name.rawValue
        let isLarger = change.before.computeUnits.map { plan.computeUnits > $0 } ?? true
        let agreement =
            isLarger
            ? LocalizedText(
                "to be confirmed: \(deed.english); the difference is paid for at once", zh: "待确认：\(deed.chinese)；差价立即扣款"
            )
            : LocalizedText("to be confirmed: \(deed.english)", zh: "待确认：\(deed.chinese)")
        return Presentation(
            state.standing, because: state.reason(deed, agreement: agreement), facts: state.facts(deed),
            findings: state.findings.map(FindingView.init), inspectedAt: state.inspectedAt,
            progress: state.progress(at: now),
            answers: state.answers(confirming: ["sluice", "order", "confirm", name]),
            fields: [
                "workspaceScaling": plan.fields(change.subject, change.before), "workspace": state.workspaceFields,
                "ticket": state.ticketFields,
            ].compactMapValues(\.self))
    }
}

extension WorkspaceScalingPlan {
    func deed(_ subject: WorkspaceSubject, _ before: WorkspaceSight) -> LocalizedText {
        let from = before.computeUnits.map { " from \($0)" } ?? ""
        return LocalizedText(
            "scaling \(subject.workspaceName)\(from) to \(computeUnits)",
            zh: "\(subject.workspaceName) 调整为 \(computeUnits)")
    }

    func fields(_ subject: WorkspaceSubject, _ before: WorkspaceSight) -> JSONValue {
        [
            "order": .text(subject.orderName.rawValue),
            "computeUnits": [
                "from": before.computeUnits.map { .integer($0.count) } ?? .null, "to": .integer(computeUnits.count),
            ],
        ]
    }
}

extension RefusedRequest {
    fileprivate static func noSize(_ subject: WorkspaceSubject) -> Self {
        Self(
            "pay-as-you-go",
            LocalizedText(
                "workspace \(subject.workspaceName) is pay-as-you-go: it has no size of its own",
                zh: "工作空间 \(subject.workspaceName) 为按量付费：没有固定规格"),
            hint: LocalizedText(
                "Its namespaces are resized: sluice order amend \(subject.orderName) MANIFEST.",
                zh: "请调整项目空间：sluice order amend \(subject.orderName) MANIFEST。"))
    }
}
