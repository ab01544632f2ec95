package import Documents
import Provisioning
package import RealtimeCompute
package import RealtimeComputeKinds
import SimulatedCloud
import Workflow
package import WorkflowEngine

/// Compute units of shared mode bought, and the project that holds them, while shared mode was still sold.
package struct SharedOrderScenario: Scenario {
    package typealias K = SharedOrders

    package let kind = SharedOrders()
    package var isInVendorAPI: Bool { false }

    package init() {}

    // MARK: - Exploration

    /// All is seen at once; purchases show late; the cloud drops keys.
    package let roots = [
        Root(name: "plain"),
        Root(name: "hidden", world: [.set("visibility", "{ orders: 1m, clusters: 1m }")]),
        Root(name: "keyless", world: [.set("purchase-keys", "{ keys: dropped }")]),
    ]

    package let manifest = Document.ofSelfTest(
        """
        apiVersion: sluice/v1
        kind: SharedOrder
        metadata: { name: legacy }
        spec:
          region: cn-beijing
          computeUnits: 4
          months: 3
          project: { name: legacy_rt, description: Old jobs }
          timing: \(ExplorationTiming.manifest)
        """)

    package func moves(in situation: Situation, of state: SharedOrder.State, from root: Root) -> [Move] {
        let id = situation.subject
        let withdraw = Move.command(.decide(.withdraw, id))
        switch state {
        case .drafted(let drafted):
            let isFirst = drafted.trail.epoch == 1 && drafted.purchaseRefusal == nil
            return [
                .command(.confirm(id, despiteFindings: false)), .command(.confirm(id, despiteFindings: true)), withdraw,
            ]
                + (isFirst ? toggles : [])
        case .confirmed:
            return [withdraw]
        case .purchasing(let purchasing):
            // Every further epoch is like the one before it.
            let again = purchasing.payment.trail.epoch == 1 ? [Move.command(.decide(.repurchase, id))] : []
            return [withdraw] + again
                + situation.cloud.sharedPurchases.map { .command(.adopt(id, $0.orderNumber)) }
        case .paid, .blocked, .ready:
            return toggles
        case .provisioned, .withdrawn:
            return []
        }
    }

    /// The caller may not, and may again.
    private var toggles: [Move] {
        [
            .world(.set("caller", "{ type: ram-user, name: alice }")),
            .world(.set("caller", "{ type: account }")),
        ]
    }

    package var fields: ComparedFields {
        var fields = ComparedFields.standard
        fields.leftOut.formUnion([
            "confirmation", "zones", "vSwitches", "instances", "buckets", "roles", "policies", "vpcs",
        ])
        return fields
    }

    // MARK: - Rules

    package func breaches(
        of event: SharedOrder.Event, from old: SharedOrder.State?, to new: SharedOrder.State, as record: StoredWorkflow
    ) -> [Breach] {
        guard let old else { return [] }
        let pending: PendingPayment<SharedPurchase>? =
            if case .purchasing(let purchasing) = old { purchasing.payment } else { nil }
        return PaymentRules.breaches(
            of: event.payment, from: pending, epochs: (old.epoch, new.epoch),
            isFound: new.purchase != nil && old.purchase == nil, by: old.order.timing)
    }

    package func maySend(_ request: WatchedRequest, in state: SharedOrder.State) -> Bool {
        switch (request.call, state) {
        case (.purchaseShared, .purchasing(let purchasing)):
            request.key == purchasing.order.purchaseKey(inEpoch: purchasing.payment.trail.epoch).rawValue
        case (.createProject, .ready(let ready)): request.subject == ready.instance.rawValue
        case (_, _): false
        }
    }

    // MARK: - By the program itself

    package var walks: [Walk] {
        let advance = Walk.Step.sluice("advance", "legacy")
        let placed: [Walk.Step] = [.sluice("order", "place", "legacy.yaml", "--confirm"), advance]
        return [
            walk("shared mode", placed + [advance, advance]),
            walk(
                "shared mode, answer lost",
                [.world("fault", "add", "purchase-shared:timeout-after")] + placed + [advance, advance, advance]),
        ]
    }

    private func walk(_ name: String, _ steps: [Walk.Step]) -> Walk {
        Walk(
            name: name, world: ClusterScalingScenario.walkWorld + "  sales: { shared: { closes: null } }\n",
            manifests: ["legacy.yaml": Self.walkManifest], of: "legacy", to: "provisioned",
            answers: [
                "confirm": ["order", "confirm", "legacy"],
                "account-for-purchase": ["order", "repurchase", "legacy", "--reason", "it never left"],
            ], steps: steps)
    }

    private static let walkManifest = """
        apiVersion: sluice/v1
        kind: SharedOrder
        metadata: { name: legacy }
        spec: { region: cn-beijing, computeUnits: 4, months: 3, project: { name: legacy_rt, description: Old jobs } }

        """

    package var simulation: (any SimulationScript<SharedOrders>)? { SharedOrderScript() }
}

extension SharedOrder.State {
    /// The epoch of the attempts to buy, or of the purchase once it is ours.
    fileprivate var epoch: Int? {
        switch self {
        case .drafted(let drafted): drafted.trail.epoch
        case .confirmed(let confirmed): confirmed.trail.epoch
        case .purchasing(let purchasing): purchasing.payment.trail.epoch
        case .withdrawn(let withdrawn): withdrawn.trail.epoch
        case .paid, .blocked, .ready, .provisioned: purchase?.epoch
        }
    }
}
