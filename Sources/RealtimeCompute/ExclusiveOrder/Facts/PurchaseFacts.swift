package import Workflow

// What events carry about a purchase.

/// A request to buy is about to leave.
package struct PurchaseIntent: Codable, Equatable, Sendable {
    package let key: PurchaseKey
    package let epoch: Int
    package let at: Timestamp
}

/// The request to buy was carried out: the vendor's order number is ours.
package struct PurchaseReceipt: Codable, Equatable, Sendable {
    package let receipt: Receipt
    /// The epoch of the request.
    package let epoch: Int

    package init(_ receipt: Receipt, inEpoch epoch: Int) {
        self.receipt = receipt
        self.epoch = epoch
    }
}

/// The request to buy was refused for good.
package struct PurchaseRefusal: Codable, Equatable, Sendable {
    package let refusal: CloudRefusal
    /// The epoch of the request.
    package let epoch: Int

    package init(because refusal: CloudRefusal, inEpoch epoch: Int) {
        self.refusal = refusal
        self.epoch = epoch
    }
}

/// A purchase of ours was found.
package struct PurchaseSighting: Codable, Equatable, Sendable {
    package let purchase: Purchase
    package let lookedAt: Timestamp

    package init(of purchase: Purchase, at lookedAt: Timestamp) {
        self.purchase = purchase
        self.lookedAt = lookedAt
    }
}

/// The request to buy was surely not carried out, and may be made again.
package struct PurchasePostponement: Codable, Equatable, Sendable {
    /// The epoch of the request.
    package let epoch: Int
    /// How many requests in a row have come to this.
    package let attempt: Int
    package let code: String
    package let message: String
    package let requestID: RequestID?
    /// When the next may be made.
    package let dueAt: Timestamp

    package init(
        inEpoch epoch: Int, attempt: Int, code: String, message: String, requestID: RequestID?, dueAt: Timestamp
    ) {
        self.epoch = epoch
        self.attempt = attempt
        self.code = code
        self.message = message
        self.requestID = requestID
        self.dueAt = dueAt
    }
}

/// A look for a purchase that found none that is ours for certain.
package struct Look: Codable, Equatable, Sendable {
    /// When it began.
    package let at: Timestamp

    package init(at time: Timestamp) {
        at = time
    }
}

/// Several purchases were found that might be ours.
package struct Ambiguity: Codable, Equatable, Sendable {
    /// At least two, oldest first.
    package let candidates: [Purchase]
    package let lookedAt: Timestamp

    package init(between candidates: [Purchase], at lookedAt: Timestamp) {
        self.candidates = candidates
        self.lookedAt = lookedAt
    }
}
