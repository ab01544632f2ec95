package import Workflow

/// The workflow of an order of shared mode, from its draft to its one project.
///
/// Shared mode has no cluster: compute units are bought, and a project holds them. What each phase means, and where it
/// leads, is told where the phase stands, in `Phases/`.
package enum SharedOrder: Workflow {
    package static let kind = "shared-order"
    package static let definitionVersion = 1

    /// What is asked of the cloud.
    package enum Effect: String, CaseIterable, Sendable {
        /// Look for a purchase of ours; finding none, and with the intent committed, buy.
        case purchase
        /// Look for a purchase of ours.
        case findPurchase = "find-purchase"
        /// Read the order for its instance, and look at every prerequisite.
        case inspect
        /// Look for the project by its name; finding none, look at the prerequisites again if that is long ago, and create
        /// it.
        case createProject = "create-project"
    }

    /// What only the operator can decide.
    package enum Question: String, CaseIterable, Sendable {
        /// Accept the service agreement: an order cannot be cancelled later.
        case confirm
        /// Say what became of a request to buy: adopt, repurchase or withdraw.
        case accountForPurchase = "account-for-purchase"
        /// Mend what the findings name.
        case mendPrerequisites = "mend-prerequisites"
        /// Change the project that was refused, or what it was refused for.
        case amendProject = "amend-project"
    }

    package static func phase(of state: State) -> Phase { state.phase }

    package static func backoff(in state: State) -> Backoff { state.order.timing.backoff }

    package static func region(of state: State) -> String? { state.order.specification.region.rawValue }

    /// From `paid` on, the order number; from `ready` on, the project's name besides, and those that it was asked for under
    /// before; at the end, the project.
    package static func claims(of state: State) -> [Claim] {
        let owned = state.purchase.map { [Ownership.claim(of: $0.orderNumber)] } ?? []
        switch state {
        case .paid(let paid): return owned + (paid.held ?? [])
        case .ready(let ready): return owned + ready.held
        case .blocked(let blocked): return owned + (blocked.held ?? [])
        case .provisioned(let provisioned): return owned + [ownership(of: provisioned.project.id)]
        case .drafted, .confirmed, .purchasing, .withdrawn: return owned
        }
    }

    /// The claim that makes a project of shared mode belong to one order.
    ///
    /// The cloud does not tell on which instance it lies, and its name may be another's once the instance is released.
    package static func ownership(of project: ProjectID) -> Claim {
        Claim("shared-project/\(project)", amount: 1, limit: 1)
    }

    package static func next(in state: State, at now: Timestamp) -> Next<Effect, Event, Question> {
        switch state {
        case .drafted:
            return .ask(.confirm)
        case .confirmed(let confirmed):
            let epoch = confirmed.trail.epoch
            let intent = PurchaseIntent(key: confirmed.order.purchaseKey(inEpoch: epoch), epoch: epoch, at: now)
            return .perform(.purchase, announcing: .purchaseBegun(intent))
        case .purchasing(let purchasing):
            if purchasing.payment.question != nil { return .ask(.accountForPurchase, recheck: .findPurchase) }
            guard let firstLook = purchasing.payment.firstLook else { return .perform(.findPurchase) }
            let due = firstLook + purchasing.order.timing.poll
            return now < due ? .wait(.findPurchase, until: due) : .perform(.findPurchase)
        case .paid:
            return .perform(.inspect)
        case .blocked:
            return .ask(.mendPrerequisites, recheck: .inspect)
        case .ready(let ready):
            return ready.refusal == nil ? .perform(.createProject) : .ask(.amendProject, recheck: .createProject)
        case .provisioned, .withdrawn:
            return .finished
        }
    }
}
