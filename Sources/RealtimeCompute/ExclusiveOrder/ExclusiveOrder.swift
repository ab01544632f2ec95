package import Workflow

/// The workflow of an exclusive-mode order, from its draft to its projects.
///
/// What each phase means, and where it leads, is told where the phase stands, in `Phases/`.
package enum ExclusiveOrder: Workflow {
    package typealias State = OrderState
    package typealias Event = OrderEvent
    package typealias Effect = OrderEffect
    package typealias Question = OrderQuestion
    package typealias Phase = OrderState.Phase

    package static let kind = "exclusive-order"
    package static let definitionVersion = 1

    package static func phase(of state: OrderState) -> OrderState.Phase { state.phase }

    package static func backoff(in state: OrderState) -> Backoff { state.order.specification.timing.backoff }

    /// The claim that makes an order number belong to one order.
    package static func ownership(of orderNumber: OrderNumber) -> Claim {
        Claim(ownershipPrefix + orderNumber.rawValue, amount: 1, limit: 1)
    }

    /// Which of these order numbers other orders own, and who.
    ///
    /// - Parameter holders: gives what others claim of the resources it is asked about.
    package static func owners(
        of numbers: [OrderNumber], among holders: ([String]) async throws -> [HeldClaim]
    ) async throws -> [OrderNumber: HeldClaim] {
        guard !numbers.isEmpty else { return [:] }
        let held = try await holders(numbers.map { ownership(of: $0).resource })
        return Dictionary(
            held.map { (OrderNumber(rawValue: String($0.claim.resource.dropFirst(ownershipPrefix.count))), $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private static let ownershipPrefix = "purchase/"

    /// From `paid` on, the order number; in `ready`, the addresses and the stock besides.
    ///
    /// Once the cluster is created, the cloud counts those itself.
    package static func claims(of state: OrderState) -> [Claim] {
        let owned = state.purchase.map { [ownership(of: $0.orderNumber)] } ?? []
        if case .ready(let ready) = state { return owned + ready.clearance.claims }
        return owned
    }
}
