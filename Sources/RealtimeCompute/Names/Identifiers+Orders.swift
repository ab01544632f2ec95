/// The identity of a store, made with it and part of every purchase key.
package struct StoreID: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The name an order has for people: `metadata.name` of its manifest.
package struct OrderName: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// What marks a purchase as ours: made of the store, the order and its purchase epoch, never of an attempt.
package struct PurchaseKey: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The vendor's number of a purchase.
///
/// Not the id of what it bought: see ``InstanceID``.
package struct OrderNumber: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The id of what a purchase bought (`blinkonecs_…`); the cluster is created on it.
package struct InstanceID: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}
