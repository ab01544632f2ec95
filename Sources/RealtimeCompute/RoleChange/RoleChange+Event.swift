package import Workflow

/// A change of a role was placed, with a first look at its prerequisites.
package struct RoleChangePlacement: Codable, Equatable, Sendable {
    package let change: PlannedRoleChange
    package let inspection: Inspection

    package init(of change: PlannedRoleChange, inspection: Inspection) {
        self.change = change
        self.inspection = inspection
    }
}

/// Every prerequisite held.
package struct RoleChangeBeginning: Codable, Equatable, Sendable {
    /// Warnings; none of them blocks.
    package let findings: [Finding]
    package let at: Timestamp

    /// `nil` if something blocks.
    package init?(_ inspection: Inspection) {
        guard inspection.findings.blocking.isEmpty else { return nil }
        findings = inspection.findings
        at = inspection.observedAt
    }
}

/// A request was answered: carried out, or found to have been.
package struct RoleAnswer: Codable, Equatable, Sendable {
    package let request: RoleRequest
    package let stage: Int
    /// Whether the service said that it had been done already.
    package let wasMade: Bool
    package let at: Timestamp

    package init(to request: RoleRequest, in stage: Int, wasMade: Bool, at time: Timestamp) {
        self.request = request
        self.stage = stage
        self.wasMade = wasMade
        at = time
    }
}

/// All that a stage says was seen to hold.
package struct RoleStage: Codable, Equatable, Sendable {
    package let stage: Int
    package let at: Timestamp

    package init(_ stage: Int, at time: Timestamp) {
        self.stage = stage
        at = time
    }
}

extension RoleChange {
    /// What has happened to a change of a role.
    package enum Event: Equatable, Sendable {
        case placed(RoleChangePlacement)
        case confirmed(Confirmation)
        case obstructed(Obstruction)
        case withdrawn(Withdrawal)
        case begun(RoleChangeBeginning)
        case requested(RoleAnswer)
        case stageReached(RoleStage)
    }
}

extension RoleChange.Event: WorkflowEvent {
    package enum Name: String, CaseIterable, Sendable {
        case placed, confirmed, obstructed, withdrawn, begun, requested, stageReached
    }

    package var name: Name { parts.name }

    private var parts: (name: Name, payload: any Encodable) {
        switch self {
        case .placed(let payload): (.placed, payload)
        case .confirmed(let payload): (.confirmed, payload)
        case .obstructed(let payload): (.obstructed, payload)
        case .withdrawn(let payload): (.withdrawn, payload)
        case .begun(let payload): (.begun, payload)
        case .requested(let payload): (.requested, payload)
        case .stageReached(let payload): (.stageReached, payload)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        try parts.payload.encode(to: encoder)
    }

    package init(named name: Name, from decoder: any Decoder) throws {
        self =
            switch name {
            case .placed: .placed(try RoleChangePlacement(from: decoder))
            case .confirmed: .confirmed(try Confirmation(from: decoder))
            case .obstructed: .obstructed(try Obstruction(from: decoder))
            case .withdrawn: .withdrawn(try Withdrawal(from: decoder))
            case .begun: .begun(try RoleChangeBeginning(from: decoder))
            case .requested: .requested(try RoleAnswer(from: decoder))
            case .stageReached: .stageReached(try RoleStage(from: decoder))
            }
    }
}
