package import CanonicalJSON

/// Everything that is true of an order at one moment.
package indirect enum OrderState: Equatable, Sendable {
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

    package var phase: Phase {
        switch self {
        case .drafted: .drafted
        case .confirmed: .confirmed
        case .purchasing: .purchasing
        case .paid: .paid
        case .blocked: .blocked
        case .ready: .ready
        case .starting: .starting
        case .overdue: .overdue
        case .running: .running
        case .provisioned: .provisioned
        case .withdrawn: .withdrawn
        case .failed: .failed
        }
    }

    // Case by case, and not by what the phase holds: to box that would cost an audit as much as to write it.
    package var order: Order {
        switch self {
        case .drafted(let value): value.order
        case .confirmed(let value): value.order
        case .purchasing(let value): value.order
        case .paid(let value): value.order
        case .blocked(let value): value.order
        case .ready(let value): value.order
        case .starting(let value): value.order
        case .overdue(let value): value.order
        case .running(let value): value.order
        case .provisioned(let value): value.order
        case .withdrawn(let value): value.order
        case .failed(let value): value.order
        }
    }

    /// The vendor's order, once it is ours.
    package var purchase: OwnedPurchase? { content.purchased?.purchase }

    /// The cluster, once there is one.
    package var cluster: WatchedCluster? { content.clustered?.cluster }

    /// The phase, if what was found can be mended in it.
    package var repairable: (any RepairablePhase)? { content as? any RepairablePhase }

    /// What carries the cluster, as long as there is one that is not lost.
    package var livingInstance: InstanceID? {
        phase == .failed ? nil : content.clustered?.instance
    }

    /// What the phase holds.
    private var content: any OrderPhase {
        switch self {
        case .drafted(let value): value
        case .confirmed(let value): value
        case .purchasing(let value): value
        case .paid(let value): value
        case .blocked(let value): value
        case .ready(let value): value
        case .starting(let value): value
        case .overdue(let value): value
        case .running(let value): value
        case .provisioned(let value): value
        case .withdrawn(let value): value
        case .failed(let value): value
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
        try content.encode(to: encoder)
    }
}

extension OrderState.Phase: CanonicallyWritten {}

extension OrderState: CanonicallyWritten {
    package func write(to writer: inout CanonicalWriter) {
        switch self {
        case .drafted(let value): value.write(to: &writer)
        case .confirmed(let value): value.write(to: &writer)
        case .purchasing(let value): value.write(to: &writer)
        case .paid(let value): value.write(to: &writer)
        case .blocked(let value): value.write(to: &writer)
        case .ready(let value): value.write(to: &writer)
        case .starting(let value): value.write(to: &writer)
        case .overdue(let value): value.write(to: &writer)
        case .running(let value): value.write(to: &writer)
        case .provisioned(let value): value.write(to: &writer)
        case .withdrawn(let value): value.write(to: &writer)
        case .failed(let value): value.write(to: &writer)
        }
    }
}
