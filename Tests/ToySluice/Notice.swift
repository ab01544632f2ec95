package import RealtimeCompute
package import Workflow

/// A notice to the vendor about a cluster, sent as a ticket some time after an operator has agreed to it.
package enum Notice: Workflow {
    package enum Phase: String, CaseIterable, Codable, Sendable {
        /// Waits for an operator. To ``scheduled`` when confirmed, to ``withdrawn``.
        case drafted
        /// Waits for its time. To ``sending`` when it has come, to ``withdrawn``.
        case scheduled
        /// Asked for. To ``sent`` once the ticket is seen, back to ``scheduled`` if there is none.
        case sending
        /// Its end.
        case sent
        /// Given up.
        case withdrawn
    }

    package struct State: Codable, Equatable, Sendable {
        package var phase: Phase
        package let specification: Specification
        package let id: WorkflowID
        package var dueAt: Timestamp?
        package var ticket: TicketID?
    }

    /// What a manifest asks for.
    package struct Specification: Codable, Equatable, Sendable {
        package let name: String
        package let cluster: ClusterID
        package let text: String
        /// How many seconds after its confirmation it is sent.
        package let delaySeconds: Int64
    }

    package enum Effect: String, Sendable {
        case send, lookForTicket = "look-for-ticket"
    }

    package enum Question: String, Sendable {
        case confirm
    }

    package enum Ground: Equatable, Sendable {
        case notApplicable
    }

    package static let kind = "notice"
    package static let definitionVersion = 1

    package static func begin(on event: NoticeEvent) throws(Refusal<Ground>) -> State {
        guard case .placed(let id, let specification) = event else {
            throw Refusal(of: event.name.rawValue, in: "none", because: .notApplicable)
        }
        return State(phase: .drafted, specification: specification, id: id)
    }

    package static func step(from state: State, on event: NoticeEvent) throws(Refusal<Ground>) -> State {
        var next = state
        switch (state.phase, event) {
        case (.drafted, .confirmed(let time)):
            next.phase = .scheduled
            next.dueAt = time + .seconds(state.specification.delaySeconds)
        case (.scheduled, .sendingBegun): next.phase = .sending
        case (.scheduled, .ticketSeen(let ticket)), (.sending, .ticketSeen(let ticket)):
            next.phase = .sent
            next.ticket = ticket
        case (.sending, .ticketNotSeen): next.phase = .scheduled
        case (.drafted, .withdrawn), (.scheduled, .withdrawn): next.phase = .withdrawn
        case (.drafted, _), (.scheduled, _), (.sending, _), (.sent, _), (.withdrawn, _):
            throw Refusal(of: event.name.rawValue, in: state.phase.rawValue, because: .notApplicable)
        }
        return next
    }

    package static func next(in state: State, at now: Timestamp) -> Next<Effect, NoticeEvent, Question> {
        switch state.phase {
        case .drafted: .ask(.confirm)
        case .scheduled:
            if let due = state.dueAt, now < due {
                .wait(.send, until: due)
            } else {
                .perform(.send, announcing: .sendingBegun)
            }
        case .sending: .perform(.lookForTicket)
        case .sent, .withdrawn: .finished
        }
    }

    package static func phase(of state: State) -> Phase { state.phase }

    package static func claims(of state: State) -> [Claim] { [] }

    package static func backoff(in state: State) -> Backoff { Backoff(first: .seconds(2), longest: .seconds(60)) }
}
