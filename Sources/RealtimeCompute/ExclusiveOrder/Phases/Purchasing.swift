package import Workflow

/// `purchasing`: a request to buy has left, or was about to; whether it was taken is not known.
///
/// In the turn that began it, its answer comes. Taken up later, it is looked for, every poll; nothing is sent from
/// here. Left by `purchased`, `purchaseFound` and `purchaseAdopted` → paid, `purchaseRefused` → drafted,
/// `purchaseNotMade` and `repurchaseOrdered` → confirmed, `withdrawn` → withdrawn; `purchaseUnseen`, `purchaseNotFound`
/// and `purchaseAmbiguous` stay.
package struct Purchasing: OrderPhase {
    /// What the operator is asked to account for.
    package enum Question: Codable, Equatable, Sendable {
        /// None was found by a look made at or after the end of the visibility window.
        case nothingFound(Look)
        /// Each of these might be ours.
        case candidates([Purchase])
    }

    package let order: Order
    package let confirmation: Confirmation
    package let trail: PurchaseTrail
    /// When a look of a later turn first found nothing that is ours for certain: the visibility window runs from here.
    package let firstLook: Timestamp?
    package let question: Question?

    init(from confirmed: Confirmed, intent: PurchaseIntent) {
        order = confirmed.order
        confirmation = confirmed.confirmation
        trail = confirmed.trail.afterIntent(at: intent.at)
        firstLook = nil
        question = nil
    }

    init(from confirmed: Confirmed, ambiguity: Ambiguity) {
        order = confirmed.order
        confirmation = confirmed.confirmation
        trail = confirmed.trail
        firstLook = ambiguity.lookedAt
        question = .candidates(ambiguity.candidates)
    }

    init(from purchasing: Purchasing, unseen look: Look) {
        self.init(from: purchasing, firstLook: look.at, question: nil)
    }

    init(from purchasing: Purchasing, notFound look: Look) {
        self.init(from: purchasing, firstLook: look.at, question: .nothingFound(look))
    }

    init(from purchasing: Purchasing, ambiguity: Ambiguity) {
        self.init(from: purchasing, firstLook: ambiguity.lookedAt, question: .candidates(ambiguity.candidates))
    }

    private init(from purchasing: Purchasing, firstLook: Timestamp, question: Question?) {
        order = purchasing.order
        confirmation = purchasing.confirmation
        trail = purchasing.trail
        self.firstLook = purchasing.firstLook ?? firstLook
        self.question = question
    }

    /// When the visibility window ends; `nil` before the first look.
    package var windowEnd: Timestamp? {
        firstLook.map { $0 + order.specification.timing.visibilityWindow }
    }

    /// Whether a look that finds no purchase of ours for certain closes the visibility window.
    package func closesWindow(_ look: Look) -> Bool {
        windowEnd.map { look.at >= $0 } ?? false
    }
}
