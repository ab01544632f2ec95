package import Workflow

/// The workflow of a change of a cluster or a workspace: scaled, released.
///
/// Confirmed, inspected, asked for at most once at a time, and watched until it is seen. What is asked for is a total,
/// so that a lost answer is looked up by what its subject is.
package enum SubjectChange<Plan: ChangePlan>: Workflow {
    package typealias State = ChangeState<Plan>
    package typealias Event = ChangeEvent<Plan>
    package typealias Effect = ChangeEffect
    package typealias Question = ChangeQuestion
    package typealias Phase = ChangePhase

    package static var kind: String { Plan.kind }
    package static var definitionVersion: Int { 1 }

    package static func phase(of state: State) -> ChangePhase { state.phase }

    package static func backoff(in state: State) -> Backoff { state.change.timing.backoff }

    package static func region(of state: State) -> String? { state.change.subject.region.rawValue }

    /// While it is under way, the right to change its subject; cleared, what the inspection claims besides; done, a note
    /// by which it is found again.
    package static func claims(of state: State) -> [Claim] {
        let subject = state.change.subject
        switch state {
        case .drafted, .withdrawn, .failed: return []
        case .confirmed, .blocked, .requesting, .changing, .overdue: return [subject.changeClaim]
        case .ready(let ready): return [subject.changeClaim] + ready.clearance.claims
        case .done: return [subject.changedClaim]
        }
    }

    package static func next(in state: State, at now: Timestamp) -> Next<ChangeEffect, Event, ChangeQuestion> {
        switch state {
        case .drafted: return .ask(.confirm)
        case .confirmed: return .perform(.inspect)
        case .blocked: return .ask(.mendPrerequisites, recheck: .inspect)
        case .ready(let ready):
            guard !ready.change.isByHand else { return .perform(.look) }
            return .perform(.request, announcing: .requestBegun(ChangeIntent(ready.request, at: now)))
        case .requesting, .changing: return .perform(.look)
        case .overdue(let overdue): return overdue.ticket == .due ? .perform(.openTicket) : .perform(.look)
        case .done, .withdrawn, .failed: return .finished
        }
    }
}

/// The flat names of the phases of a change.
package enum ChangePhase: String, CaseIterable, Codable, Sendable {
    case drafted, confirmed, blocked, ready, requesting, changing, overdue, done, withdrawn, failed
}

/// What is asked of the cloud for a change.
package enum ChangeEffect: String, CaseIterable, Sendable {
    /// Look at every prerequisite, and what is to be asked for.
    case inspect
    /// Look whether the change has been made, or is being made; else, with the intent committed, ask for it.
    case request
    /// Look how far the change is.
    case look = "look-at-cluster"
    /// Look for our ticket; finding none, open it.
    case openTicket = "open-ticket"
}

/// What only the operator can decide about a change.
package enum ChangeQuestion: String, CaseIterable, Sendable {
    case confirm
    case mendPrerequisites = "mend-prerequisites"
}
