package import Workflow

extension SharedScaling {
    package static func begin(on event: Event) throws(Refusal<RefusalGround>) -> State {
        guard case .placed(let placement) = event else {
            throw Refusal(of: event.name.rawValue, in: "none", because: .notApplicable)
        }
        return .drafted(Drafted(placement))
    }

    /// Where an event leads; what does not apply is refused last, state by state.
    package static func step(from state: State, on event: Event) throws(Refusal<RefusalGround>) -> State {
        switch (state, event) {
        case (.drafted(let drafted), .confirmed(let confirmation)):
            // No other change may be under way, whatever the operator says.
            if let change = confirmation.inspection.findings.first(where: { $0.check == .clusterChange }) {
                throw refusal(of: event, in: state, because: .mustHold(change))
            }
            guard confirmation.despiteFindings || confirmation.inspection.findings.blocking.isEmpty else {
                throw refusal(of: event, in: state, because: .prerequisitesDoNotHold)
            }
            return .confirmed(Confirmed(from: drafted))
        case (.drafted(let drafted), .obstructed(let obstruction)):
            guard obstruction.findings.differ(from: drafted.findings) else { return state }
            return .drafted(Drafted(from: drafted, obstruction: obstruction))
        case (.drafted(let drafted), .withdrawn(let withdrawal)):
            return .withdrawn(Withdrawn(drafted, withdrawal))

        case (.confirmed(let confirmed), .scaled(let seen)) where seen.sight.shows(confirmed.scaling.target):
            return .done(Done(from: confirmed, seen: seen))
        case (.confirmed(let confirmed), .instanceLost(let loss)):
            return .failed(Failed(from: confirmed, loss: loss))
        case (.confirmed(let confirmed), .withdrawn(let withdrawal)):
            return .withdrawn(Withdrawn(confirmed, withdrawal))

        case (.drafted, _), (.confirmed, _), (.done, _), (.withdrawn, _), (.failed, _):
            throw refusal(of: event, in: state)
        }
    }

    private static func refusal(
        of event: Event, in state: State, because ground: RefusalGround = .notApplicable
    ) -> Refusal<RefusalGround> {
        Refusal(of: event.name.rawValue, in: state.phase.rawValue, because: ground)
    }
}
