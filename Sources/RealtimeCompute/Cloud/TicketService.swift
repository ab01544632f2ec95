/// Support tickets.
package protocol TicketService {
    /// Opens a ticket; with the key of one that is open, gives that one.
    func openTicket(_ key: TicketKey, about resource: String, saying text: String) async throws -> Answer<TicketID>
    /// The ticket opened with `key`; `nil` if there is none.
    func ticket(_ key: TicketKey) async throws -> Answer<TicketID?>
}
