/// What comes next in a state, at a time.
public enum Next<Effect: Sendable, Event: Sendable, Question: Sendable>: Sendable {
    /// Do this now.
    ///
    /// An effect that must not be repeated names the event that is committed before it. That transition is the intent:
    /// whoever finds the workflow in the phase it led to looks for what was made, and never sends again.
    case perform(Effect, announcing: Event? = nil)
    /// Do this, but not before a time.
    case wait(Effect, until: Timestamp)
    /// Only a person can go on from here. With a re-check, looking again may answer the question.
    case ask(Question, recheck: Effect? = nil)
    /// There is nothing more to do.
    case finished
}

extension Next {
    /// Whether there is nothing more to do.
    public var isFinished: Bool {
        if case .finished = self { true } else { false }
    }

    /// Whether only a person can go on from here.
    public var isAsking: Bool {
        if case .ask = self { true } else { false }
    }
}

extension Next: Equatable where Effect: Equatable, Event: Equatable, Question: Equatable {}
