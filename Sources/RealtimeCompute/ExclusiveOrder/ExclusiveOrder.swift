package import CanonicalJSON
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

    package static func region(of state: OrderState) -> String? { state.order.specification.region.rawValue }

    package static func write(_ state: OrderState, to writer: inout CanonicalWriter) { state.write(to: &writer) }

    /// From `paid` on, the order number; in `ready`, the addresses, the stock and the names besides.
    ///
    /// Once the cluster is created, the cloud counts addresses and stock itself; the names stay claimed until what bears
    /// them can be seen. That claim cannot fail: what exists is not refused.
    package static func claims(of state: OrderState) -> [Claim] {
        let owned = state.purchase.map { [Ownership.claim(of: $0.orderNumber)] } ?? []
        let specification = state.order.specification
        let cluster = ClusterNameIsFree.claim(on: specification.cluster.name, in: specification.region)
        switch state {
        case .ready(let ready): return owned + ready.clearance.claims
        case .starting, .overdue: return owned + [cluster.unbounded] + projectClaims(of: specification.projects)
        case .running(let running):
            let made = running.projects.map(\.name)
            return owned + projectClaims(of: specification.projects.filter { !made.contains($0.name) })
        case .drafted, .confirmed, .purchasing, .paid, .blocked, .provisioned, .withdrawn, .failed: return owned
        }
    }

    private static func projectClaims(of projects: [ProjectSpecification]) -> [Claim] {
        projects.map { ProjectNameIsFree.claim(on: $0.name).unbounded }
    }
}

extension Claim {
    /// The same claim by one who cannot be refused.
    fileprivate var unbounded: Self { Self(resource, amount: amount, limit: 1_000_000_000) }
}
