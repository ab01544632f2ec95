extension ClusterRenewal {
    /// Everything that is true of a renewal at one moment.
    package enum State: Equatable, Sendable {
        case drafted(Drafted)
        case confirmed(Confirmed)
        case purchasing(Purchasing)
        case paid(Paid)
        case done(Done)
        case withdrawn(Withdrawn)
        case failed(Failed)

        package var phase: Phase { content.phase }

        package var order: RenewalOrder { content.value.order }

        /// The subscription as it was before, if it could be seen.
        package var before: Subscription? { content.value.before }

        /// The vendor's order, once it is ours.
        package var purchase: OwnedPurchase? {
            switch self {
            case .paid(let paid): paid.purchase
            case .done(let done): done.purchase
            case .failed(let failed): failed.purchase
            case .drafted, .confirmed, .purchasing, .withdrawn: nil
            }
        }

        /// The phase and what it holds.
        private var content: (phase: Phase, value: any RenewalPhase) {
            switch self {
            case .drafted(let value): (.drafted, value)
            case .confirmed(let value): (.confirmed, value)
            case .purchasing(let value): (.purchasing, value)
            case .paid(let value): (.paid, value)
            case .done(let value): (.done, value)
            case .withdrawn(let value): (.withdrawn, value)
            case .failed(let value): (.failed, value)
            }
        }
    }

    /// The flat names of the phases.
    package enum Phase: String, CaseIterable, Codable, Sendable {
        case drafted, confirmed, purchasing, paid
        case done, withdrawn, failed
    }
}

/// A state is stored as the fields of its phase, and the phase's name among them.
extension ClusterRenewal.State: Codable {
    private enum Key: CodingKey {
        case phase
    }

    package init(from decoder: any Decoder) throws {
        self =
            switch try decoder.container(keyedBy: Key.self).decode(ClusterRenewal.Phase.self, forKey: .phase) {
            case .drafted: .drafted(try ClusterRenewal.Drafted(from: decoder))
            case .confirmed: .confirmed(try ClusterRenewal.Confirmed(from: decoder))
            case .purchasing: .purchasing(try ClusterRenewal.Purchasing(from: decoder))
            case .paid: .paid(try ClusterRenewal.Paid(from: decoder))
            case .done: .done(try ClusterRenewal.Done(from: decoder))
            case .withdrawn: .withdrawn(try ClusterRenewal.Withdrawn(from: decoder))
            case .failed: .failed(try ClusterRenewal.Failed(from: decoder))
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(phase, forKey: .phase)
        try content.value.encode(to: encoder)
    }
}
