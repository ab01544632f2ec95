package import Workflow

// What events carry about an order of shared mode, besides its payment.

/// An order was placed: what it asks for, and a first look at its prerequisites.
package struct SharedPlacement: Codable, Equatable, Sendable {
    package let order: SharedOrder.Order
    package let inspection: Inspection

    package init(of order: SharedOrder.Order, inspection: Inspection) {
        self.order = order
        self.inspection = inspection
    }
}

/// What exists becomes an order: bought by hand, or before Sluice.
///
/// Nothing is asked for; this is what was seen.
package struct SharedImport: Codable, Equatable, Sendable {
    /// What an order would have asked for to come to this.
    package let order: SharedOrder.Order
    /// The vendor's order, which from now on is ours; it bears no key of ours.
    package let purchase: OwnedPurchase
    package let instance: Instance
    /// The project, if it exists.
    package let project: Project?
    package let at: Timestamp

    package init(
        as order: SharedOrder.Order, purchase: OwnedPurchase, instance: Instance, project: Project?, at time: Timestamp
    ) {
        self.order = order
        self.purchase = purchase
        self.instance = instance
        self.project = project
        at = time
    }

    /// Whether its parts belong together: one instance, its purchase, and the project that is asked for.
    var isCoherent: Bool {
        let wanted = order.specification
        return instance.orderNumber == purchase.orderNumber && instance.region == wanted.region
            && instance.computeUnits == wanted.computeUnits
            && project.map { $0.name == wanted.project.name && $0.computeUnits == wanted.project.computeUnits } ?? true
    }
}

/// What is asked for was changed.
package struct SharedAmendment: Codable, Equatable, Sendable {
    package let specification: SharedOrder.Specification
    /// A first look at the prerequisites of what is asked for now; only of a draft.
    package let inspection: Inspection?

    package init(to specification: SharedOrder.Specification, inspection: Inspection? = nil) {
        self.specification = specification
        self.inspection = inspection
    }
}

/// Every prerequisite held, on the instance that was bought.
package struct SharedClearance: Codable, Equatable, Sendable {
    package let clearance: Clearance
    /// When the instance ends, as far as that can be seen.
    package let endsAt: Timestamp?

    package init(_ clearance: Clearance, endsAt: Timestamp?) {
        self.clearance = clearance
        self.endsAt = endsAt
    }
}

/// The project exists and holds its CUs: created, or found and adopted.
package struct SharedProjectCreation: Codable, Equatable, Sendable {
    package let project: Project
    package let wasFound: Bool

    package init(of project: Project, wasFound: Bool) {
        self.project = project
        self.wasFound = wasFound
    }
}

/// The project was refused.
package struct SharedProjectRefusal: Codable, Equatable, Sendable {
    package let project: ProjectName
    package let refusal: CloudRefusal

    package init(of project: ProjectName, because refusal: CloudRefusal) {
        self.project = project
        self.refusal = refusal
    }
}
