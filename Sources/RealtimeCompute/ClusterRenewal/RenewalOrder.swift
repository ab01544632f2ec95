package import Workflow

/// A renewal that is asked for: what, for how long, and where.
///
/// The same in every phase.
package struct RenewalOrder: Codable, Equatable, Sendable, Payer {
    package typealias Paid = Renewal

    package let id: WorkflowID
    package let name: OrderName
    /// The store that keeps it; part of every key.
    package let store: StoreID
    package let subject: InstanceSubject
    package let months: Int
    package let timing: Timing

    package init(
        id: WorkflowID, name: OrderName, store: StoreID, subject: InstanceSubject, months: Int, timing: Timing
    ) {
        self.id = id
        self.name = name
        self.store = store
        self.subject = subject
        self.months = months
        self.timing = timing
    }

    package var paidSpecification: Renewal.Specification {
        Renewal.Specification(instance: subject.instance, months: months)
    }

    package func purchaseKey(inEpoch epoch: Int) -> PurchaseKey {
        PurchaseKey(rawValue: "sluice-\(store)-\(id)-\(epoch)")
    }
}

extension Renewal: PaidOrder {
    /// What was renewed, and for how long.
    package struct Specification: Hashable, Sendable {
        package let instance: InstanceID
        package let months: Int
    }

    package var specification: Specification { Specification(instance: instance, months: months) }
}

extension RenewalQuery {
    /// Asks for every renewal that a search for one of ours could judge to be more than another's.
    package init(for order: RenewalOrder, with trail: PurchaseTrail) {
        self.init(
            instance: order.subject.instance, keys: order.purchaseKeys(through: trail.epoch), months: order.months,
            since: trail.firstIntent)
    }
}
