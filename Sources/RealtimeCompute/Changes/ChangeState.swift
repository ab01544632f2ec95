package import Workflow

/// Everything that is true of a change at one time.
package enum ChangeState<Plan: ChangePlan>: Equatable, Sendable {
    case drafted(Drafted)
    case confirmed(Confirmed)
    case blocked(Blocked)
    case ready(Ready)
    case requesting(Requesting)
    case changing(Changing)
    case overdue(Overdue)
    case done(Done)
    case withdrawn(Withdrawn)
    case failed(Failed)

    package var phase: ChangePhase { content.phase }
    package var change: PlannedChange<Plan> { content.value.change }

    private var content: (phase: ChangePhase, value: any ChangePhaseContent<Plan>) {
        switch self {
        case .drafted(let value): (.drafted, value)
        case .confirmed(let value): (.confirmed, value)
        case .blocked(let value): (.blocked, value)
        case .ready(let value): (.ready, value)
        case .requesting(let value): (.requesting, value)
        case .changing(let value): (.changing, value)
        case .overdue(let value): (.overdue, value)
        case .done(let value): (.done, value)
        case .withdrawn(let value): (.withdrawn, value)
        case .failed(let value): (.failed, value)
        }
    }
}

/// What every phase of a change has.
protocol ChangePhaseContent<Plan>: Codable, Equatable, Sendable {
    associatedtype Plan: ChangePlan
    var change: PlannedChange<Plan> { get }
}

/// A state is stored as the fields of its phase, and the phase's name among them.
extension ChangeState: Codable {
    private enum Key: CodingKey {
        case phase
    }

    package init(from decoder: any Decoder) throws {
        self =
            switch try decoder.container(keyedBy: Key.self).decode(ChangePhase.self, forKey: .phase) {
            case .drafted: .drafted(try Drafted(from: decoder))
            case .confirmed: .confirmed(try Confirmed(from: decoder))
            case .blocked: .blocked(try Blocked(from: decoder))
            case .ready: .ready(try Ready(from: decoder))
            case .requesting: .requesting(try Requesting(from: decoder))
            case .changing: .changing(try Changing(from: decoder))
            case .overdue: .overdue(try Overdue(from: decoder))
            case .done: .done(try Done(from: decoder))
            case .withdrawn: .withdrawn(try Withdrawn(from: decoder))
            case .failed: .failed(try Failed(from: decoder))
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(phase, forKey: .phase)
        try content.value.encode(to: encoder)
    }
}

extension ChangeState {
    /// `drafted`: what is to be made of the subject, and a first look at the prerequisites.
    ///
    /// Asks for a confirmation. Left by `confirmed` → confirmed, `withdrawn` → withdrawn; `obstructed` stays.
    package struct Drafted: ChangePhaseContent {
        package let change: PlannedChange<Plan>
        package let findings: [Finding]
        package let inspectedAt: Timestamp

        init(_ placement: ChangePlacement<Plan>) {
            change = placement.change
            findings = placement.inspection.findings
            inspectedAt = placement.inspection.observedAt
        }

        init(from drafted: Drafted, obstruction: Obstruction) {
            change = drafted.change
            findings = obstruction.findings
            inspectedAt = obstruction.observedAt
        }
    }

    /// `confirmed`: someone has said yes, knowing the findings; no other change of it may be confirmed.
    ///
    /// Inspects. Left by `cleared` → ready, `obstructed` → blocked, `changed` → done, `clusterLost` → failed,
    /// `withdrawn` → withdrawn.
    package struct Confirmed: ChangePhaseContent {
        package let change: PlannedChange<Plan>

        /// Who confirmed, knowing what, stands in the history.
        init(_ change: PlannedChange<Plan>) {
            self.change = change
        }
    }

    /// `blocked`: at least one prerequisite does not hold; nothing is under way.
    ///
    /// Asks for the prerequisites to be mended; looking again may answer. Left by `cleared` → ready, `changed` → done,
    /// `clusterLost` → failed, `withdrawn` → withdrawn; `obstructed` with other findings stays.
    package struct Blocked: ChangePhaseContent {
        package let change: PlannedChange<Plan>
        package let findings: [Finding]
        package let inspectedAt: Timestamp

        init(_ change: PlannedChange<Plan>, _ obstruction: Obstruction) {
            self.change = change
            findings = obstruction.findings
            inspectedAt = obstruction.observedAt
        }

        /// The service refused the request for good: its word is the finding.
        init(from requesting: Requesting, refusal: CloudRefusal) {
            change = requesting.change
            let finding = Finding(
                Plan.accepted, resource: change.subject.resource, observed: refusal.code,
                required: "accepted", refusal: refusal)
            findings = [finding.seen(by: refusal.requestID)]
            inspectedAt = requesting.intent.at
        }
    }

    /// `ready`: every prerequisite held; what the request needs is claimed.
    ///
    /// Asks for the change; one that is made by hand is watched for. Left by `requestBegun` → requesting, `changeSeen` →
    /// changing, `changed` → done, `obstructed` → blocked, `clusterLost` → failed, `withdrawn` → withdrawn.
    package struct Ready: ChangePhaseContent {
        package let change: PlannedChange<Plan>
        package let clearance: Clearance
        /// What is to be asked for.
        package let request: Plan.Request

        init(_ change: PlannedChange<Plan>, _ cleared: ChangeClearance<Plan>) {
            self.change = change
            clearance = cleared.clearance
            request = cleared.request
        }
    }

