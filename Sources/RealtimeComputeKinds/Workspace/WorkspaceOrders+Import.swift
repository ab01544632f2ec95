package import Provisioning
package import RealtimeCompute
import Wording
import Workflow
import WorkflowEngine

extension WorkspaceOrders {
    /// Looks at a workspace and its namespaces.
    ///
    /// What an order would have asked for is taken from what is there, or from a manifest that agrees with it.
    package func existing(
        _ request: ImportRequest, in environment: Environment
    ) async throws -> Existing<WorkspaceOrder.Event>? {
        guard case .workspace(let text) = request.reference else { return nil }
        let wanted = try request.manifest.map { try WorkspaceManifest.read($0) }
        let regions = try await request.regions(wanted: wanted?.workspace.region, in: environment.cloud)
        guard let (workspace, bought) = try await look(WorkspaceID(rawValue: text), regions, of: environment.cloud)
        else { return nil }
        guard !workspace.isGone else { throw RefusedRequest.gone(workspace) }
        let number = OrderNumber(rawValue: workspace.id.rawValue)
        let owners = try await Ownership.owners(of: [number]) { try await environment.claims(on: $0) }
        if let owner = owners[number] { throw RefusedRequest.owned(workspace, by: owner.holderName) }
        let region = workspace.identity.region
        let namespaces =
            workspace.status == .running
            ? try await environment.cloud.namespaces(of: workspace.id, in: region).value : []
        let specification = try specification(
            of: workspace, bought, namespaces, named: request.name, wanted: wanted)
        let now = environment.now
        return Existing(named: specification.name.rawValue) { id, environment in
            let order = WorkspaceOrder.Order(
                id: id, store: StoreID(rawValue: environment.store ?? ""), specification: specification)
            let purchase = OwnedPurchase(orderNumber: number, key: nil, epoch: 1, paidAt: workspace.createdAt)
            return .imported(
                WorkspaceImport(as: order, purchase: purchase, workspace: workspace, namespaces: namespaces, at: now))
        }
    }

    private func look(
        _ id: WorkspaceID, _ regions: [RegionID], of cloud: any Cloud
    ) async throws -> (Workspace, WorkspaceSpecification)? {
        for region in regions {
            guard let workspace = try await cloud.workspace(id, in: region).value,
                let bought = try await cloud.specification(of: id, in: region).value
            else { continue }
            return (workspace, bought)
        }
        return nil
    }

    /// What an order would have asked for.
    private func specification(
        of workspace: Workspace, _ bought: WorkspaceSpecification, _ namespaces: [Namespace], named name: String?,
        wanted: WorkspaceOrder.Specification?
    ) throws -> WorkspaceOrder.Specification {
        guard let wanted else {
            return WorkspaceOrder.Specification(
                name: OrderName(rawValue: name ?? String(workspace.identity.name.rawValue.prefix(63))),
                workspace: bought,
                namespaces: namespaces.map { NamespaceSpecification(name: $0.name, computeUnits: $0.computeUnits) },
                timing: Timing())
        }
        let asked = wanted.workspace
        let differing = [
            ("metadata.name", asked.name == bought.name), ("spec.region", asked.region == bought.region),
            ("spec.billing", asked.billing.method == bought.billing.method), ("spec.zone", asked.zone == bought.zone),
            ("spec.vpc", asked.vpc == bought.vpc), ("spec.vSwitches", Set(asked.vSwitches) == Set(bought.vSwitches)),
            ("spec.bucket", asked.bucket == bought.bucket),
            (
                "spec.computeUnits",
                asked.computeUnits == bought.computeUnits || bought.billing.method == .payAsYouGo
            ),
            ("spec.highAvailability", asked.isHighlyAvailable == bought.isHighlyAvailable),
        ].filter { !$0.1 }.map(\.0)
        guard differing.isEmpty else {
            throw RefusedRequest.differs(InstanceID(rawValue: workspace.id.rawValue), in: differing)
        }
        guard let name else { return wanted }
        return WorkspaceOrder.Specification(
            name: OrderName(rawValue: name), workspace: asked, namespaces: wanted.namespaces, timing: wanted.timing)
    }
}

extension RefusedRequest {
    fileprivate static func gone(_ workspace: Workspace) -> Self {
        Self(
            "workspace-lost",
            LocalizedText(
                "workspace \(workspace.id) is \(workspace.status.rawValue)",
                zh: "工作空间 \(workspace.id) 状态为 \(workspace.status.rawValue)"),
            hint: LocalizedText("Nothing brings it back: place a new order.", zh: "无法恢复：请新建订单。"))
    }

    fileprivate static func owned(_ workspace: Workspace, by name: String) -> Self {
        Self(
            "already-owned",
            LocalizedText(
                "workspace \(workspace.id) belongs to order \(name)", zh: "工作空间 \(workspace.id) 属于订单 \(name)"),
            hint: LocalizedText("See it: sluice order show \(name).", zh: "查看：sluice order show \(name)。"))
    }
}
