import Workflow

// What events carry that an operator brings about.

/// An order was placed: what it asks for, and a first look at its prerequisites.
package struct Placement: Codable, Equatable, Sendable {
    package let order: Order
    package let inspection: Inspection

    package init(of order: Order, inspection: Inspection) {
        self.order = order
        self.inspection = inspection
    }
}

/// Someone with the right to buy has said yes, knowing what does not hold.
package struct Confirmation: Codable, Equatable, Sendable {
    /// Who the cloud says gave it.
    package let caller: Caller
    package let inspection: Inspection
    /// Whether it was given although a prerequisite does not hold.
    package let despiteFindings: Bool

    package init(by caller: Caller, knowing inspection: Inspection, despiteFindings: Bool) {
        self.caller = caller
        self.inspection = inspection
        self.despiteFindings = despiteFindings
    }
}

/// What is asked for was changed.
package struct Amendment: Codable, Equatable, Sendable {
    package let specification: OrderSpecification
    /// A first look at the prerequisites of what is asked for now; only of a draft.
    package let inspection: Inspection?
    /// The cluster as it was just seen; only of a running order.
    package let load: ClusterLoad?

    package init(to specification: OrderSpecification, inspection: Inspection? = nil, load: ClusterLoad? = nil) {
        self.specification = specification
        self.inspection = inspection
        self.load = load
    }
}

/// The operator gave up.
package struct Withdrawal: Codable, Equatable, Sendable {
    package let reason: String
    /// The look that found no purchase, where a request to buy had been under way.
    package let look: Look?
    /// The candidates that the operator was shown, and leaves to others.
    package let disowned: [OrderNumber]

    package init(because reason: String, after look: Look? = nil, disowning disowned: [OrderNumber] = []) {
        self.reason = reason
        self.look = look
        self.disowned = disowned
    }
}

/// The operator ordered another purchase, knowing that the last one is not accounted for.
package struct Repurchase: Codable, Equatable, Sendable {
    package let reason: String
    /// The look that found no purchase that is ours for certain.
    package let look: Look
    /// The candidates that the operator was shown: never ours from now on.
    package let disowned: [OrderNumber]

    package init(because reason: String, after look: Look, disowning disowned: [OrderNumber]) {
        self.reason = reason
        self.look = look
        self.disowned = disowned
    }
}

/// The operator said which of the vendor's orders is ours.
package struct Adoption: Codable, Equatable, Sendable {
    package let purchase: Purchase
    package let reason: String

    package init(of purchase: Purchase, because reason: String) {
        self.purchase = purchase
        self.reason = reason
    }
}
