extension SharedOrder {
    /// Everything that is true of an order of shared mode at one moment.
    package enum State: Equatable, Sendable {
        case drafted(Drafted)
        case confirmed(Confirmed)
        case purchasing(Purchasing)
        case paid(Paid)
        case blocked(Blocked)
        case ready(Ready)
        case provisioned(Provisioned)
        case withdrawn(Withdrawn)

        package var phase: Phase { content.phase }

        package var order: Order { content.value.order }

        /// The vendor's order, once it is ours.
        package var purchase: OwnedPurchase? {
            switch self {
            case .paid(let paid): paid.purchase
            case .blocked(let blocked): blocked.purchase
            case .ready(let ready): ready.purchase
            case .provisioned(let provisioned): provisioned.purchase
            case .drafted, .confirmed, .purchasing, .withdrawn: nil
            }
        }

        /// The phase and what it holds.
        private var content: (phase: Phase, value: any SharedPhase) {
            switch self {
            case .drafted(let value): (.drafted, value)
            case .confirmed(let value): (.confirmed, value)
            case .purchasing(let value): (.purchasing, value)
            case .paid(let value): (.paid, value)
            case .blocked(let value): (.blocked, value)
            case .ready(let value): (.ready, value)
            case .provisioned(let value): (.provisioned, value)
            case .withdrawn(let value): (.withdrawn, value)
            }
        }
    }

    /// The flat names of the phases.
    package enum Phase: String, CaseIterable, Codable, Sendable {
        case drafted, confirmed, purchasing, paid, blocked, ready
        case provisioned, withdrawn
    }
}

/// A state is stored as the fields of its phase, and the phase's name among them.
extension SharedOrder.State: Codable {
    private enum Key: CodingKey {
        case phase
    }

    package init(from decoder: any Decoder) throws {
        self =
            switch try decoder.container(keyedBy: Key.self).decode(SharedOrder.Phase.self, forKey: .phase) {
            case .drafted: .drafted(try SharedOrder.Drafted(from: decoder))
            case .confirmed: .confirmed(try SharedOrder.Confirmed(from: decoder))
            case .purchasing: .purchasing(try SharedOrder.Purchasing(from: decoder))
            case .paid: .paid(try SharedOrder.Paid(from: decoder))
            case .blocked: .blocked(try SharedOrder.Blocked(from: decoder))
            case .ready: .ready(try SharedOrder.Ready(from: decoder))
            case .provisioned: .provisioned(try SharedOrder.Provisioned(from: decoder))
            case .withdrawn: .withdrawn(try SharedOrder.Withdrawn(from: decoder))
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(phase, forKey: .phase)
        try content.value.encode(to: encoder)
    }
}
