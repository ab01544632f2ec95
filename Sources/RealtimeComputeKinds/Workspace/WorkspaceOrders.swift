package import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow
package import WorkflowEngine

/// Workspaces of fully managed Flink, from their draft to their namespaces.
package struct WorkspaceOrders: Kind {
    package typealias Definition = WorkspaceOrder

    package init() {}

    package let title = LocalizedText("workspace", zh: "工作空间")

    package var graph: TransitionGraph { WorkspaceOrder.graph }

    package let confirmation = Confirmation.buys

    package var decisions: [Decision<WorkspaceOrder>] {
        [
            Decision(.confirm, needing: [.despiteFindings], in: [.drafted], Self.confirm),
            Decision(.amend, needing: [.manifest], in: [.drafted, .running, .provisioned], Self.amend),
            Decision(.withdraw, needing: [.reason], in: [.drafted, .confirmed, .blocked, .purchasing], Self.withdraw),
            Decision(.repurchase, needing: [.reason], in: [.purchasing], Self.repurchase),
            Decision(.adopt, needing: [.orderNumber, .reason], in: [.purchasing], Self.adopt),
            Decision(.mend, needing: [.findings], in: [.drafted, .blocked], Self.mend),
        ]
    }

    // MARK: - From a manifest to a draft

    package func read(_ manifest: Document) throws(InvalidDocument) -> WorkspaceOrder.Specification {
        try WorkspaceManifest.read(manifest)
    }

    package func name(of request: WorkspaceOrder.Specification) -> String { request.name.rawValue }

    /// A look at the prerequisites of what a manifest asks for, and at what it costs.
    package struct Preview: Sendable {
        package let specification: WorkspaceOrder.Specification
        package let inspection: Inspection
        package let price: Estimate?
    }

    package func preview(
        _ request: WorkspaceOrder.Specification, in environment: Environment
    ) async throws -> Preview {
        Preview(
            specification: request, inspection: try await Inspection(of: request, besides: nil, in: environment),
            price: try await environment.price(of: request.workspace))
    }

    package func report(_ preview: Preview) -> PreviewReport {
        let units = preview.specification.workspace.computeUnits
        return PreviewReport(
            facts: [.bought(preview.specification)] + (preview.price.map { [Fact.price($0)] } ?? []),
            findings: preview.inspection.findings.map(FindingView.init),
            fields: [
                "workspace": ["computeUnits": .integer(units.count)], "estimate": preview.price.map { .estimate($0) },
            ].compactMapValues(\.self))
    }

    package func placement(
        of request: WorkspaceOrder.Specification, after preview: Preview, as id: WorkflowID, in environment: Environment
    ) -> WorkspaceOrder.Event {
        let order = WorkspaceOrder.Order(
            id: id, store: StoreID(rawValue: environment.store ?? ""), specification: request)
        return .placed(WorkspacePlacement(of: order, inspection: preview.inspection, price: preview.price))
    }

    // MARK: - On the way

    package func performer(on cloud: any Cloud) -> any Performer<WorkspaceOrder> {
        WorkspacePerformer(cloud: cloud.id.rawValue, service: cloud)
    }

    package func identity(of state: WorkspaceOrder.State) -> (id: WorkflowID, name: String) {
        (state.order.id, state.order.specification.name.rawValue)
    }

    package func words(for effect: WorkspaceOrder.Effect) -> LocalizedText {
        switch effect {
        case .purchase: LocalizedText("look at the prerequisites, and buy", zh: "检查前提条件并购买")
        case .findPurchase: LocalizedText("look for the purchase", zh: "查找购买")
        case .inspect: LocalizedText("look at the prerequisites", zh: "检查前提条件")
        case .repair: OrderEffect.repair.words
        case .look: LocalizedText("look at the workspace", zh: "查看工作空间")
        case .arrange: LocalizedText("look at the namespaces, and ask for what they lack", zh: "查看并配置项目空间")
        }
    }

    package func words(for question: WorkspaceOrder.Question) -> LocalizedText {
        switch question {
        case .confirm: OrderQuestion.confirm.words
        case .accountForPurchase: OrderQuestion.accountForPurchase.words
        case .mendPrerequisites: OrderQuestion.mendPrerequisites.words
        case .amendNamespaces:
            LocalizedText("amend the namespace that was refused, and advance", zh: "修改被拒绝的项目空间后推进")
        }
    }

    /// What the phase says better is left to it.
    package func waitReason(_ code: String) -> LocalizedText? {
        guard let reason = WaitReason(rawValue: code), reason != .purchaseNotVisible else { return nil }
        return reason.message
    }
}

extension Inspection {
    /// A look at the prerequisites of a workspace.
    ///
    /// - Parameter id: the order's own, if it has been placed: its claims are its own.
    init(
        of specification: WorkspaceOrder.Specification, besides id: WorkflowID?, in environment: Environment
    ) async throws {
        try await self.init(
            of: specification.prerequisites, in: environment.cloud, specification.workspace.region,
            others: { try await environment.claims(on: $0, exceptOf: id) }, at: environment.now)
    }
}

extension Environment {
    /// What the vendor asks for a workspace; `nil` if it will not tell.
    func price(of workspace: WorkspaceSpecification) async throws -> Estimate? {
        do {
            return try await cloud.price(of: workspace).value
        } catch let error as CloudError where error.refusal != nil {
            return nil
        }
    }
}
