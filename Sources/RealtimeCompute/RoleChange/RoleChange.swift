package import Workflow

/// The workflow of a change of a role: authorised, re-initialised, tightened, repaired.
///
/// Each stage says what is to hold, and each turn looks what of it does not and asks for one thing; what exists is adopted,
/// and a change that does not show yet is waited for. So it may be killed anywhere and goes on from what it sees.
package enum RoleChange: Workflow {
    package static let kind = "role-change"
    package static let definitionVersion = 1

    /// What is asked of the cloud.
    package enum Effect: String, CaseIterable, Sendable {
        /// Look at every prerequisite.
        case inspect
        /// Look what does not hold yet, and ask for the first of it.
        case change = "change-role"
    }

    /// What only the operator can decide.
    package enum Question: String, CaseIterable, Sendable {
        case confirm
        case mendPrerequisites = "mend-prerequisites"
    }

    package static func phase(of state: State) -> Phase { state.phase }

    package static func backoff(in state: State) -> Backoff { state.change.timing.backoff }

    package static func claims(of state: State) -> [Claim] {
        switch state {
        case .confirmed, .blocked, .changing: [state.change.claim]
        case .drafted, .done, .withdrawn: []
        }
    }

    package static func next(in state: State, at now: Timestamp) -> Next<Effect, Event, Question> {
        switch state {
        case .drafted: .ask(.confirm)
        case .confirmed: .perform(.inspect)
        case .blocked(let blocked): .ask(.mendPrerequisites, recheck: blocked.stage == nil ? .inspect : .change)
        case .changing: .perform(.change)
        case .done, .withdrawn: .finished
        }
    }
}
