package import Workflow

/// The workflow of a scaling of shared mode: an instance, and the project on it, are to have so many compute units.
///
/// The vendor's API does not make this change. The operator makes it in the console, and it is watched for until it has
/// happened. What each phase means, and where it leads, is told where the phase stands, in `SharedScaling+State.swift`.
package enum SharedScaling: Workflow {
    package static let kind = "shared-scaling"
    package static let definitionVersion = 1

    /// What is asked of the cloud.
    package enum Effect: String, CaseIterable, Sendable {
        /// Look how many compute units the instance and its project have.
        case look = "look-at-project"
    }

    /// What only the operator can decide.
    package enum Question: String, CaseIterable, Sendable {
        /// Say that it is wanted; it is made in the console.
        case confirm
    }

    package static func phase(of state: State) -> Phase { state.phase }

    package static func backoff(in state: State) -> Backoff { state.scaling.timing.backoff }

    package static func region(of state: State) -> String? { state.scaling.subject.region.rawValue }

    /// While it is watched for, the right to change the instance; done, a note by which it is found again.
    package static func claims(of state: State) -> [Claim] {
        switch state {
        case .confirmed: [state.scaling.subject.changeClaim]
        case .done: [state.scaling.subject.changedClaim]
        case .drafted, .withdrawn, .failed: []
        }
    }

    package static func next(in state: State, at now: Timestamp) -> Next<Effect, Event, Question> {
        switch state {
        case .drafted: .ask(.confirm)
        case .confirmed: .perform(.look)
        case .done, .withdrawn, .failed: .finished
        }
    }
}
