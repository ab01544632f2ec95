package import RealtimeCompute
package import Workflow

package struct TicketRecord: Codable, Equatable, Sendable {
    package let id: TicketID
    package let key: TicketKey
    /// What it is about, by its id.
    package let resource: String
    package let openedAt: Timestamp
    let text: String

    private enum CodingKeys: String, CodingKey {
        case id, key, openedAt, text
        case resource = "cluster"
    }
}

extension TicketRecord: TableRecord {
    enum Index: String, CaseIterable {
        case key
    }

    static var tableName: String { "ticket" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .key: IndexEntry(key.rawValue)
        }
    }
}

extension CloudState {
    mutating func openTicket(
        _ key: TicketKey, about resource: String, saying text: String, at now: Timestamp
    ) -> TicketID {
        if let open = tables.tickets.first(.key, key.rawValue) { return open.id }
        let ticket = TicketRecord(
            id: TicketID(rawValue: "ticket\(100_000 + nextID())"), key: key, resource: resource, openedAt: now,
            text: text
        )
        tables.tickets.append(ticket)
        return ticket.id
    }
}

extension SimulatedCloud: TicketService {
    package func openTicket(
        _ key: TicketKey, about resource: String, saying text: String
    ) async throws -> Answer<TicketID> {
        guard case (.ticket(let id), let requestID) = try submit(.openTicket(key, about: resource, text: text)) else {
            preconditionFailure("the opening of a ticket is answered with a ticket")
        }
        return Answer(id, requestID: requestID)
    }

    package func ticket(_ key: TicketKey) async throws -> Answer<TicketID?> {
        try look(.getTicket) { state, _ in state.tables.tickets.first(.key, key.rawValue)?.id }
    }
}
