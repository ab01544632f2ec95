package import Documents
import Provisioning
package import RealtimeCompute
package import RealtimeComputeKinds
import SimulatedCloud
import Workflow
package import WorkflowEngine

/// A subscription renewed for three months: a payment, and the instance's end as its witness.
package struct ClusterRenewalScenario: Scenario {
    package typealias K = ClusterRenewals

    package let kind = ClusterRenewals()

    package init() {}

    // MARK: - Exploration

    /// All is seen at once; renewals show late; the cloud drops keys.
    package let roots = [
        Root(name: "plain"),
        Root(name: "hidden", world: [.set("visibility", "{ orders: 1m, clusters: 1m }")]),
        Root(name: "keyless", world: [.set("purchase-keys", "{ keys: dropped }")]),
    ]

    package let foundation: Foundation? = Foundation(
        ExclusiveOrderScenario.manifest(named: "risk", projects: "{ name: risk_rt, computeUnits: 30 }"),
        in: "provisioned")

    package let manifest = ClusterScalingScenario.document(
        """
        apiVersion: sluice/v1
        kind: ClusterRenewal
        metadata: { name: longer }
        spec: { order: risk, months: 3, timing: \(ExplorationTiming.manifest) }
        """)

    package func moves(in situation: Situation, of state: ClusterRenewal.State, from root: Root) -> [Move] {
        let id = situation.subject
        let withdraw = Move.command(.decide(.withdraw, id))
        switch state {
        case .drafted:
            return [
                .command(.confirm(id, despiteFindings: false)), .command(.confirm(id, despiteFindings: true)), withdraw,
            ]
        case .confirmed:
            return [withdraw]
        case .purchasing(let purchasing):
            // Every further epoch is like the one before it.
            let again = purchasing.payment.trail.epoch == 1 ? [Move.command(.decide(.repurchase, id))] : []
            return [withdraw] + again + situation.cloud.renewals.map { .command(.adopt(id, $0.orderNumber)) }
        case .paid, .done, .withdrawn, .failed:
            return []
        }
    }

    /// The cluster and its order do not change; of the instance counts what was renewed.
    package var fields: ComparedFields {
        var fields = ComparedFields.standard
        fields.leftOut.formUnion([
            "confirmation", "zones", "vSwitches", "addresses", "instances", "purchases", "clusters", "projects",
            "buckets", "roles", "policies", "vpcs",
        ])
        return fields
    }

    // MARK: - Rules

    package func breaches(
        of event: ClusterRenewal.Event, from old: ClusterRenewal.State?, to new: ClusterRenewal.State,
        as record: StoredWorkflow
    ) -> [Breach] {
        guard let old else { return [] }
        var breaches: [Breach] = []
        if let epoch = PaymentRules.breach(
            inEpochFrom: old.epoch, to: new.epoch, isRepeatOrdered: event.name == .repurchaseOrdered,
            isFound: new.purchase != nil && old.purchase == nil)
        {
            breaches.append(epoch)
        }
        let look: Look?
        switch (event, old) {
        case (.purchaseNotFound(let last), _): look = last
        case (.repurchaseOrdered(let repurchase), _): look = repurchase.look
        case (.withdrawn(let withdrawal), .purchasing): look = withdrawal.look
        case (_, _): return breaches
        }
        let payment: PendingPayment<Renewal>? =
            if case .purchasing(let purchasing) = old { purchasing.payment } else { nil }
        if let breach = PaymentRules.breach(ofWindowOf: payment, by: old.order.timing, givenUpAfter: look) {
            breaches.append(breach)
        }
        return breaches
    }

    package func maySend(_ request: WatchedRequest, in state: ClusterRenewal.State) -> Bool {
        guard case .purchasing(let purchasing) = state, request.call == .renew else { return false }
        return request.key == purchasing.order.purchaseKey(inEpoch: purchasing.payment.trail.epoch).rawValue
            && request.subject == purchasing.order.subject.instance.rawValue
    }

    // MARK: - By the program itself

    package var walks: [Walk] {
        let advance = Walk.Step.sluice("advance", "risk-renew-1")
        let placed: [Walk.Step] = [.sluice("cluster", "renew", "risk", "--months", "3", "--confirm"), advance]
        return [
            walk("renewed", placed + [advance]), walk("renewed, answer lost", [lost] + placed + [advance, advance]),
        ]
    }

    private var lost: Walk.Step { .world("fault", "add", "renew:timeout-after") }

    private func walk(_ name: String, _ steps: [Walk.Step]) -> Walk {
        Walk(
            name: name, world: ClusterScalingScenario.walkWorld,
            manifests: [
                "order.yaml": ClusterScalingScenario.walkOrder.replacing(
                    "pay-as-you-go", with: "subscription, months: 12")
            ], of: "risk-renew-1", to: "done",
            answers: [
                "confirm": ["order", "confirm", "risk-renew-1"],
                "account-for-purchase": ["order", "repurchase", "risk-renew-1", "--reason", "it never left"],
            ], steps: ClusterScalingScenario.provisioned + steps)
    }

    package var simulation: (any SimulationScript<ClusterRenewals>)? { ClusterRenewalScript() }
}

extension ClusterRenewal.State {
    /// The epoch of the attempts to pay, or of the payment once it is ours.
    fileprivate var epoch: Int? {
        switch self {
        case .drafted(let drafted): drafted.trail.epoch
        case .confirmed(let confirmed): confirmed.trail.epoch
        case .purchasing(let purchasing): purchasing.payment.trail.epoch
        case .withdrawn(let withdrawn): withdrawn.trail.epoch
        case .paid, .done, .failed: purchase?.epoch
        }
    }
}
