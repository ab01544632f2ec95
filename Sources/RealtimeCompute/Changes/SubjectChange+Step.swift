package import Workflow

extension SubjectChange {
    package static func begin(on event: Event) throws(Refusal<RefusalGround>) -> State {
        guard case .placed(let placement) = event else {
            throw Refusal(of: event.name.rawValue, in: "none", because: .notApplicable)
        }
        return .drafted(State.Drafted(placement))
    }

    /// Where an event leads; what does not apply is refused last, state by state.
    package static func step(from state: State, on event: Event) throws(Refusal<RefusalGround>) -> State {
        let change = state.change
        switch (state, event) {
        case (.drafted, .confirmed(let confirmation)):
            guard confirmation.despiteFindings || confirmation.inspection.findings.blocking.isEmpty else {
                throw refusal(of: event, in: state, because: .prerequisitesDoNotHold)
            }
            return .confirmed(State.Confirmed(change))
        case (.drafted(let drafted), .obstructed(let obstruction)):
            guard obstruction.findings.differ(from: drafted.findings) else { return state }
            return .drafted(State.Drafted(from: drafted, obstruction: obstruction))
        case (.drafted, .withdrawn(let withdrawal)), (.confirmed, .withdrawn(let withdrawal)),
            (.blocked, .withdrawn(let withdrawal)), (.ready, .withdrawn(let withdrawal)):
            return .withdrawn(State.Withdrawn(change, withdrawal))

        case (.confirmed, .cleared(let clearance)), (.blocked, .cleared(let clearance)):
            return .ready(State.Ready(change, clearance))
        case (.blocked(let blocked), .obstructed(let obstruction)):
            guard obstruction.findings.differ(from: blocked.findings) else { return state }
            return .blocked(State.Blocked(change, obstruction))
        case (.confirmed, .obstructed(let obstruction)), (.ready, .obstructed(let obstruction)):
            return .blocked(State.Blocked(change, obstruction))

        case (.ready(let ready), .cleared(let clearance)):
            guard clearance.request != ready.request else { return state }
            return .ready(State.Ready(change, clearance))
        case (.ready(let ready), .requestBegun(let intent)) where intent.request == ready.request && !change.isByHand:
            return .requesting(State.Requesting(from: ready, intent: intent))
        case (.ready(let ready), .changeSeen(let seen)):
            return .changing(State.Changing(from: ready, seen: seen))

        case (.requesting(let requesting), .requested(let answer)):
            return .changing(State.Changing(from: requesting, answer: answer))
        case (.requesting(let requesting), .changeSeen(let seen)):
            return .changing(State.Changing(from: requesting, seen: seen))
        case (.requesting(let requesting), .requestRefused(let refusal)):
            return .blocked(State.Blocked(from: requesting, refusal: refusal))
        case (.requesting, .requestNotMade):
            return .confirmed(State.Confirmed(change))
        case (.requesting(let requesting), .changeNotSeen(let seen)):
            guard seen.at >= requesting.windowEnd else {
                throw refusal(of: event, in: state, because: .visibilityWindowOpen(until: requesting.windowEnd))
            }
            return .confirmed(State.Confirmed(change))

        case (.changing(let changing), .changeSeen(let seen)):
            guard seen.sight != changing.sight else { return state }
            return .changing(State.Changing(from: changing, seen: seen))
        case (.changing(let changing), .changeNotSeen(let seen)):
            guard seen.at >= changing.windowEnd else {
                throw refusal(of: event, in: state, because: .visibilityWindowOpen(until: changing.windowEnd))
            }
            return .confirmed(State.Confirmed(change))
        case (.changing(let changing), .changeLate(let seen)):
            guard seen.at >= changing.allowanceEnd else { throw refusal(of: event, in: state) }
            return .overdue(State.Overdue(from: changing, seen: seen))
        case (.changing, .stepMade(let seen)), (.overdue, .stepMade(let seen)):
            guard change.plan.nextRequest(seen.sight) != nil else { throw refusal(of: event, in: state) }
            return .confirmed(State.Confirmed(change))
        case (.overdue(let overdue), .ticketOpened(let ticket)):
            guard overdue.ticket != .open(ticket.id) else { return state }
            return .overdue(State.Overdue(from: overdue, .open(ticket.id)))
        case (.overdue(let overdue), .ticketRefused(let refusal)):
            guard case .due = overdue.ticket else { return state }
            return .overdue(State.Overdue(from: overdue, .refused(refusal)))

        case (.confirmed, .changed(let seen)), (.blocked, .changed(let seen)), (.ready, .changed(let seen)),
            (.requesting, .changed(let seen)), (.changing, .changed(let seen)), (.overdue, .changed(let seen)):
            guard change.plan.nextRequest(seen.sight) == nil else { throw refusal(of: event, in: state) }
            return .done(State.Done(change, seen))
        case (.confirmed, .clusterLost(let loss)), (.blocked, .clusterLost(let loss)), (.ready, .clusterLost(let loss)),
            (.requesting, .clusterLost(let loss)), (.changing, .clusterLost(let loss)),
            (.overdue, .clusterLost(let loss)):
            guard Plan.isLoss(loss, of: change.subject), !change.plan.endsTheSubject else {
                throw refusal(of: event, in: state)
            }
            return .failed(State.Failed(change, loss))

        case (.drafted, _), (.confirmed, _), (.blocked, _), (.ready, _), (.requesting, _), (.changing, _),
            (.overdue, _),
            (.done, _), (.withdrawn, _), (.failed, _):
            throw refusal(of: event, in: state)
        }
    }

    static func refusal(
        of event: Event, in state: State, because ground: RefusalGround = .notApplicable
    ) -> Refusal<RefusalGround> {
        Refusal(of: event.name.rawValue, in: state.phase.rawValue, because: ground)
    }
}
