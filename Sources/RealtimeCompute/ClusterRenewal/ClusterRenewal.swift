package import Workflow

/// The workflow of a renewal: a cluster's subscription is to end so many months later.
///
/// A renewal is a payment, and by the rules of every payment made at most once: ``PendingPayment``. What each phase
/// means, and where it leads, is told where the phase stands, in `Phases/`.
package enum ClusterRenewal: Workflow {
    package static let kind = "cluster-renewal"
    package static let definitionVersion = 1

    /// What is asked of the cloud.
    package enum Effect: String, CaseIterable, Sendable {
        /// Look for a renewal of ours; finding none, and with the intent committed, renew.
        case renew
        /// Look for a renewal of ours.
        case findRenewal = "find-renewal"
        /// Look whether the instance ends later now.
        case lookAtInstance = "look-at-instance"
    }

    /// What only the operator can decide.
    package enum Question: String, CaseIterable, Sendable {
        /// Agree to pay: a renewal cannot be taken back.
        case confirm
        /// Say what became of a request to pay: adopt, repurchase or withdraw.
        case accountForPurchase = "account-for-purchase"
    }

    package static func phase(of state: State) -> Phase { state.phase }

    package static func backoff(in state: State) -> Backoff { state.order.timing.backoff }

    package static func region(of state: State) -> String? { state.order.subject.region.rawValue }

    /// From `confirmed` to `paid`, the one change of the cluster that may be under way; from `paid` on, the order number.
    package static func claims(of state: State) -> [Claim] {
        let owned = state.purchase.map { [Ownership.claim(of: $0.orderNumber)] } ?? []
        let subject = state.order.subject
        switch state {
        case .confirmed, .purchasing, .paid: return owned + [subject.changeClaim]
        case .done: return owned + [subject.changedClaim]
        case .drafted, .withdrawn, .failed: return owned
        }
    }

    package static func next(in state: State, at now: Timestamp) -> Next<Effect, Event, Question> {
        switch state {
        case .drafted:
            return .ask(.confirm)
        case .confirmed(let confirmed):
            let epoch = confirmed.trail.epoch
            let intent = PurchaseIntent(key: confirmed.order.purchaseKey(inEpoch: epoch), epoch: epoch, at: now)
            return .perform(.renew, announcing: .purchaseBegun(intent))
        case .purchasing(let purchasing):
            if purchasing.payment.question != nil { return .ask(.accountForPurchase, recheck: .findRenewal) }
            guard let firstLook = purchasing.payment.firstLook else { return .perform(.findRenewal) }
            let due = firstLook + purchasing.order.timing.poll
            return now < due ? .wait(.findRenewal, until: due) : .perform(.findRenewal)
        case .paid:
            return .perform(.lookAtInstance)
        case .done, .withdrawn, .failed:
            return .finished
        }
    }
}
