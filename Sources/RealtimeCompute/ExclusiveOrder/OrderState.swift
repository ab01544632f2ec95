/// Everything that is true of an order at one moment.
package enum OrderState: Equatable, Sendable {
    case drafted(Drafted)
    case confirmed(Confirmed)
    case purchasing(Purchasing)
    case paid(Paid)
    case blocked(Blocked)
    case ready(Ready)
    case starting(Starting)
    case overdue(Overdue)
    case running(Running)
    case provisioned(Provisioned)
    case withdrawn(Withdrawn)
    case failed(Failed)

    /// The flat names of the phases.
    package enum Phase: String, CaseIterable, Codable, Sendable {
        case drafted, confirmed, purchasing, paid, blocked, ready, starting, overdue, running
        case provisioned, withdrawn, failed
    }

    package var phase: Phase { content.phase }

    package var order: Order { content.value.order }

    /// The vendor's order, once it is ours.
    package var purchase: OwnedPurchase? { content.value.purchased?.purchase }

    /// The cluster, once there is one.
    package var cluster: WatchedCluster? { content.value.clustered?.cluster }

    /// The phase, if what was found can be mended in it.
    package var repairable: (any RepairablePhase)? { content.value as? any RepairablePhase }

    /// What carries the cluster, as long as there is one that is not lost.
    package var livingInstance: InstanceID? {
        phase == .failed ? nil : content.value.clustered?.instance
    }

    /// The phase and what it holds.
    private var content: (phase: Phase, value: any OrderPhase) {
        switch self {
        case .drafted(let value): (.drafted, value)
        case .confirmed(let value): (.confirmed, value)
        case .purchasing(let value): (.purchasing, value)
        case .paid(let value): (.paid, value)
        case .blocked(let value): (.blocked, value)
        case .ready(let value): (.ready, value)
        case .starting(let value): (.starting, value)
        case .overdue(let value): (.overdue, value)
        case .running(let value): (.running, value)
        case .provisioned(let value): (.provisioned, value)
        case .withdrawn(let value): (.withdrawn, value)
        case .failed(let value): (.failed, value)
        }
    }
}

/// A state is stored as the fields of its phase, and the phase's name among them.
extension OrderState: Codable {
    private enum Key: CodingKey {
        case phase
    }

    package init(from decoder: any Decoder) throws {
        self =
            switch try decoder.container(keyedBy: Key.self).decode(Phase.self, forKey: .phase) {
            case .drafted: .drafted(try Drafted(from: decoder))
            case .confirmed: .confirmed(try Confirmed(from: decoder))
            case .purchasing: .purchasing(try Purchasing(from: decoder))
            case .paid: .paid(try Paid(from: decoder))
            case .blocked: .blocked(try Blocked(from: decoder))
            case .ready: .ready(try Ready(from: decoder))
            case .starting: .starting(try Starting(from: decoder))
            case .overdue: .overdue(try Overdue(from: decoder))
            case .running: .running(try Running(from: decoder))
            case .provisioned: .provisioned(try Provisioned(from: decoder))
            case .withdrawn: .withdrawn(try Withdrawn(from: decoder))
            case .failed: .failed(try Failed(from: decoder))
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(phase, forKey: .phase)
        try content.value.encode(to: encoder)
    }
}
