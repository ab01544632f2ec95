package import Workflow

extension RoleChange {
    /// Everything that is true of a change of a role at one moment.
    package enum State: Equatable, Sendable {
        case drafted(Drafted)
        case confirmed(Confirmed)
        case blocked(Blocked)
        case changing(Changing)
        case done(Done)
        case withdrawn(Withdrawn)

        package var phase: Phase { content.phase }

        package var change: PlannedRoleChange { content.value.change }

        private var content: (phase: Phase, value: any RoleChangePhase) {
            switch self {
            case .drafted(let value): (.drafted, value)
            case .confirmed(let value): (.confirmed, value)
            case .blocked(let value): (.blocked, value)
            case .changing(let value): (.changing, value)
            case .done(let value): (.done, value)
            case .withdrawn(let value): (.withdrawn, value)
            }
        }
    }

    /// The flat names of the phases.
    package enum Phase: String, CaseIterable, Codable, Sendable {
        case drafted, confirmed, blocked, changing, done, withdrawn
    }
}

/// A state is stored as the fields of its phase, and the phase's name among them.
extension RoleChange.State: Codable {
    private enum Key: CodingKey {
        case phase
    }

    package init(from decoder: any Decoder) throws {
        self =
            switch try decoder.container(keyedBy: Key.self).decode(RoleChange.Phase.self, forKey: .phase) {
            case .drafted: .drafted(try RoleChange.Drafted(from: decoder))
            case .confirmed: .confirmed(try RoleChange.Confirmed(from: decoder))
            case .blocked: .blocked(try RoleChange.Blocked(from: decoder))
            case .changing: .changing(try RoleChange.Changing(from: decoder))
            case .done: .done(try RoleChange.Done(from: decoder))
            case .withdrawn: .withdrawn(try RoleChange.Withdrawn(from: decoder))
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(phase, forKey: .phase)
        try content.value.encode(to: encoder)
    }
}

protocol RoleChangePhase: Codable, Equatable, Sendable {
    var change: PlannedRoleChange { get }
}

extension RoleChange {
    /// `drafted`: placed, and not agreed to.
    ///
    /// Asks for a confirmation. Left by `confirmed` → confirmed, `withdrawn` → withdrawn; `obstructed` with other findings
    /// stays.
    package struct Drafted: RoleChangePhase {
        package let change: PlannedRoleChange
        package let findings: [Finding]
        package let inspectedAt: Timestamp

        init(_ placement: RoleChangePlacement) {
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

    /// `confirmed`: agreed to; nothing has been asked for.
    ///
    /// Looks at every prerequisite once more. Left by `begun` → changing, `obstructed` → blocked, `withdrawn` → withdrawn.
    package struct Confirmed: RoleChangePhase {
        package let change: PlannedRoleChange

        init(_ change: PlannedRoleChange) {
            self.change = change
        }
    }

    /// `blocked`: a prerequisite does not hold, or the service has refused a request, or nothing that may be asked for
    /// would help.
    ///
    /// Asks for it to be mended; looking again may answer. Left by `begun` and `requested` → changing, `stageReached` →
    /// changing or done, `withdrawn` → withdrawn before anything was asked for.
    package struct Blocked: RoleChangePhase {
        package let change: PlannedRoleChange
        package let findings: [Finding]
        package let inspectedAt: Timestamp
        /// The stage in which it stands; `nil` as long as nothing was asked for.
        package let stage: Int?

        init(_ change: PlannedRoleChange, _ obstruction: Obstruction, in stage: Int?) {
            self.change = change
            findings = obstruction.findings
            inspectedAt = obstruction.observedAt
            self.stage = stage
        }
    }

    /// `changing`: what the stage says is being brought about, one request after another.
    ///
    /// Left by `stageReached` → the next stage, or done; `obstructed` → blocked; `requested` stays.
    package struct Changing: RoleChangePhase {
        package let change: PlannedRoleChange
        /// Counted from 0.
        package let stage: Int
        /// The last request of this stage that was answered.
        package let answered: RoleAnswer?

        init(_ change: PlannedRoleChange, in stage: Int, answered: RoleAnswer? = nil) {
            self.change = change
            self.stage = stage
            self.answered = answered
        }

        /// Until when what was asked for is waited for, if this is the request that was answered last.
        package func window(of request: RoleRequest) -> Timestamp? {
            guard let answered, answered.request == request else { return nil }
            return answered.at + change.timing.visibilityWindow
        }
    }

    /// `done`: every stage has been seen to hold.
    package struct Done: RoleChangePhase {
        package let change: PlannedRoleChange
        package let at: Timestamp

        init(_ change: PlannedRoleChange, at time: Timestamp) {
            self.change = change
            at = time
        }
    }

    /// `withdrawn`: nothing was asked for, and nothing will be.
    package struct Withdrawn: RoleChangePhase {
        package let change: PlannedRoleChange
        package let reason: String

        init(_ change: PlannedRoleChange, _ withdrawal: Withdrawal) {
            self.change = change
            reason = withdrawal.reason
        }
    }
}
