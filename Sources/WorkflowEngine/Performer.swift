public import Wording
public import Workflow

/// What carries a workflow's effects out into the world.
public protocol Performer<Definition>: Sendable {
    /// The workflow whose effects it performs.
    associatedtype Definition: Workflow

    /// The identity of the cloud it acts on. Workflows of another are refused.
    var cloud: String { get }

    /// Looks, before an effect that is announced, whether what it would bring is there already.
    ///
    /// - Throws: ``CallFailure`` if a call failed; anything else ends the turn.
    func look(before effect: Definition.Effect, in state: Definition.State, _ context: EffectContext) async throws
        -> Precheck<Definition.Event>

    /// Performs an effect. Unless it was announced, it looks first for what it would create, and adopts it.
    ///
    /// - Throws: ``CallFailure`` if a call failed; anything else ends the turn.
    func perform(_ effect: Definition.Effect, in state: Definition.State, _ context: EffectContext) async throws
        -> Outcome<Definition.Event>
}

/// What a performer is told besides the state.
public struct EffectContext: Sendable {
    /// The time when the turn began, before anything is asked of the cloud.
    public let now: Timestamp
    /// Who announced the effect, if it was announced in this turn.
    public let announcer: Actor?
    /// What other workflows of the cloud claim of the resources named.
    public let othersClaims: @Sendable ([String]) async throws -> [HeldClaim]

    func announced(by actor: Actor) -> Self {
        Self(now: now, announcer: actor, othersClaims: othersClaims)
    }
}

/// What a look before an announced effect has shown.
public enum Precheck<Event: Sendable>: Sendable {
    /// Something has happened that makes the effect needless.
    case outcome(Outcome<Event>)
    /// Nothing is there; the effect is to be announced by this actor, and performed.
    case nothing(Actor)
}

/// What performing an effect came to.
public enum Outcome<Event: Sendable>: Sendable {
    /// Something has happened.
    case happened(Event, by: Actor, under: String?)
    /// Nothing new; look again after a while.
    case notYet(code: String, lookAgainAfter: Duration)
    /// An announced request was surely not carried out, and may be made again: the event takes the intent back and
    /// carries when.
    case takenBack(any CallFailure, by: Actor, event: @Sendable (Postponement, Timestamp) -> Event)
}

/// A call that failed, as far as the engine needs to know.
public protocol CallFailure: Explained {
    /// The vendor's words.
    var detail: String { get }
    /// The vendor's id of the request.
    var request: String? { get }
    /// Whether trying again can help without anything being mended.
    var isTransient: Bool { get }
    /// How long the vendor asks to be left alone.
    var retryAfter: Duration? { get }
}

extension CallFailure {
    var reason: PostponementReason {
        PostponementReason(code: code, detail: detail, requestID: request)
    }
}
