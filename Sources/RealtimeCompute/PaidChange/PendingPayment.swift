package import CanonicalJSON
package import Workflow

/// A request to pay that has left, or was about to, and whose outcome is not known.
///
/// The rules of *at most once* stand here, for everything that costs money: the intent is committed before the request
/// leaves; in that turn, and in no other, it is sent; whoever finds it pending looks; what is ours for certain is
/// adopted; a look after the window of visibility, or several candidates, is a question; and only an operator, knowing
/// that, orders another payment, under a key of a new epoch.
package struct PendingPayment<Paid: PaidOrder>: Equatable, Sendable {
    /// What the operator is asked to account for.
    package enum Question: Codable, Equatable, Sendable {
        /// None was found by a look made at or after the end of the visibility window.
        case nothingFound(Look)
        /// Each of these might be ours.
        case candidates([Paid])
    }

    package let trail: PurchaseTrail
    /// When a look of a later turn first found nothing that is ours for certain: the visibility window runs from here.
    package let firstLook: Timestamp?
    package let question: Question?

    private init(_ trail: PurchaseTrail, firstLook: Timestamp?, question: Question?) {
        self.trail = trail
        self.firstLook = firstLook
        self.question = question
    }

    /// A request is about to leave.
    init(after trail: PurchaseTrail, intent: PurchaseIntent) {
        self.init(trail.afterIntent(at: intent.at), firstLook: nil, question: nil)
    }

    /// Before a request left, several were found that might be of an earlier one.
    init(after trail: PurchaseTrail, ambiguity: PaidAmbiguity<Paid>) {
        self.init(trail, firstLook: ambiguity.lookedAt, question: .candidates(ambiguity.candidates))
    }

    /// Before a request left, what was to be paid for was seen to have happened, and no order shows why yet.
    init(after trail: PurchaseTrail, unseen look: Look) {
        self.init(trail, firstLook: look.at, question: nil)
    }

    private func looked(at time: Timestamp, question: Question?) -> Self {
        Self(trail, firstLook: firstLook ?? time, question: question)
    }

    /// When the visibility window ends; `nil` before the first look.
    package func windowEnd(by timing: Timing) -> Timestamp? { firstLook.map { $0 + timing.visibilityWindow } }

    /// Whether a look that finds nothing of ours for certain closes the visibility window.
    package func closesWindow(_ look: Look, by timing: Timing) -> Bool {
        windowEnd(by: timing).map { look.at >= $0 } ?? false
    }

    /// The candidates that the operator has been shown.
    package var shown: [Paid] { if case .candidates(let candidates) = question { candidates } else { [] } }
}

/// A payment is stored as fields of the phase that it is pending in.
extension PendingPayment: Codable {}

// MARK: - What becomes of it

extension PendingPayment {
    /// What may become known of a request to pay, or be decided about it.
    package enum Event {
        case made(PurchaseReceipt)
        case found(PaidSighting<Paid>)
        case adopted(PaidAdoption<Paid>)
        case refused(PurchaseRefusal)
        case notMade(PurchasePostponement)
        case unseen(Look)
        case notFound(Look)
        case ambiguous(PaidAmbiguity<Paid>)
        case repeatOrdered(Repurchase)
        case withdrawn(Withdrawal)
    }

    /// Where that leads.
    package enum Outcome {
        /// Nothing new.
        case unchanged
        case pending(PendingPayment)
        /// The vendor's order is ours.
        case paid(OwnedPurchase)
        /// The vendor will not have it.
        case refused(CloudRefusal)
        /// It was surely not carried out, and is to be made again.
        case notMade
        /// Another is to be made, under a new key.
        case another(PurchaseTrail)
        /// None is to be made any more.
        case withdrawn(PurchaseTrail)
    }

