package import Workflow

/// What a purchase has bought.
package struct Instance: Codable, Equatable, Sendable {
    package enum Status: String, CaseIterable, Codable, Sendable {
        case normal
        /// Not paid for: a subscription that has ended, or pay-as-you-go in arrears. Kept for a while, then released.
        case stopped
        /// Gone, with all that was on it.
        case released
    }

    /// How much it is of.
    package enum Size: Codable, Equatable, Sendable {
        /// Exclusive mode: machines for one cluster.
        case machines(masters: Machines, slaves: Machines)
        /// Shared mode.
        case computeUnits(ComputeUnits)
    }

    package let id: InstanceID
    package let orderNumber: OrderNumber
    package let region: RegionID
    package let billing: Billing
    package let size: Size
    /// When a subscription ends; `nil` of pay-as-you-go.
    package let endsAt: Timestamp?
    package let status: Status

    /// How long what is not paid for is kept.
    ///
    /// Source: the vendor's documentation of billing, for subscriptions after their end and for pay-as-you-go after it was
    /// stopped alike: seven days.
    package static let grace = Duration.seconds(7 * 86_400)

    /// - Parameter endsAt: when a subscription ends.
    package init(
        id: InstanceID, orderNumber: OrderNumber, region: RegionID, billing: Billing, size: Size, endsAt: Timestamp?,
        status: Status
    ) {
        self.id = id
        self.orderNumber = orderNumber
        self.region = region
        self.billing = billing
        self.size = size
        self.endsAt = endsAt
        self.status = status
    }

    package var masters: Machines? { if case .machines(let masters, _) = size { masters } else { nil } }
    package var slaves: Machines? { if case .machines(_, let slaves) = size { slaves } else { nil } }
    package var computeUnits: ComputeUnits? { if case .computeUnits(let units) = size { units } else { nil } }
}
