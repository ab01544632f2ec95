package import Documents
import Provisioning
package import RealtimeCompute
package import RealtimeComputeKinds
import SimulatedCloud
import Workflow
package import WorkflowEngine

/// What a subscription is of.
package enum RenewalSubject: Sendable {
    case instance, workspace
}

/// A subscription renewed for three months: a payment, and its end as its witness.
package protocol RenewalScenario: Scenario where K == ClusterRenewals {
    /// The order that has bought what is renewed.
    var order: String { get }
    /// What it has bought.
    var subject: RenewalSubject { get }
}

extension RenewalScenario {
    package var kind: ClusterRenewals { ClusterRenewals() }

    // MARK: - Exploration

    package var manifest: Document {
        Document.ofSelfTest(
            """
            apiVersion: sluice/v1
            kind: ClusterRenewal
            metadata: { name: longer }
            spec: { order: \(order), months: 3, timing: \(ExplorationTiming.manifest) }
            """)
    }

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
            "buckets", "roles", "policies", "vpcs", "workspaces",
        ])
        return fields
    }

    // MARK: - Rules

    package func breaches(
        of event: ClusterRenewal.Event, from old: ClusterRenewal.State?, to new: ClusterRenewal.State,
        as record: StoredWorkflow
    ) -> [Breach] {
        guard let old else { return [] }
        let pending: PendingPayment<Renewal>? =
            if case .purchasing(let purchasing) = old { purchasing.payment } else { nil }
        return PaymentRules.breaches(
            of: event.payment, from: pending, epochs: (old.epoch, new.epoch),
            isFound: new.purchase != nil && old.purchase == nil, by: old.order.timing)
    }

    package func maySend(_ request: WatchedRequest, in state: ClusterRenewal.State) -> Bool {
        guard case .purchasing(let purchasing) = state, request.call == .renew else { return false }
        return request.key == purchasing.order.purchaseKey(inEpoch: purchasing.payment.trail.epoch).rawValue
            && request.subject == purchasing.order.subject.instance.rawValue
    }

    // MARK: - By the program itself

    /// A renewal by the program, of what the order has bought before.
    ///
    /// - Parameter group: the commands' group: `cluster`, `workspace`.
    func walk(
        _ name: String, in world: String, manifests: [String: String], after preparations: [Walk.Step],
        by group: String,
        isAnswerLost: Bool
    ) -> Walk {
        let renewal = "\(order)-renew-1"
        let advance = Walk.Step.sluice("advance", renewal)
        let renew = Walk.Step.sluice(group, "renew", order, "--months", "3", "--confirm")
        let steps =
            isAnswerLost
            ? [.world("fault", "add", "renew:timeout-after"), renew, advance, advance, advance]
            : [renew, advance, advance]
        return Walk(
            name: name, world: world, manifests: manifests, of: renewal, to: "done",
            answers: [
                "confirm": ["order", "confirm", renewal],
                "account-for-purchase": ["order", "repurchase", renewal, "--reason", "it never left"],
            ], steps: preparations + steps)
    }

    package var simulation: (any SimulationScript<ClusterRenewals>)? {
        ClusterRenewalScript(of: subject, boughtBy: order)
    }
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
