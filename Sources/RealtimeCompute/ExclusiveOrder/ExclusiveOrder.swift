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

    /// From `paid` on, the order number; in `ready`, the addresses and the stock besides.
    ///
    /// Once the cluster is created, the cloud counts those itself.
    package static func claims(of state: OrderState) -> [Claim] {
        let owned = state.purchase.map { [Ownership.claim(of: $0.orderNumber)] } ?? []
        if case .ready(let ready) = state { return owned + ready.clearance.claims }
        return owned
    }
}
