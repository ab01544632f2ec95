public import CanonicalJSON

/// What a durable workflow is: phases, events that lead from one to another, and what comes next in each.
///
/// Two pure functions carry it. ``step(from:on:)`` says what an event makes of a state; ``next(in:at:)`` says, from
/// the state and the time alone, what is to be done now. There is nothing to replay and no program counter: whoever
/// loads the last committed state knows all there is to know.
///
/// Neither function may read a clock, draw a random number or do input or output. Times, ids and keys arrive in events.
public protocol Workflow: Sendable {
    /// Everything that is true of one workflow at one moment. Stored as JSON.
    associatedtype State: Codable & Equatable & Sendable
    /// What has happened, in the past tense.
    associatedtype Event: WorkflowEvent
    /// What is to be done, in the imperative.
    associatedtype Effect: RawRepresentable & Sendable where Effect.RawValue == String
    /// What only a person can decide.
    associatedtype Question: RawRepresentable & Sendable where Question.RawValue == String
    /// The flat names of the states, as the database, the command line and the graph know them.
    associatedtype Phase: RawRepresentable & CaseIterable & Hashable & Sendable where Phase.RawValue == String
    /// Why an event may be refused.
    associatedtype RefusalGround: Equatable & Sendable

    /// The kind of workflow, as it is stored: `exclusive-order`.
    static var kind: String { get }
    /// The version of this definition. Raised when the stored form of a state changes; older forms stay readable.
    static var definitionVersion: Int { get }

    /// The state that the first event of a history leads to.
    static func begin(on event: Event) throws(Refusal<RefusalGround>) -> State
    /// The state that `event` leads to. The same state means that nothing new is known.
    static func step(from state: State, on event: Event) throws(Refusal<RefusalGround>) -> State
    /// What comes next in `state` when it is `now`.
    static func next(in state: State, at now: Timestamp) -> Next<Effect, Event, Question>

    /// The flat name of `state`.
    static func phase(of state: State) -> Phase
    /// What `state` holds of resources that many workflows share.
    static func claims(of state: State) -> [Claim]
    /// How long to wait between attempts while in `state`.
    static func backoff(in state: State) -> Backoff
    /// The region of its cloud that `state` is about, to be found by it; `nil` if it is about no one region.
    static func region(of state: State) -> String?

    /// Writes `state` as it is stored: as it is encoded, to the byte.
    ///
    /// By default it is encoded. A definition whose states write themselves spares every step and every audit that.
    static func write(_ state: State, to writer: inout CanonicalWriter)

    /// Takes `state` to where an event leads, if the event and that state are written as this definition writes them: what
    /// an audit does with nearly every line.
    ///
    /// Not to be implemented: it is a requirement to be compiled for each definition by itself.
    ///
    /// - Parameters:
    ///   - payload: the event's, as it is stored.
    ///   - state: the one before; `nil` before the first event of a history.
    ///   - reached: the state after it, as it is stored.
    /// - Returns: whether it did. If not, the parts tell why: the event is one that does not read itself, or is written in
    ///   another way, or is refused, or changes nothing, or leads elsewhere.
    static func follow(
        _ name: String, _ payload: WrittenValue, from state: inout State?, to reached: WrittenValue
    ) -> Bool
}

extension Workflow {
    public static func region(of state: State) -> String? { nil }
    public static func write(_ state: State, to writer: inout CanonicalWriter) { writer.write(encoded: state) }

    @inlinable
    public static func follow(
        _ name: String, _ payload: WrittenValue, from state: inout State?, to reached: WrittenValue
    ) -> Bool {
        guard let name = Event.Name(rawValue: name) else { return false }
        do {
            var reader = payload.reader
            guard let event = try Event.read(name, from: &reader), reader.isAtEnd else { return false }
            let next = if let state { try step(from: state, on: event) } else { try begin(on: event) }
            if let state, next == state { return false }
            guard reached.isWritten(by: { write(next, to: &$0) }) else { return false }
            state = next
            return true
        } catch {
            // The parts tell what it was.
            return false
        }
    }
}

/// Something that has happened to a workflow.
///
/// An event is stored as its name and, as evidence, its payload; it is read back from the two.
public protocol WorkflowEvent: Encodable, Equatable, Sendable {
    /// The flat names of the events.
    associatedtype Name: RawRepresentable & CaseIterable & Hashable & Sendable where Name.RawValue == String

    /// The flat name of this event.
    var name: Name { get }

    /// Reads the payload of the event called `name`.
    init(named name: Name, from decoder: any Decoder) throws

    /// Writes the payload as it is stored: as it is encoded, to the byte, which is how it is written by default.
    func write(to writer: inout CanonicalWriter)

    /// Reads the payload of the event called `name`, if it is one of those that read themselves; by default none is.
    ///
    /// - Throws: ``OtherForm`` if the payload is written in any other way than ``write(to:)`` writes it. It is decoded then.
    static func read(_ name: Name, from reader: inout CanonicalReader) throws(OtherForm) -> Self?
}

extension WorkflowEvent {
    public func write(to writer: inout CanonicalWriter) { writer.write(encoded: self) }
    public static func read(_ name: Name, from reader: inout CanonicalReader) throws(OtherForm) -> Self? { nil }
}
