package import Workflow

/// One of the vendor's orders that cost money, as its list shows it: a purchase, a renewal.
package protocol PaidOrder: Codable, Hashable, Sendable {
    /// All by which it can be recognised where it bears no key.
    associatedtype Specification: Equatable & Sendable

    var orderNumber: OrderNumber { get }
    /// What was paid for.
    var specification: Specification { get }
    /// The key it was sent with, where the cloud keeps keys.
    var key: PurchaseKey? { get }
    var status: Purchase.Status { get }
    /// When it was made; the vendor tells it to the second.
    var madeAt: Timestamp { get }
}

extension Purchase: PaidOrder {}

/// What pays, at most once for each time that an operator has wanted it: an order, a renewal.
package protocol Payer<Paid>: Sendable {
    associatedtype Paid: PaidOrder

    /// What is to be paid for.
    var paidSpecification: Paid.Specification { get }
    /// What marks a payment as this one's, in an epoch.
    ///
    /// It never depends on an attempt or a process, so that whoever comes later recognises what an earlier one paid for.
    func purchaseKey(inEpoch epoch: Int) -> PurchaseKey
    var timing: Timing { get }
}

extension Payer {
    /// The keys of every epoch up to `epoch`.
    package func purchaseKeys(through epoch: Int) -> Set<PurchaseKey> { Set((1...epoch).map(purchaseKey)) }
}

/// The claim that makes one of the vendor's orders belong to one workflow.
package enum Ownership {
    private static let prefix = "purchase/"

    package static func claim(of number: OrderNumber) -> Claim {
        Claim(prefix + number.rawValue, amount: 1, limit: 1)
    }

    /// The order number that a claim is of; `nil` if it is of something else.
    package static func number(in claim: Claim) -> OrderNumber? {
        guard claim.resource.hasPrefix(prefix) else { return nil }
        return OrderNumber(rawValue: String(claim.resource.dropFirst(prefix.count)))
    }

    /// Which of these order numbers other workflows own, and who.
    ///
    /// - Parameter holders: gives what others claim of the resources it is asked about.
    package static func owners(
        of numbers: [OrderNumber], among holders: ([String]) async throws -> [HeldClaim]
    ) async throws -> [OrderNumber: HeldClaim] {
        guard !numbers.isEmpty else { return [:] }
        let held = try await holders(numbers.map { claim(of: $0).resource })
        return Dictionary(
            held.map { (OrderNumber(rawValue: String($0.claim.resource.dropFirst(prefix.count))), $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
