package import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow
package import WorkflowEngine

/// Renewals of clusters' subscriptions.
package struct ClusterRenewals: Kind {
    package typealias Definition = ClusterRenewal

    package init() {}

    package let title = LocalizedText("renewal of a cluster", zh: "集群续费")

    package var graph: TransitionGraph { ClusterRenewal.graph }

    package let confirmation = Confirmation.buys

    package var decisions: [Decision<ClusterRenewal>] {
        [
            Decision(.confirm, needing: [.despiteFindings], in: [.drafted], Self.confirm),
            Decision(.withdraw, needing: [.reason], in: [.drafted, .confirmed, .purchasing], Self.withdraw),
            Decision(.repurchase, needing: [.reason], in: [.purchasing], Self.repurchase),
            Decision(.adopt, needing: [.orderNumber, .reason], in: [.purchasing], Self.adopt),
        ]
    }

    // MARK: - From a manifest to a draft

    package func read(_ manifest: Document) throws(InvalidDocument) -> RenewalRequest {
        try RenewalManifest.read(manifest)
    }

    package func name(of request: RenewalRequest) -> String { request.name.rawValue }

    /// A look at the instance of the order that a manifest names, and at what its renewal rests on.
    package struct Preview: Sendable {
        package let subject: InstanceSubject
        package let months: Int
        package let look: RenewalLook
    }

    /// - Throws: ``RefusedRequest`` for an order without a cluster or a workspace that runs, or a project, and for pay-as-you-go.
    package func preview(_ request: RenewalRequest, in environment: Environment) async throws -> Preview {
        let subject = try await environment.instance(ofOrder: request.order)
        guard case .subscription = subject.billing else { throw RefusedRequest.payAsYouGo(subject) }
        return Preview(
            subject: subject, months: request.months,
            look: try await RenewalLook(at: subject, besides: nil, in: environment))
    }

    package func report(_ preview: Preview) -> PreviewReport {
        let (subscription, months) = (preview.look.subscription, preview.months)
        let estimate = subscription?.estimate(of: months)
        var facts = Fact.ends(subscription, after: months)
        if let estimate { facts.append(Fact(LocalizedText("estimate", zh: "估价"), estimate.words)) }
        return PreviewReport(
            facts: facts, findings: preview.look.inspection.findings.map(FindingView.init),
            fields: [
                "clusterRenewal": .fields([
                    "order": .text(preview.subject.orderName.rawValue),
                    "instanceId": .text(preview.subject.instance.rawValue), "months": .integer(months),
                    "endsAt": subscription.map { .text($0.endsAt.rfc3339) },
                ]),
                "estimate": estimate.map(JSONValue.estimate),
            ].compactMapValues(\.self))
    }

    package func placement(
        of request: RenewalRequest, after preview: Preview, as id: WorkflowID, in environment: Environment
    ) -> ClusterRenewal.Event {
        let order = RenewalOrder(
            id: id, name: request.name, store: StoreID(rawValue: environment.store ?? ""), subject: preview.subject,
            months: request.months, timing: request.timing)
        return .placed(
            RenewalPlacement(
                of: order, inspection: preview.look.inspection, subscription: preview.look.subscription))
    }

    // MARK: - On the way

    package func performer(on cloud: any Cloud) -> any Performer<ClusterRenewal> {
        ClusterRenewalPerformer(cloud: cloud.id.rawValue, service: cloud)
    }

    package func identity(of state: ClusterRenewal.State) -> (id: WorkflowID, name: String) {
        (state.order.id, state.order.name.rawValue)
    }

    package func words(for effect: ClusterRenewal.Effect) -> LocalizedText { effect.words }

    package func words(for question: ClusterRenewal.Question) -> LocalizedText { question.words }

    /// What the phase says better is left to it.
    package func waitReason(_ code: String) -> LocalizedText? {
        guard let reason = WaitReason(rawValue: code), reason != .purchaseNotVisible, reason != .endNotMoved
        else { return nil }
        return reason.message
    }
}

extension RefusedRequest {
    fileprivate static func payAsYouGo(_ subject: InstanceSubject) -> Self {
        Self(
            "pay-as-you-go",
            LocalizedText(
                "order \(subject.orderName) is pay-as-you-go: there is nothing to renew",
                zh: "订单 \(subject.orderName) 为按量付费：无需续费"),
            hint: LocalizedText("Only subscriptions end, and are renewed.", zh: "只有包年包月会到期，可以续费。"))
    }
}
