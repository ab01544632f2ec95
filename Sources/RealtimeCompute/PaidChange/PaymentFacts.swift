package import CanonicalJSON
package import Workflow

// What events carry about a payment, whatever is paid for.

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

/// One of the vendor's orders was found to be ours.
package struct PaidSighting<Paid: PaidOrder>: Codable, Equatable, Sendable {
    package let purchase: Paid
    package let lookedAt: Timestamp

    package init(of purchase: Paid, at lookedAt: Timestamp) {
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

/// Several of the vendor's orders were found that might be ours.
package struct PaidAmbiguity<Paid: PaidOrder>: Codable, Equatable, Sendable {
    /// At least two, oldest first.
    package let candidates: [Paid]
    package let lookedAt: Timestamp

    package init(between candidates: [Paid], at lookedAt: Timestamp) {
        self.candidates = candidates
        self.lookedAt = lookedAt
    }
}

/// The operator said which of the vendor's orders is ours.
package struct PaidAdoption<Paid: PaidOrder>: Codable, Equatable, Sendable {
    package let purchase: Paid
    package let reason: String

    package init(of purchase: Paid, because reason: String) {
        self.purchase = purchase
        self.reason = reason
    }
}

/// The operator ordered another payment, knowing that the last one is not accounted for.
package struct Repurchase: Codable, Equatable, Sendable {
    package let reason: String
    /// The look that found none that is ours for certain.
    package let look: Look
    /// The candidates that the operator was shown: never ours from now on.
    package let disowned: [OrderNumber]

    package init(because reason: String, after look: Look, disowning disowned: [OrderNumber]) {
        self.reason = reason
        self.look = look
        self.disowned = disowned
    }
}

/// The operator withdrew what was asked for.
package struct Withdrawal: Codable, Equatable, Sendable {
    package let reason: String
    /// The look that found no payment, where a request to pay had been under way.
    package let look: Look?
    /// The candidates that the operator was shown, and leaves to others.
    package let disowned: [OrderNumber]

    package init(because reason: String, after look: Look? = nil, disowning disowned: [OrderNumber] = []) {
        self.reason = reason
        self.look = look
        self.disowned = disowned
    }
}

package typealias PurchaseSighting = PaidSighting<Purchase>
package typealias Ambiguity = PaidAmbiguity<Purchase>
package typealias Adoption = PaidAdoption<Purchase>

extension PurchaseIntent: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("at", at)
        writer.write("epoch", epoch)
        writer.write("key", key)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        at = try reader.read("at")
        epoch = try reader.read("epoch")
        key = try reader.read("key")
    }
}

extension PurchaseReceipt: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("epoch", epoch)
        writer.write("receipt", receipt)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        epoch = try reader.read("epoch")
        receipt = try reader.read("receipt")
    }
}

extension Look: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("at", at)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        at = try reader.read("at")
    }
}
