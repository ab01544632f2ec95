package import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow
package import WorkflowEngine

/// Orders of shared mode, from their draft to their project.
package struct SharedOrders: Kind {
    package typealias Definition = SharedOrder

    package init() {}

    package let title = LocalizedText("shared-mode order", zh: "共享模式订单")

    package var graph: TransitionGraph { SharedOrder.graph }

    package let confirmation = Confirmation.buys

    package var decisions: [Decision<SharedOrder>] {
        [
            Decision(.confirm, needing: [.despiteFindings], in: [.drafted], Self.confirm),
            Decision(.amend, needing: [.manifest], in: [.drafted, .blocked, .ready], Self.amend),
            Decision(.withdraw, needing: [.reason], in: [.drafted, .confirmed, .purchasing], Self.withdraw),
            Decision(.repurchase, needing: [.reason], in: [.purchasing], Self.repurchase),
            Decision(.adopt, needing: [.orderNumber, .reason], in: [.purchasing], Self.adopt),
        ]
    }

    // MARK: - From a manifest to a draft

    package func read(_ manifest: Document) throws(InvalidDocument) -> SharedOrder.Specification {
        try SharedManifest.read(manifest)
    }

    package func name(of request: SharedOrder.Specification) -> String { request.name.rawValue }

    /// A look at the prerequisites of what a manifest asks for.
    package struct Preview: Sendable {
        package let specification: SharedOrder.Specification
        package let inspection: Inspection
    }

    package func preview(
        _ request: SharedOrder.Specification, in environment: Environment
    ) async throws -> Preview {
        Preview(
            specification: request, inspection: try await Inspection(of: request, besides: nil, in: environment))
    }

    package func report(_ preview: Preview) -> PreviewReport {
        PreviewReport(
            facts: [.bought(preview.specification)], findings: preview.inspection.findings.map(FindingView.init),
            fields: ["sharedOrder": ["computeUnits": .integer(preview.specification.computeUnits.count)]])
    }

    package func placement(
        of request: SharedOrder.Specification, after preview: Preview, as id: WorkflowID, in environment: Environment
    ) -> SharedOrder.Event {
        let order = SharedOrder.Order(
            id: id, store: StoreID(rawValue: environment.store ?? ""), specification: request)
        return .placed(SharedPlacement(of: order, inspection: preview.inspection))
    }

    // MARK: - On the way

    package func performer(on cloud: any Cloud) -> any Performer<SharedOrder> {
        SharedOrderPerformer(cloud: cloud.id.rawValue, service: cloud)
    }

    package func identity(of state: SharedOrder.State) -> (id: WorkflowID, name: String) {
        (state.order.id, state.order.specification.name.rawValue)
    }

    package func words(for effect: SharedOrder.Effect) -> LocalizedText { effect.words }

    package func words(for question: SharedOrder.Question) -> LocalizedText { question.words }

    /// What the phase says better is left to it.
    package func waitReason(_ code: String) -> LocalizedText? {
        guard let reason = WaitReason(rawValue: code), reason != .purchaseNotVisible else { return nil }
        return reason.message
    }
}
