package import Workflow

// What events carry about a renewal, besides its payment.

/// The subscription as it was seen before it was renewed.
package struct Subscription: Codable, Equatable, Sendable {
    package let endsAt: Timestamp
    package let masters: Machines?
    package let slaves: Machines?

    /// `nil` of what has no end: pay-as-you-go.
    package init?(_ seen: Renewable) {
        guard let end = seen.endsAt else { return nil }
        endsAt = end
        masters = seen.masters
        slaves = seen.slaves
    }

    /// When it ends at the earliest, renewed for so many months.
    package func end(after months: Int) -> Timestamp {
        endsAt.adding(months: months, countedAt: Figures.billingOffset)
    }

    /// What the renewal costs by the list; `nil` where the machines are not known.
    package func estimate(of months: Int) -> Estimate? {
        guard let masters, let slaves else { return nil }
        return Estimate(masters: masters, slaves: slaves, months: months)
    }
}

/// A renewal was placed: what it asks for, and a first look.
package struct RenewalPlacement: Codable, Equatable, Sendable {
    package let order: RenewalOrder
    package let inspection: Inspection
    /// `nil` if the instance could not be seen.
    package let subscription: Subscription?

    package init(of order: RenewalOrder, inspection: Inspection, subscription: Subscription?) {
        self.order = order
        self.inspection = inspection
        self.subscription = subscription
    }
}

/// Someone with the right to pay has said yes, knowing what does not hold and when the subscription ends.
package struct RenewalConfirmation: Codable, Equatable, Sendable {
    /// Who the cloud says gave it.
    package let caller: Caller
    package let inspection: Inspection
    /// Whether it was given although a prerequisite does not hold.
    package let despiteFindings: Bool
    /// `nil` if the instance could not be seen, which keeps it from being confirmed.
    package let subscription: Subscription?

    package init(
        by caller: Caller, knowing inspection: Inspection, despiteFindings: Bool, of subscription: Subscription?
    ) {
        self.caller = caller
        self.inspection = inspection
        self.despiteFindings = despiteFindings
        self.subscription = subscription
    }
}

/// Before anything was asked for, the instance was seen to end later than when the renewal was confirmed: another has
/// renewed it.
package struct MovedEnd: Codable, Equatable, Sendable {
    package let subscription: Subscription
    package let at: Timestamp

    package init(of subscription: Subscription, seenAt time: Timestamp) {
        self.subscription = subscription
        at = time
    }
}

/// The instance was seen to end later.
package struct LaterEnd: Codable, Equatable, Sendable {
    package let endsAt: Timestamp
    package let at: Timestamp

    package init(_ endsAt: Timestamp, seenAt time: Timestamp) {
        self.endsAt = endsAt
        at = time
    }
}

/// The instance was seen to be released.
package struct InstanceLoss: Codable, Equatable, Sendable {
    package let at: Timestamp

    package init(at time: Timestamp) {
        at = time
    }
}