    /// `requesting`: a request has left, or was about to; whether it was taken is not known.
    ///
    /// In the turn that began it, its answer comes. Taken up later, the subject is looked at, every poll; nothing is sent
    /// from here. Left by `requested` and `changeSeen` → changing, `changed` → done, `requestRefused` → blocked,
    /// `requestNotMade` and `changeNotSeen` → confirmed, `clusterLost` → failed.
    package struct Requesting: ChangePhaseContent {
        package let change: PlannedChange<Plan>
        package let intent: ChangeIntent<Plan>

        init(from ready: Ready, intent: ChangeIntent<Plan>) {
            change = ready.change
            self.intent = intent
        }

        /// When a request that cannot be seen to have been taken is made again.
        package var windowEnd: Timestamp { intent.at + change.timing.visibilityWindow }
    }

    /// `changing`: the change is being made.
    ///
    /// Waits and looks, every poll. Left by `changed` → done, `stepMade` and `changeNotSeen` → confirmed, `changeLate` →
    /// overdue, `clusterLost` → failed; `changeSeen` stays.
    package struct Changing: ChangePhaseContent {
        package let change: PlannedChange<Plan>
        /// What was asked for; `nil` of what was done by hand.
        package let request: Plan.Request?
        /// Since when it is known to be under way.
        package let since: Timestamp
        /// The subject as it was last seen, once it has been.
        package let sight: Plan.Sight?

        init(from requesting: Requesting, answer: ChangeAnswer) {
            self.init(requesting.change, requesting.intent.request, since: answer.at, sight: nil)
        }

        init(from requesting: Requesting, seen: SeenChange<Plan>) {
            self.init(requesting.change, requesting.intent.request, since: requesting.intent.at, sight: seen.sight)
        }

        init(from ready: Ready, seen: SeenChange<Plan>) {
            self.init(ready.change, ready.change.isByHand ? nil : ready.request, since: seen.at, sight: seen.sight)
        }

        init(from changing: Changing, seen: SeenChange<Plan>) {
            self.init(changing.change, changing.request, since: changing.since, sight: seen.sight)
        }

        private init(
            _ change: PlannedChange<Plan>, _ request: Plan.Request?, since: Timestamp, sight: Plan.Sight?
        ) {
            self.change = change
            self.request = request
            self.since = since
            self.sight = sight
        }

        /// When a change that is still being made is late.
        package var allowanceEnd: Timestamp { since + change.timing.startAllowance }
        /// When a request that was answered and cannot be seen is made again.
        package var windowEnd: Timestamp { since + change.timing.visibilityWindow }
    }

    /// `overdue`: a look after the allowance still saw the change under way; a ticket is due, open or refused.
    ///
    /// Opens one ticket, then waits and looks as in changing. Left by `changed` → done, `stepMade` → confirmed,
    /// `clusterLost` → failed; `ticketOpened` and `ticketRefused` stay.
    package struct Overdue: ChangePhaseContent {
        package typealias Ticket = RealtimeCompute.Overdue.Ticket

        package let change: PlannedChange<Plan>
        package let request: Plan.Request?
        package let since: Timestamp
        package let sight: Plan.Sight?
        package let ticket: Ticket

        init(from changing: Changing, seen: SeenChange<Plan>) {
            self.init(changing.change, changing.request, changing.since, seen.sight, .due)
        }

        init(from overdue: Overdue, _ ticket: Ticket) {
            self.init(overdue.change, overdue.request, overdue.since, overdue.sight, ticket)
        }

        private init(
            _ change: PlannedChange<Plan>, _ request: Plan.Request?, _ since: Timestamp, _ sight: Plan.Sight?,
            _ ticket: Ticket
        ) {
            self.change = change
            self.request = request
            self.since = since
            self.sight = sight
            self.ticket = ticket
        }
    }

    /// `done`: it was seen to be what it was to become.
    ///
    /// Final.
    package struct Done: ChangePhaseContent {
        package let change: PlannedChange<Plan>
        package let after: Plan.Sight
        package let at: Timestamp

        init(_ change: PlannedChange<Plan>, _ seen: SeenChange<Plan>) {
            self.change = change
            after = seen.sight
            at = seen.at
        }
    }

    /// `withdrawn`: the operator withdrew the change before anything was asked for.
    ///
    /// Final.
    package struct Withdrawn: ChangePhaseContent {
        package let change: PlannedChange<Plan>
        package let reason: String

        init(_ change: PlannedChange<Plan>, _ withdrawal: Withdrawal) {
            self.change = change
            reason = withdrawal.reason
        }
    }

    /// `failed`: the subject is gone.
    ///
    /// Final.
    package struct Failed: ChangePhaseContent {
        package let change: PlannedChange<Plan>
        package let loss: Plan.Loss

        init(_ change: PlannedChange<Plan>, _ loss: Plan.Loss) {
            self.change = change
            self.loss = loss
        }
    }
}
