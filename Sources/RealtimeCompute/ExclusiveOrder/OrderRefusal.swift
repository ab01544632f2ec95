package import Workflow

/// An event that changes nothing about an order, and why.
package typealias OrderRefusal = Refusal<RefusalGround>

/// Why an event is refused.
package enum RefusalGround: Error, Equatable, Sendable {
    /// The event does not apply in the phase.
    case notApplicable
    /// The caller may not do it.
    case notPermitted(NotPermitted)
    /// A project asks for more CUs than are free.
    case insufficientCapacity(InsufficientCapacity)
    /// What is to be bought is no longer sold.
    case saleClosed(Product = .exclusive, since: Timestamp?)
    /// A prerequisite does not hold, and the confirmation does not say that it is given all the same.
    case prerequisitesDoNotHold
    /// A prerequisite does not hold that must, whatever the operator says.
    case mustHold(Finding)
    /// Something has renewed the instance since: the last request may have been carried out after all.
    case endHasMoved(to: Timestamp)
    /// The last request to buy may still surface: until then, or until a first look has been made.
    case visibilityWindowOpen(until: Timestamp?)
    /// These purchases bear the order's key: they are its own, and one can be adopted.
    case purchasesAreOurs([OrderNumber])
    /// These purchases might be the order's, and the operator has not been shown them yet.
    case candidatesNotShown([OrderNumber])
    /// The purchase cannot be adopted.
    case notAdoptable(OrderNumber, AdoptionObstacle)
    /// A request for this project may be under way: what the amendment drops may yet appear.
    case projectUnderWay(ProjectName)
    /// The cluster can be seen: it is not lost.
    case clusterVisible(ClusterID)
    /// The name of what is to be destroyed was not typed, or another was.
    case nameNotTyped(ReleasedSubject, String?)
    /// These fields may not change in this phase.
    case unchangeable([String])
}

/// A caller without the right to do something.
package struct NotPermitted: Equatable, Sendable {
    package let action: String
    package let caller: Caller
    package let needed: Caller.Kind

    package init(action: String, caller: Caller, needed: Caller.Kind) {
        self.action = action
        self.caller = caller
        self.needed = needed
    }
}

/// A project that asks for more CUs than are free.
package struct InsufficientCapacity: Equatable, Sendable {
    package let requested: ComputeUnits
    package let free: ComputeUnits
}

/// Why a purchase cannot be adopted.
package enum AdoptionObstacle: Equatable, Sendable {
    case notVisible
    case notPaid
    case otherSpecification
    case otherKey
    case owned(by: String)
    case disowned
    /// A renewal, and the instance does not end later than before.
    case withoutEffect
}
