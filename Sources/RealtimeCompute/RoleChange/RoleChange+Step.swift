package import Workflow

extension RoleChange {
    package static func begin(on event: Event) throws(Refusal<RefusalGround>) -> State {
        guard case .placed(let placement) = event else {
            throw Refusal(of: event.name.rawValue, in: "none", because: .notApplicable)
        }
        return .drafted(Drafted(placement))
    }

    /// Where an event leads; what does not apply is refused last, state by state.
    package static func step(from state: State, on event: Event) throws(Refusal<RefusalGround>) -> State {
        let change = state.change
        switch (state, event) {
        case (.drafted, .confirmed(let confirmation)):
            try require(confirmation, event, in: state)
            return .confirmed(Confirmed(change))
        case (.drafted(let drafted), .obstructed(let obstruction)):
            guard obstruction.findings.differ(from: drafted.findings) else { return state }
            return .drafted(Drafted(from: drafted, obstruction: obstruction))
        case (.drafted, .withdrawn(let withdrawal)), (.confirmed, .withdrawn(let withdrawal)):
            return .withdrawn(Withdrawn(change, withdrawal))
        case (.blocked(let blocked), .withdrawn(let withdrawal)) where blocked.stage == nil:
            return .withdrawn(Withdrawn(change, withdrawal))

        case (.confirmed, .begun):
            return .changing(Changing(change, in: 0))
        case (.blocked(let blocked), .begun) where blocked.stage == nil:
            return .changing(Changing(change, in: 0))
        case (.confirmed, .obstructed(let obstruction)):
            return .blocked(Blocked(change, obstruction, in: nil))
        case (.blocked(let blocked), .obstructed(let obstruction)):
            guard obstruction.findings.differ(from: blocked.findings) else { return state }
            return .blocked(Blocked(change, obstruction, in: blocked.stage))
        case (.changing(let changing), .obstructed(let obstruction)):
            return .blocked(Blocked(change, obstruction, in: changing.stage))

        case (.changing(let changing), .requested(let answer)) where answer.stage == changing.stage:
            return .changing(Changing(change, in: changing.stage, answered: answer))
        case (.blocked(let blocked), .requested(let answer)) where answer.stage == blocked.stage:
            return .changing(Changing(change, in: answer.stage, answered: answer))
        case (.changing(let changing), .stageReached(let reached)) where reached.stage == changing.stage:
            return after(reached, of: change)
        case (.blocked(let blocked), .stageReached(let reached)) where reached.stage == blocked.stage:
            return after(reached, of: change)

        case (.drafted, _), (.confirmed, _), (.blocked, _), (.changing, _), (.done, _), (.withdrawn, _):
            throw refusal(of: event, in: state)
        }
    }

    private static func after(_ reached: RoleStage, of change: PlannedRoleChange) -> State {
        reached.stage + 1 < change.plan.stages.count
            ? .changing(Changing(change, in: reached.stage + 1)) : .done(Done(change, at: reached.at))
    }

    /// What takes storage from running jobs is not passed over: it is accepted with the plan.
    private static func require(
        _ confirmation: Confirmation, _ event: Event, in state: State
    ) throws(Refusal<RefusalGround>) {
        if let denied = confirmation.caller.refusal(to: .manageRoles) {
            throw refusal(of: event, in: state, because: .notPermitted(denied))
        }
        let blocking = confirmation.inspection.findings.blocking
        guard confirmation.despiteFindings || blocking.isEmpty else {
            throw refusal(of: event, in: state, because: .prerequisitesDoNotHold)
        }
        if let finding = blocking.first(where: { Check.neverPassedOver.contains($0.check) }) {
            throw refusal(of: event, in: state, because: .mustHold(finding))
        }
    }

    private static func refusal(
        of event: Event, in state: State, because ground: RefusalGround = .notApplicable
    ) -> Refusal<RefusalGround> {
        Refusal(of: event.name.rawValue, in: state.phase.rawValue, because: ground)
    }
}

extension Check {
    /// What no confirmation passes over.
    package static let neverPassedOver: Set = [roleOutage, roleChange]
}
