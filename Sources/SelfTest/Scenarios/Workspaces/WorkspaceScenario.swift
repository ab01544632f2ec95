package import Documents
import Provisioning
package import RealtimeCompute
package import RealtimeComputeKinds
import SimulatedCloud
import Workflow
package import WorkflowEngine

/// A workspace bought and its namespaces made, while its role loses its policies, others buy under its name, and somebody
/// deletes it.
package struct WorkspaceScenario: Scenario {
    package typealias K = WorkspaceOrders

    package let kind = WorkspaceOrders()

    package init() {}

    // MARK: - Exploration

    static let role = "role/AliyunStreamAsiDefaultRole"
    static let wholeRole = "{ trusts: [ stream.aliyuncs.com ], policies: [ \(policies) ] }"
    private static let policies = ServicePolicies.managed.map(\.rawValue).joined(separator: ", ")

    /// All is seen at once; what is bought shows late; others buy under the same name.
    package let roots = [
        Root(name: "plain"),
        Root(name: "hidden", world: [.set("visibility", "{ orders: 1m }")]),
        Root(name: "shared", isShared: true),
    ]

    package let manifest: Document = Self.document("analytics", timing: ExplorationTiming.manifest)

    static func document(
        _ name: String, billing: String = "subscription, months: 1", namespaces: String = prod, timing: String = "{}"
    ) -> Document {
        Document.ofSelfTest(text(name, billing: billing, namespaces: namespaces, timing: timing))
    }

    static let prod = "{ name: prod, computeUnits: 6 }"
    /// What it is amended to, once: one namespace goes, another comes.
    static let other = "{ name: other, computeUnits: 5 }"
    private static let amended = document("analytics", namespaces: other, timing: ExplorationTiming.manifest)

    static func text(
        _ name: String, billing: String = "subscription, months: 1", namespaces: String = prod, timing: String = "{}"
    ) -> String {
        """
        apiVersion: sluice/v1
        kind: Workspace
        metadata: { name: \(name) }
        spec:
          region: cn-beijing
          billing: { method: \(billing) }
          zone: cn-beijing-f
          vpc: vpc-prod
          vSwitches: [ vsw-1 ]
          bucket: risk-udf
          computeUnits: 12
          namespaces: [ \(namespaces) ]
          timing: \(timing)

        """
    }

    package func moves(in situation: Situation, of state: WorkspaceOrder.State, from root: Root) -> [Move] {
        let id = situation.subject
        let withdraw = Move.command(.decide(.withdraw, id))
        let cloud = situation.cloud
        let others: [Move] =
            root.isShared && cloud.workspaces.count < 2
            ? [.world(.purchaseInConsole(state.order.specification.workspace))] : []
        switch state {
        case .drafted(let drafted):
            let isFirst = drafted.trail.epoch == 1 && drafted.purchaseRefusal == nil
            return [
                .command(.confirm(id, despiteFindings: false)), .command(.confirm(id, despiteFindings: true)), withdraw,
            ] + (isFirst ? toggles : []) + mending(drafted.findings, of: id)
        case .confirmed(let confirmed): return [withdraw] + (confirmed.trail.epoch == 1 ? toggles + others : [])
        case .blocked(let blocked): return [withdraw] + toggles + mending(blocked.findings, of: id)
        case .purchasing(let purchasing):
            // Every further epoch is like the one before it.
            let again = purchasing.payment.trail.epoch == 1 ? [Move.command(.decide(.repurchase, id))] : []
            return [withdraw] + again + others
                + cloud.workspaces.map { .command(.adopt(id, OrderNumber(rawValue: $0.id.rawValue))) }
        case .creating, .overdue:
            return state.workspace.map { [.world(.deleteWorkspace($0))] } ?? []
        case .running:
            return (state.workspace.map { [.world(.deleteWorkspace($0))] } ?? []) + amendment(of: state, id)
        case .provisioned: return amendment(of: state, id)
        case .withdrawn, .failed: return []
        }
    }

    package func mayGoOn(_ state: WorkspaceOrder.State) -> Bool {
        if case .provisioned = state { !isAmended(state) } else { false }
    }

    private func amendment(of state: WorkspaceOrder.State, _ id: WorkflowID) -> [Move] {
        isAmended(state) ? [] : [.command(.amend(id, Self.amended))]
    }

    private func isAmended(_ state: WorkspaceOrder.State) -> Bool {
        state.order.specification.namespaces.contains { $0.name == "other" }
    }

    /// The role loses its policies, and has them again; the bucket keeps versions.
    private var toggles: [Move] {
        [
            .world(.set(Self.role, "{ policies: [] }")), .world(.set(Self.role, Self.wholeRole)),
            .world(.set("bucket/risk-udf", "{ versioning: true }")),
        ]
    }

    /// What sluice can mend, it is told to.
    private func mending(_ findings: [Finding], of id: WorkflowID) -> [Move] {
        findings.contains { $0.check == .bucketVersioning } ? [.command(.decide(.mend, id))] : []
    }

    package var fields: ComparedFields {
        var fields = ComparedFields.standard
        fields.leftOut.formUnion([
            "confirmation", "price", "zones", "vSwitches", "instances", "policies", "vpcs", "purchases",
            "stage", "seen",
        ])
        fields.ages["createdAt"] = Figures.usualWorkspaceStart
        fields.ages["since"] = ExplorationTiming.allowance
        fields.ages["at"] = ExplorationTiming.window
        return fields
    }

    /// Of the role counts what a look now or later can see; of workspaces, once it is settled which is ours, that one.
    package func forget(_ remains: inout Remains, of state: WorkspaceOrder.State, in situation: Situation) {
        remains.forgetUnseenVersions(of: "roles", in: situation)
        guard let ours = state.workspace?.rawValue else { return }
        remains.state["purchase"] = nil
        remains["workspaces"].removeAll { $0["id"] as? String != ours }
        remains["lateRequests"].removeAll { ($0["request"] as? [String: Any])?["purchaseWorkspace"] != nil }
    }

    // MARK: - Rules

    package func breaches(
        of event: WorkspaceOrder.Event, from old: WorkspaceOrder.State?, to new: WorkspaceOrder.State,
        as record: StoredWorkflow
    ) -> [Breach] {
        guard let old else { return [] }
        let pending: PendingPayment<WorkspacePurchase>? =
            if case .purchasing(let purchasing) = old { purchasing.payment } else { nil }
        return PaymentRules.breaches(
            of: event.payment, from: pending, epochs: (old.epoch, new.epoch),
            isFound: new.purchase != nil && old.purchase == nil, by: old.order.timing)
    }

    package func maySend(_ request: WatchedRequest, in state: WorkspaceOrder.State) -> Bool {
        switch (request.call, state) {
        case (.purchaseWorkspace, .purchasing(let purchasing)):
            request.key == purchasing.order.purchaseKey(inEpoch: purchasing.payment.trail.epoch).rawValue
        case (.createNamespace, .running), (.resizeNamespace, .running), (.deleteNamespace, .running):
            request.subject == state.workspace?.rawValue
        case (_, _): RepairRules.asks(request, for: state.repairable?.nextRepair)
        }
    }

    // MARK: - By the program itself

    package var walks: [Walk] {
        let advance = Walk.Step.sluice("advance", "analytics")
        let bought: [Walk.Step] = [.sluice("order", "place", "workspace.yaml", "--confirm"), advance]
        let rest: [Walk.Step] = [.world("clock", "advance", "9m"), advance, advance, advance]
        let amended: [Walk.Step] = [
            .sluice("order", "amend", "analytics", "wider.yaml"), advance, advance,
            .sluice("order", "amend", "analytics", "other.yaml"), advance, advance,
        ]
        return [
            walk("workspace", bought + rest),
            walk("workspace, amended", Self.provisioned + amended),
            walk(
                "workspace, answers lost",
                [
                    .world("fault", "add", "purchase-workspace:timeout-after"),
                    .world("fault", "add", "create-namespace:timeout-after"),
                ] + bought + [advance] + rest + [.world("clock", "advance", "1m"), advance]),
        ]
    }

    static let walkWorld =
        ClusterScalingScenario.walkWorld + "    - { name: AliyunStreamAsiDefaultRole, policies: [ \(policies) ] }\n"

    /// The workspace is bought and has its namespaces before the attack.
    static let provisioned: [Walk.Step] = [
        .preparation("order", "place", "workspace.yaml", "--confirm"), .preparation("advance", "analytics"),
        .world("clock", "advance", "9m"), .preparation("advance", "analytics"), .preparation("advance", "analytics"),
        .preparation("advance", "analytics"),
    ]

    private func walk(_ name: String, _ steps: [Walk.Step]) -> Walk {
        Walk(
            name: name,
            world: Self.walkWorld,
            manifests: [
                "workspace.yaml": Self.text("analytics"),
                "wider.yaml": Self.text("analytics", namespaces: "{ name: prod, computeUnits: 4 }, \(Self.other)"),
                "other.yaml": Self.text("analytics", namespaces: Self.other),
            ], of: "analytics", to: "provisioned",
            answers: [
                "confirm": ["order", "confirm", "analytics"],
                "account-for-purchase": ["order", "repurchase", "analytics", "--reason", "it never left"],
            ], steps: steps)
    }

    package var simulation: (any SimulationScript<WorkspaceOrders>)? { WorkspaceScript() }
}

extension WorkspaceOrder.State {
    /// The epoch of the attempts to buy, or of the purchase once it is ours.
    fileprivate var epoch: Int? {
        switch self {
        case .drafted(let drafted): drafted.trail.epoch
        case .confirmed(let confirmed): confirmed.trail.epoch
        case .blocked(let blocked): blocked.trail.epoch
        case .purchasing(let purchasing): purchasing.payment.trail.epoch
        case .withdrawn(let withdrawn): withdrawn.trail.epoch
        case .creating, .overdue, .running, .provisioned, .failed: purchase?.epoch
        }
    }
}
