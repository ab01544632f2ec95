import Documents
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine

/// Workspaces, two of them by different names, while the role goes, others buy, and one is deleted.
struct WorkspaceScript: SimulationScript {
    typealias K = WorkspaceOrders

    let manifests = [
        WorkspaceScenario.document("analytics"),
        WorkspaceScenario.document("reports", namespaces: "{ name: a, computeUnits: 4 }, { name: b, computeUnits: 6 }"),
    ]

    let calls: [Call] = [
        .purchaseWorkspace, .purchaseWorkspace, .createNamespace, .resizeNamespace, .deleteNamespace,
        .suspendVersioning,
    ]

    // MARK: - The world

    private enum Happening: CaseIterable {
        case deny, allow, keepVersions, loseRole, mendRole, buyInConsole, delete, hide, show, fault, clearFaults
    }

    func happen(on stage: Stage, _ chance: inout SeededGenerator) throws {
        let happening = chance.isLucky(oneIn: 3) ? Happening.fault : chance.pick(Happening.allCases)
        if let change = try change(happening, on: stage, &chance) { try stage.change(change) }
    }

    private func change(
        _ happening: Happening, on stage: Stage, _ chance: inout SeededGenerator
    ) throws -> WorldChange? {
        switch happening {
        case .deny:
            let looks = [Call.listWorkspaces, .getWorkspace, .listNamespaces, .getPrice]
            return .set("caller", "{ denied: [ \(chance.pick(calls + looks).rawValue) ] }")
        case .allow: return .set("caller", "{ denied: [] }")
        case .keepVersions: return .set("bucket/risk-udf", "{ versioning: true }")
        case .loseRole: return .set(WorkspaceScenario.role, "{ policies: [] }")
        case .mendRole: return .set(WorkspaceScenario.role, WorkspaceScenario.wholeRole)
        case .buyInConsole:
            let manifest = chance.pick(manifests)
            guard let wanted = try? WorkspaceManifest.read(manifest) else { return nil }
            return .purchaseInConsole(wanted.workspace)
        case .delete:
            let workspaces = try stage.cloud.overview().state.workspaces
            guard !workspaces.isEmpty, chance.isLucky(oneIn: 6) else { return nil }
            return .deleteWorkspace(chance.pick(workspaces).id)
        case .hide: return stage.hiding("orders", forMinutes: chance.pick([1, 10, 45]))
        case .show: return .set("visibility", "{ orders: 0s }")
        case .fault: return .add(.random(on: calls, &chance))
        case .clearFaults: return .clearFaults()
        }
    }

    func mend(_ stage: Stage) throws {
        try stage.change(.set("caller", "{ type: account, denied: [] }"))
        try stage.change(.set("visibility", "{ orders: 0s }"))
        try stage.change(.set("bucket/risk-udf", "{ versioning: false }"))
        try stage.change(.set(WorkspaceScenario.role, WorkspaceScenario.wholeRole))
        // A grant takes time to show.
        stage.time.advance(by: .seconds(50 * 60))
    }

    // MARK: - An operator

    func command(on record: StoredWorkflow, on stage: Stage, _ chance: inout SeededGenerator) -> Command {
        let id = record.id
        switch chance.next(upTo: 20) {
        case ..<12: return .advance(id)
        case ..<14: return .confirm(id, despiteFindings: chance.isLucky(oneIn: 2))
        case 14: return .decide(.mend, id)
        case 15: return .decide(.withdraw, id)
        case 16: return .decide(.repurchase, id)
        case 17:
            let workspaces = (try? stage.cloud.overview().state.workspaces) ?? []
            return .adopt(id, OrderNumber(rawValue: workspaces.isEmpty ? "0" : chance.pick(workspaces).id.rawValue))
        default:
            return .amend(id, WorkspaceScenario.document(record.name, namespaces: WorkspaceScenario.other))
        }
    }

    func answer(
        _ question: WorkspaceOrder.Question, of state: WorkspaceOrder.State, on record: StoredWorkflow,
        in round: Int, on stage: Stage
    ) async {
        let (id, survivor) = (record.id, Survivor())
        switch question {
        case .confirm:
            // Another's workspace may have the name: then another is asked for, or it is given up.
            await stage.perform(.confirm(id, despiteFindings: false), by: survivor)
            if round > 2 { await stage.perform(.decide(.withdraw, id), by: survivor) }
        case .mendPrerequisites:
            await stage.perform(.advance(id), by: survivor)
            if round > 2 { await stage.perform(.decide(.withdraw, id), by: survivor) }
        case .amendNamespaces: await stage.perform(.advance(id), by: survivor)
        case .accountForPurchase:
            await stage.accountForPayment(of: id, among: state.candidates, in: round)
        }
    }

    // MARK: - The end

    func breachesAtTheEnd(
        of state: WorkspaceOrder.State, as record: StoredWorkflow, in world: CloudState
    ) -> [Breach] {
        guard case .provisioned(let provisioned) = state else { return [] }
        let wanted = provisioned.order.specification.namespaces
        let made = provisioned.namespaces
        let isWhole = wanted.allSatisfy { wish in
            made.contains { $0.name == wish.name && $0.computeUnits == wish.computeUnits }
        }
        let owned = world.workspaces.filter { $0.id.rawValue == provisioned.purchase.orderNumber.rawValue }
        return isWhole && owned.count == 1
            ? [] : [Breach(of: .sameEnd, "\(record.name) is provisioned, and has not what it is to have")]
    }
}

extension WorkspaceOrder.State {
    /// The workspaces among which the operator is asked to choose.
    fileprivate var candidates: [OrderNumber] {
        guard case .purchasing(let purchasing) = self else { return [] }
        return purchasing.payment.shown.map(\.orderNumber)
    }
}
