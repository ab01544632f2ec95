import Workflow
import WorkflowEngine
import WorkflowSQLite

/// A workflow of twelve steps whose effects return at once.
enum Relay: Workflow {
    static let kind = "relay"
    static let definitionVersion = 1
    static let steps = 12

    struct State: Codable, Equatable, Sendable {
        let legs: Int
        /// About as much as an order has to say.
        let cargo: String
    }

    enum Phase: String, CaseIterable, Sendable {
        case running, arrived
    }

    enum Effect: String, Sendable {
        case run
    }

    enum Question: String, Sendable {
        case none
    }

    struct Event: WorkflowEvent, Codable {
        enum Name: String, CaseIterable, Sendable {
            case started, ran
        }

        let name: Name
        let leg: Int

        init(_ name: Name, leg: Int) {
            self.name = name
            self.leg = leg
        }

        private enum CodingKeys: String, CodingKey {
            case leg
        }

        init(named name: Name, from decoder: any Decoder) throws {
            self.name = name
            leg = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .leg)
        }

        init(from decoder: any Decoder) throws { try self.init(named: .ran, from: decoder) }
    }

    enum RefusalGround: Equatable, Sendable {
        case outOfTurn
    }

    static func begin(on event: Event) throws(Refusal<RefusalGround>) -> State {
        State(legs: 0, cargo: String(repeating: "0123456789abcdef", count: 40))
    }

    static func step(from state: State, on event: Event) throws(Refusal<RefusalGround>) -> State {
        guard event.leg == state.legs + 1 else {
            throw Refusal(of: event.name.rawValue, in: phase(of: state).rawValue, because: .outOfTurn)
        }
        return State(legs: event.leg, cargo: state.cargo)
    }

    static func next(in state: State, at now: Timestamp) -> Next<Effect, Event, Question> {
        // The first transition places it.
        state.legs == steps - 1 ? .finished : .perform(.run)
    }

    static func phase(of state: State) -> Phase { state.legs == steps - 1 ? .arrived : .running }

    static func claims(of state: State) -> [Claim] { [] }

    static func backoff(in state: State) -> Backoff { Backoff(first: .seconds(1), longest: .seconds(60)) }

    struct Runner: Performer {
        typealias Definition = Relay

        let cloud = "bench"
        /// How long a call takes.
        let duration: Duration

        init(taking duration: Duration = .zero) {
            self.duration = duration
        }

        func look(before effect: Effect, in state: State, _ context: EffectContext) async throws -> Precheck<Event> {
            preconditionFailure("no effect is announced")
        }

        func perform(_ effect: Effect, in state: State, _ context: EffectContext) async throws -> Outcome<Event> {
            if duration > .zero { try await Task.sleep(for: duration) }
            return .happened(Event(.ran, leg: state.legs + 1), by: Actor(.operator, id: "bench"), under: nil)
        }
    }
}

extension Engine where Definition == Relay {
    static func ofRelay(_ journal: SQLiteJournal, taking duration: Duration = .zero) -> Self {
        Self(
            journal: journal, clock: MachineClock(), performer: Relay.Runner(taking: duration), logger: .silent)
    }

    func placeRelay(_ id: WorkflowID) async throws {
        _ = try await place(
            id, named: id.rawValue.lowercased(), on: Relay.Event(.started, leg: 0), by: Actor(.operator, id: "bench"))
    }
}
