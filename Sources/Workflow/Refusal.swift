/// An event was refused: nothing changed, and nothing of it is history.
public struct Refusal<Ground: Equatable & Sendable>: Error, Equatable {
    /// The flat name of the event.
    public let event: String
    /// The flat name of the phase it met.
    public let phase: String
    /// Why it was refused.
    public let ground: Ground

    /// Creates the refusal of an event in a phase.
    public init(of event: String, in phase: String, because ground: Ground) {
        self.event = event
        self.phase = phase
        self.ground = ground
    }
}
