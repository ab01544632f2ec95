package import RealtimeCompute

/// There is no call for tickets: the operator is given what to write.
extension AlibabaCloud: TicketService {
    /// - Throws: ``CloudError``, always: a refusal that says what to paste where.
    package func openTicket(
        _ key: TicketKey, about resource: String, saying text: String
    ) async throws -> Answer<TicketID> {
        throw CloudError(
            code: "NoTicketCall",
            vendorMessage: "the vendor has no API for tickets; open one in its console, and paste: \(text) (\(key))")
    }

    package func ticket(_ key: TicketKey) async throws -> Answer<TicketID?> { Answer(nil, requestID: nil) }
}
