import Logging
import Tracing
import Wording
public import Workflow

/// What a turn came to.
public struct TurnResult<Definition: Workflow>: Sendable {
    /// The workflow as it stands now.
    public let workflow: LoadedWorkflow<Definition>
    /// The transitions that this turn committed.
    public let transitions: [Transition]
    /// What failed in this turn, if a call did.
    public let failure: (any CallFailure)?
    /// The time when the turn ended.
    public let endedAt: Timestamp
}

extension Engine {
    /// One turn: performs what is due, if anything is, and commits what it came to.
    ///
    /// Never waits.
    ///
    /// Killed at any moment, it leaves a state from which the next turn goes on: before the commit nothing has happened
    /// that the next turn will not find by looking; after it, the next turn starts from there.
    ///
    /// - Parameter requirement: throws if nothing is to be done with the workflow as it is found, which nobody else changes
    ///   meanwhile.
    public func advance(
        _ id: WorkflowID, requiring requirement: @Sendable (StoredWorkflow) throws -> Void = { _ in }
    ) async throws -> TurnResult<Definition> {
        try await Telemetry.turn(of: id, kind: Definition.kind) {
            try await takeTurn(of: id, requiring: requirement, in: $0)
        }
    }

    private func takeTurn(
        of id: WorkflowID, requiring requirement: @Sendable (StoredWorkflow) throws -> Void, in context: ServiceContext
    ) async throws -> TurnResult<Definition> {
        try await turn(of: id, in: context) { turn in
            try requirement(turn.workflow.record)
            let now = try await clock.now()
            var failure: (any CallFailure)?
            switch turn.workflow.next(at: now) {
            case .perform(let effect, let announcement):
                failure = try await perform(effect, announcing: announcement, in: turn, at: now)
            case .ask(_, let recheck?):
                failure = try await perform(recheck, announcing: nil, in: turn, at: now)
            case .ask(_, nil), .wait, .finished:
                break
            }
            if let failure { report(failure, of: turn.workflow.record) }
            return TurnResult(
                workflow: turn.workflow, transitions: turn.transitions, failure: failure, endedAt: try await clock.now()
            )
        }
    }

    private func report(_ failure: any CallFailure, of record: StoredWorkflow) {
        Telemetry.count(failure)
        logger.warning(
            "a call failed",
            metadata: [
                "workflow": "\(record.name)", "code": "\(failure.code)", "request": "\(failure.request ?? "")",
                "attempt": .stringConvertible(record.postponement?.attempt ?? 0),
            ])
    }

    /// Performs an effect and settles what it came to; gives the failure of a call, if one failed.
    private func perform(
        _ effect: Definition.Effect, announcing announcement: Definition.Event?, in turn: Turn<Definition>,
        at now: Timestamp
    ) async throws -> (any CallFailure)? {
        logger.debug(
            "performing", metadata: ["workflow": "\(turn.workflow.record.name)", "effect": "\(effect.rawValue)"])
        let journal = journal
        let record = turn.workflow.record
        var context = EffectContext(now: now, announcer: nil) {
            try await journal.claims(on: $0, in: record.cloud, exceptOf: record.id)
        }
        var isAnnounced = false
        do {
            if let announcement {
                let found = try await Telemetry.call(for: effect.rawValue, in: turn.context) {
                    try await performer.look(before: effect, in: turn.state, context)
                }
                switch found {
                case .outcome(let outcome):
                    return try await settle(outcome, in: turn)
                case .nothing(let actor):
                    // Attempts go on counting until a call succeeds or fails for good.
                    let attempts = record.postponement.map {
                        Postponement(attempt: $0.attempt, reason: $0.reason, dueAt: nil)
                    }
                    try await turn.commit(announcement, by: actor, postponing: attempts)
                    isAnnounced = true
                    context = context.announced(by: actor)
                }
            }
            let outcome = try await Telemetry.call(for: effect.rawValue, in: turn.context) {
                try await performer.perform(effect, in: turn.state, context)
            }
            return try await settle(outcome, in: turn)
        } catch let failure as any CallFailure {
            try await postpone(turn, after: failure, isAnnounced: isAnnounced)
            return failure
        }
    }

    private func settle(
        _ outcome: Outcome<Definition.Event>, in turn: Turn<Definition>
    ) async throws -> (any CallFailure)? {
        switch outcome {
        case .happened(let event, let actor, let requestID):
            guard try await !turn.commit(event, by: actor, under: requestID) else { return nil }
            // Nothing new: known already. Look again, though not at once.
            try await waitOn(turn, code: "nothing-new", for: Definition.backoff(in: turn.state).longest)
            return nil
        case .notYet(let code, let delay):
            try await waitOn(turn, code: code, for: delay)
            return nil
        case .takenBack(let failure, let actor, let event):
            let now = try await clock.now()
            let due = now + delay(after: failure, attempt: turn.attempt + 1, in: turn.state)
            let postponement = Postponement(attempt: turn.attempt + 1, reason: failure.reason, dueAt: due)
            try await turn.commit(event(postponement, due), by: actor, under: failure.request, postponing: postponement)
            return failure
        }
    }

    private func waitOn(_ turn: Turn<Definition>, code: String, for delay: Duration) async throws {
        // Who asks a person is not waiting for a time; a re-check that failed before and now did not is forgotten.
        guard !turn.isAsking else { return try await turn.postpone(nil) }
        let due = try await clock.now() + delay
        try await turn.postpone(Postponement(attempt: 0, reason: PostponementReason(code: code), dueAt: due))
    }

    private func postpone(
        _ turn: Turn<Definition>, after failure: any CallFailure, isAnnounced: Bool
    ) async throws {
        let now = try await clock.now()
        let attempt = turn.attempt + 1
        // After an announced request without an answer, the phase alone says when to look; asking has no time.
        let due = isAnnounced || turn.isAsking ? nil : now + delay(after: failure, attempt: attempt, in: turn.state)
        try await turn.postpone(Postponement(attempt: attempt, reason: failure.reason, dueAt: due))
    }

    private func delay(after failure: any CallFailure, attempt: Int, in state: Definition.State) -> Duration {
        let backoff = Definition.backoff(in: state)
        guard failure.isTransient else { return backoff.longest }
        return failure.retryAfter ?? backoff.delay(afterAttempt: attempt, chance: chance())
    }
}

extension Turn {
    /// How many attempts in a row have failed so far.
    fileprivate var attempt: Int { workflow.record.postponement?.attempt ?? 0 }

    fileprivate var isAsking: Bool {
        if case .ask = Definition.next(in: state, at: workflow.record.updatedAt) { true } else { false }
    }
}
