package import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow
package import WorkflowEngine

/// Orders of exclusive mode, from their draft to their projects.
package struct ExclusiveOrders: Kind {
    package typealias Definition = ExclusiveOrder

    package init() {}

    package let title = LocalizedText("exclusive-mode order", zh: "独享模式订单")

    package var graph: TransitionGraph { ExclusiveOrder.graph }

    package let confirmation = Confirmation.buys

    package var decisions: [Decision<ExclusiveOrder>] {
        [
            Decision(.confirm, needing: [.despiteFindings], in: [.drafted], Self.confirm),
            Decision(.amend, needing: [.manifest], in: [.drafted, .blocked, .running], Self.amend),
            Decision(.withdraw, needing: [.reason], in: [.drafted, .confirmed, .purchasing], Self.withdraw),
            Decision(.repurchase, needing: [.reason], in: [.purchasing], Self.repurchase),
            Decision(.adopt, needing: [.orderNumber, .reason], in: [.purchasing], Self.adopt),
            Decision(.abandon, needing: [.reason], in: [.starting], Self.abandon),
            Decision(.mend, needing: [.findings], in: [.drafted, .blocked], Self.mend),
        ]
    }

    // MARK: - From a manifest to a draft

    package func read(_ manifest: Document) throws(InvalidDocument) -> OrderSpecification {
        try OrderManifest.read(manifest)
    }

    package func name(of request: OrderSpecification) -> String { request.name.rawValue }

    /// A look at the prerequisites of what a manifest asks for.
    package struct Preview: Sendable {
        package let specification: OrderSpecification
        package let inspection: Inspection
    }

    package func preview(_ request: OrderSpecification, in environment: Environment) async throws -> Preview {
        Preview(
            specification: request,
            inspection: try await Inspection(of: request, besides: nil, in: environment))
    }

    package func report(_ preview: Preview) -> PreviewReport {
        let (capacity, estimate) = (preview.specification.capacity, preview.specification.estimate)
        return PreviewReport(
            facts: [
                Fact(
                    LocalizedText("capacity", zh: "容量"),
                    LocalizedText(
                        "\(capacity.nodes) nodes, \(capacity.computeUnits)",
                        zh: "\(capacity.nodes) 个节点，\(capacity.computeUnits)")),
                Fact(LocalizedText("estimate", zh: "估价"), estimate.words),
            ],
            findings: preview.inspection.findings.map(FindingView.init),
            fields: [
                "capacity": .capacity(
                    nodes: capacity.nodes, ClusterLoad(computeUnits: capacity.computeUnits, allocated: .zero)),
                "estimate": .estimate(estimate),
            ])
    }

    package func placement(
        of request: OrderSpecification, after preview: Preview, as id: WorkflowID, in environment: Environment
    ) -> OrderEvent {
        let order = Order(
            id: id, store: StoreID(rawValue: environment.store ?? ""), cloud: environment.cloud.id,
            specification: request)
        return .placed(Placement(of: order, inspection: preview.inspection))
    }

    // MARK: - On the way

    package func performer(on cloud: any Cloud) -> any Performer<ExclusiveOrder> {
        ExclusiveOrderPerformer(on: cloud)
    }

    package func identity(of state: OrderState) -> (id: WorkflowID, name: String) {
        (state.order.id, state.order.specification.name.rawValue)
    }

    package func cloud(of state: OrderState) -> String? { state.order.cloud.rawValue }

    package func words(for effect: OrderEffect) -> LocalizedText { effect.words }

    package func words(for question: OrderQuestion) -> LocalizedText { question.words }

    /// What the phase says better is left to it.
    package func waitReason(_ code: String) -> LocalizedText? {
        guard let reason = WaitReason(rawValue: code), reason != .clusterStarting, reason != .purchaseNotVisible
        else { return nil }
        return reason.message
    }
}
