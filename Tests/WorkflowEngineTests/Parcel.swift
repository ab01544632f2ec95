import Synchronization
import Wording
import Workflow
import WorkflowEngine

/// A small workflow with every kind of step: an announced effect, a wait, a question with a re-check, an end.
enum Parcel: Workflow {
    enum Phase: String, CaseIterable, Codable, Sendable {
        case packed, sending, sent, held, delivered
    }

    struct State: Codable, Equatable, Sendable {
        var phase: Phase
        var postage = 1
        var sentAt: Timestamp?
        var notes: [String] = []
    }

    enum Effect: String, Sendable {
        case send, find, track, askCustoms
    }

    enum Question: String, Sendable {
        case payCustoms
    }

    struct Event: WorkflowEvent {
        enum Name: String, CaseIterable, Sendable {
            case packed, sendingBegun, sent, notSent, noted, held, delivered
        }

        let name: Name
        let at: Timestamp
        let note: String?

        init(_ name: Name, at time: Timestamp, note: String? = nil) {
            self.name = name
            at = time
            self.note = note
        }

        private enum Key: CodingKey {
            case at, note
        }

        init(named name: Name, from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            self.init(
                name, at: try container.decode(Timestamp.self, forKey: .at),
                note: try container.decodeIfPresent(String.self, forKey: .note))
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(at, forKey: .at)
            try container.encodeIfPresent(note, forKey: .note)
        }
    }

    enum Ground: Equatable, Sendable {
        case notApplicable
    }

    static let kind = "parcel"
    static let definitionVersion = 1
    static let poll = Duration.seconds(30)

    static func begin(on event: Event) throws(Refusal<Ground>) -> State {
        guard event.name == .packed else { throw Refusal(of: event.name.rawValue, in: "none", because: .notApplicable) }
        return State(phase: .packed)
    }

    static func step(from state: State, on event: Event) throws(Refusal<Ground>) -> State {
        var next = state
        switch (state.phase, event.name) {
        case (.packed, .sendingBegun): next.phase = .sending
        case (.sending, .notSent): next.phase = .packed
        case (.sending, .sent):
            next.phase = .sent
            next.sentAt = event.at
        case (.sent, .noted), (.held, .noted):
            if let note = event.note, !state.notes.contains(note) { next.notes.append(note) }
        case (.sent, .held): next.phase = .held
        case (.held, .sent), (.sent, .sent): next.phase = .sent
        case (.sent, .delivered): next.phase = .delivered
        case (.packed, _), (.sending, _), (.sent, _), (.held, _), (.delivered, _):
            throw Refusal(of: event.name.rawValue, in: state.phase.rawValue, because: .notApplicable)
        }
        return next
    }

    static func next(in state: State, at now: Timestamp) -> Next<Effect, Event, Question> {
        switch state.phase {
        case .packed: return .perform(.send, announcing: Event(.sendingBegun, at: now))
        case .sending: return .perform(.find)
        case .sent:
            let due = (state.sentAt ?? now) + poll
            return now < due ? .wait(.track, until: due) : .perform(.track)
        case .held: return .ask(.payCustoms, recheck: .askCustoms)
        case .delivered: return .finished
        }
    }

    static func phase(of state: State) -> Phase { state.phase }

    static func claims(of state: State) -> [Claim] {
        state.phase == .sent ? [Claim("van", amount: 1, limit: 1)] : []
    }

    static func backoff(in state: State) -> Backoff { Backoff(first: .seconds(2), longest: .seconds(120)) }
}

/// A failure of a call, as a test wants it.
struct InjectedFault: CallFailure, Equatable {
    var code = "Throttling"
    var detail = "too many requests"
    var request: String? = "R1"
    var isUnanswered = false
    var isTransient = true
    var retryAfter: Duration?

    var message: LocalizedText { LocalizedText(verbatim: code) }
    var hint: LocalizedText { LocalizedText(verbatim: "") }
}

/// A post office that answers from a script, and remembers what it was asked.
final class PostOffice: Performer {
    typealias Definition = Parcel

    typealias Answer = @Sendable (EffectContext) throws -> Outcome<Parcel.Event>

    let cloud: String
    private let script: Mutex<[Answer]>
    private let asked = Mutex<[String]>([])

    static let clerk = Actor(.account, id: "clerk")

    init(cloud: String = "post", _ answers: [Answer]) {
        self.cloud = cloud
        script = Mutex(answers)
    }

    /// The effects that were asked for, looks before them marked with `?`.
    var calls: [String] { asked.withLock { $0 } }

    func look(
        before effect: Parcel.Effect, in state: Parcel.State, _ context: EffectContext
    ) async throws -> Precheck<Parcel.Event> {
        asked.withLock { $0.append(effect.rawValue + "?") }
        return .nothing(Self.clerk)
    }

    func perform(_ effect: Parcel.Effect, in state: Parcel.State, _ context: EffectContext) async throws -> Outcome<
        Parcel.Event
    > {
        asked.withLock { $0.append(effect.rawValue) }
        let answer = script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let answer else { return .notYet(code: "nothing-yet", lookAgainAfter: Parcel.poll) }
        return try answer(context)
    }

    static func happened(_ name: Parcel.Event.Name, note: String? = nil) -> Answer {
        { .happened(Parcel.Event(name, at: $0.now, note: note), by: clerk, under: "R") }
    }

    static func notYet(_ code: String) -> Answer {
        { _ in .notYet(code: code, lookAgainAfter: Parcel.poll) }
    }

    static func failed(_ fault: InjectedFault) -> Answer {
        { _ in throw fault }
    }

    static func takenBack(_ fault: InjectedFault) -> Answer {
        { context in
            .takenBack(fault, by: clerk) { postponement, due in
                Parcel.Event(.notSent, at: due, note: "\(postponement.attempt)")
            }
        }
    }
}
