package import RealtimeCompute
package import Workflow

/// What happens to a notice.
package enum NoticeEvent: WorkflowEvent {
    case placed(WorkflowID, Notice.Specification)
    case confirmed(at: Timestamp)
    case sendingBegun
    case ticketSeen(TicketID)
    case ticketNotSeen
    case withdrawn(because: String)

    package enum Name: String, CaseIterable, Sendable {
        case placed, confirmed, sendingBegun, ticketSeen, ticketNotSeen, withdrawn
    }

    package var name: Name {
        switch self {
        case .placed: .placed
        case .confirmed: .confirmed
        case .sendingBegun: .sendingBegun
        case .ticketSeen: .ticketSeen
        case .ticketNotSeen: .ticketNotSeen
        case .withdrawn: .withdrawn
        }
    }

    private enum Key: CodingKey {
        case id, specification, at, ticket, reason
    }

    package init(named name: Name, from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        self =
            switch name {
            case .placed:
                .placed(
                    try fields.decode(WorkflowID.self, forKey: .id),
                    try fields.decode(Notice.Specification.self, forKey: .specification))
            case .confirmed: .confirmed(at: try fields.decode(Timestamp.self, forKey: .at))
            case .sendingBegun: .sendingBegun
            case .ticketSeen: .ticketSeen(try fields.decode(TicketID.self, forKey: .ticket))
            case .ticketNotSeen: .ticketNotSeen
            case .withdrawn: .withdrawn(because: try fields.decode(String.self, forKey: .reason))
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        switch self {
        case .placed(let id, let specification):
            try fields.encode(id, forKey: .id)
            try fields.encode(specification, forKey: .specification)
        case .confirmed(let time): try fields.encode(time, forKey: .at)
        case .ticketSeen(let ticket): try fields.encode(ticket, forKey: .ticket)
        case .withdrawn(let reason): try fields.encode(reason, forKey: .reason)
        case .sendingBegun, .ticketNotSeen: break
        }
    }
}