    /// What `event` makes of a request that is pending.
    ///
    /// - Throws: why the event does not apply, or is not lawful yet.
    package func outcome(of event: Event, for payer: some Payer<Paid>) throws(RefusalGround) -> Outcome {
        switch event {
        case .made(let receipt):
            try require(epoch: receipt.epoch)
            return .paid(
                OwnedPurchase(
                    orderNumber: receipt.receipt.orderNumber, key: payer.purchaseKey(inEpoch: receipt.epoch),
                    epoch: receipt.epoch, paidAt: receipt.receipt.paidAt))
        case .found(let sighting):
            return .paid(OwnedPurchase(found: sighting.purchase, by: payer, with: trail))
        case .adopted(let adoption):
            if let obstacle = obstacle(toAdopting: adoption.purchase, for: payer) {
                throw .notAdoptable(adoption.purchase.orderNumber, obstacle)
            }
            return .paid(OwnedPurchase(found: adoption.purchase, by: payer, with: trail))
        case .refused(let refusal):
            try require(epoch: refusal.epoch)
            return .refused(refusal.refusal)
        case .notMade(let postponement):
            try require(epoch: postponement.epoch)
            return .notMade
        case .unseen(let look):
            if case .nothingFound = question { return .unchanged }
            guard firstLook == nil || question != nil else { return .unchanged }
            return .pending(looked(at: look.at, question: nil))
        case .notFound(let look):
            if case .nothingFound = question { return .unchanged }
            try require(look, by: payer.timing)
            return .pending(looked(at: look.at, question: .nothingFound(look)))
        case .ambiguous(let ambiguity):
            guard question != .candidates(ambiguity.candidates) else { return .unchanged }
            return .pending(looked(at: ambiguity.lookedAt, question: .candidates(ambiguity.candidates)))
        case .repeatOrdered(let repurchase):
            try require(repurchase.look, by: payer.timing)
            return .another(trail.afterRepurchase(disowning: repurchase.disowned))
        case .withdrawn(let withdrawal):
            try require(withdrawal.look, by: payer.timing)
            return .withdrawn(trail.disowning(withdrawal.disowned))
        }
    }

    private func require(epoch: Int) throws(RefusalGround) {
        guard epoch == trail.epoch else { throw .notApplicable }
    }

    /// A look is the ground to end a request only once it closes the visibility window.
    private func require(_ look: Look?, by timing: Timing) throws(RefusalGround) {
        guard let look, closesWindow(look, by: timing) else {
            throw .visibilityWindowOpen(until: windowEnd(by: timing))
        }
    }

    /// What keeps `order` from being adopted, as far as the payer itself knows.
    ///
    /// It must be of the payer's specification and bear no key but the payer's.
    package func obstacle(toAdopting order: Paid, for payer: some Payer<Paid>) -> AdoptionObstacle? {
        if let key = order.key, !payer.purchaseKeys(through: trail.epoch).contains(key) { return .otherKey }
        if order.specification != payer.paidSpecification { return .otherSpecification }
        if order.status != .paid { return .notPaid }
        if trail.disowned.contains(order.orderNumber) { return .disowned }
        return nil
    }
}

/// The vendor's order that is ours.
package struct OwnedPurchase: Codable, Equatable, Sendable {
    package let orderNumber: OrderNumber
    package let key: PurchaseKey?
    /// The epoch of the request that made it; for one that bears no key, the epoch in which it was found.
    package let epoch: Int
    package let paidAt: Timestamp

    package init(orderNumber: OrderNumber, key: PurchaseKey?, epoch: Int, paidAt: Timestamp) {
        self.orderNumber = orderNumber
        self.key = key
        self.epoch = epoch
        self.paidAt = paidAt
    }

    /// One that was found, or adopted.
    package init<P: Payer>(found: P.Paid, by payer: P, with trail: PurchaseTrail) {
        // One that surfaced late bears the key of an earlier epoch.
        let epoch = (1...trail.epoch).first { payer.purchaseKey(inEpoch: $0) == found.key } ?? trail.epoch
        self.init(orderNumber: found.orderNumber, key: found.key, epoch: epoch, paidAt: found.madeAt)
    }
}

extension OwnedPurchase: CanonicalObject {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("epoch", epoch)
        writer.write("key", ifPresent: key)
        writer.write("orderNumber", orderNumber)
        writer.write("paidAt", paidAt)
    }
}
