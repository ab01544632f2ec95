package import Workflow

/// A scaling was placed: what it asks for, and a first look.
package struct SharedScalingPlacement: Codable, Equatable, Sendable {
    package let scaling: PlannedSharedScaling
    package let inspection: Inspection

    package init(of scaling: PlannedSharedScaling, inspection: Inspection) {
        self.scaling = scaling
        self.inspection = inspection
    }
}

/// The instance and its project were seen to be what they were to become.
package struct SeenSharedScaling: Codable, Equatable, Sendable {
    package let sight: SharedSight
    package let at: Timestamp

    package init(_ sight: SharedSight, at time: Timestamp) {
        self.sight = sight
        at = time
    }
}

extension SharedScaling {
    /// What has happened to a scaling of shared mode.
    package enum Event: Equatable, Sendable {
        case placed(SharedScalingPlacement)
        case confirmed(Confirmation)
        case obstructed(Obstruction)
        case withdrawn(Withdrawal)
        case scaled(SeenSharedScaling)
        case instanceLost(InstanceLoss)
    }
}

extension SharedScaling.Event: WorkflowEvent {
    package enum Name: String, CaseIterable, Sendable {
        case placed, confirmed, obstructed, withdrawn, scaled, instanceLost
    }

    package var name: Name { parts.name }

    private var parts: (name: Name, payload: any Encodable) {
        switch self {
        case .placed(let payload): (.placed, payload)
        case .confirmed(let payload): (.confirmed, payload)
        case .obstructed(let payload): (.obstructed, payload)
        case .withdrawn(let payload): (.withdrawn, payload)
        case .scaled(let payload): (.scaled, payload)
        case .instanceLost(let payload): (.instanceLost, payload)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        try parts.payload.encode(to: encoder)
    }

    package init(named name: Name, from decoder: any Decoder) throws {
        self =
            switch name {
            case .placed: .placed(try SharedScalingPlacement(from: decoder))
            case .confirmed: .confirmed(try Confirmation(from: decoder))
            case .obstructed: .obstructed(try Obstruction(from: decoder))
            case .withdrawn: .withdrawn(try Withdrawal(from: decoder))
            case .scaled: .scaled(try SeenSharedScaling(from: decoder))
            case .instanceLost: .instanceLost(try InstanceLoss(from: decoder))
            }
    }
}
