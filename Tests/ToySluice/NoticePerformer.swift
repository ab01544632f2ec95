import RealtimeCompute
import Workflow
import WorkflowEngine

/// Sends notices as tickets, each under the key of its workflow.
struct NoticePerformer: Performer {
    typealias Definition = Notice

    let service: any Cloud

    var cloud: String { service.id.rawValue }

    func look(
        before effect: Notice.Effect, in state: Notice.State, _ context: EffectContext
    ) async throws -> Precheck<NoticeEvent> {
        let found = try await service.ticket(key(of: state))
        guard let ticket = found.value else { return .nothing(try await actor()) }
        return .outcome(.happened(.ticketSeen(ticket), by: try await actor(), under: found.requestID?.rawValue))
    }

    func perform(
        _ effect: Notice.Effect, in state: Notice.State, _ context: EffectContext
    ) async throws -> Outcome<NoticeEvent> {
        switch effect {
        case .send:
            let opened = try await service.openTicket(
                key(of: state), about: state.specification.cluster.rawValue, saying: state.specification.text)
            return .happened(.ticketSeen(opened.value), by: try await actor(), under: opened.requestID?.rawValue)
        case .lookForTicket:
            let found = try await service.ticket(key(of: state))
            let event: NoticeEvent = found.value.map { .ticketSeen($0) } ?? .ticketNotSeen
            return .happened(event, by: try await actor(), under: found.requestID?.rawValue)
        }
    }

    private func key(of state: Notice.State) -> TicketKey { TicketKey(rawValue: "notice-\(state.id.rawValue)") }

    private func actor() async throws -> Actor { Actor(.account, id: try await service.callerIdentity().value.id) }
}
