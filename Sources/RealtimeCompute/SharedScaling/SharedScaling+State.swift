package import Workflow

extension SharedScaling {
    /// Everything that is true of a scaling of shared mode at one moment.
    package enum State: Equatable, Sendable {
        case drafted(Drafted)
        case confirmed(Confirmed)
        case done(Done)
        case withdrawn(Withdrawn)
        case failed(Failed)

        package var phase: Phase { content.phase }

        package var scaling: PlannedSharedScaling { content.value.scaling }

        /// The phase and what it holds.
        private var content: (phase: Phase, value: any SharedScalingPhase) {
            switch self {
            case .drafted(let value): (.drafted, value)
            case .confirmed(let value): (.confirmed, value)
            case .done(let value): (.done, value)
            case .withdrawn(let value): (.withdrawn, value)
            case .failed(let value): (.failed, value)
            }
        }
    }

    /// The flat names of the phases.
    package enum Phase: String, CaseIterable, Codable, Sendable {
        case drafted, confirmed, done, withdrawn, failed
    }

    /// `drafted`: what is to be made of the instance, and a first look.
    ///
    /// Asks for a confirmation. Left by `confirmed` → confirmed, `withdrawn` → withdrawn; `obstructed` stays.
    package struct Drafted: SharedScalingPhase {
        package let scaling: PlannedSharedScaling
        package let findings: [Finding]
        package let inspectedAt: Timestamp

        init(_ placement: SharedScalingPlacement) {
            scaling = placement.scaling
            findings = placement.inspection.findings
            inspectedAt = placement.inspection.observedAt
        }

        init(from drafted: Drafted, obstruction: Obstruction) {
            scaling = drafted.scaling
            findings = obstruction.findings
            inspectedAt = obstruction.observedAt
        }
    }

    /// `confirmed`: it is wanted, and to be made in the console; no other change of the instance may be confirmed.
    ///
    /// Looks, every poll. Left by `scaled` → done, `instanceLost` → failed, `withdrawn` → withdrawn.
    package struct Confirmed: SharedScalingPhase {
        package let scaling: PlannedSharedScaling

        /// Who confirmed, knowing what, stands in the history.
        init(from drafted: Drafted) {
            scaling = drafted.scaling
        }
    }

    /// `done`: the instance and its project were seen to have the compute units that were asked for.
    ///
    /// Final.
    package struct Done: SharedScalingPhase {
        package let scaling: PlannedSharedScaling
        package let at: Timestamp

        init(from confirmed: Confirmed, seen: SeenSharedScaling) {
            scaling = confirmed.scaling
            at = seen.at
        }
    }

    /// `withdrawn`: the operator no longer wants it; nothing was asked of the cloud.
    ///
    /// Final.
    package struct Withdrawn: SharedScalingPhase {
        package let scaling: PlannedSharedScaling
        package let reason: String

        init(_ phase: some SharedScalingPhase, _ withdrawal: Withdrawal) {
            scaling = phase.scaling
            reason = withdrawal.reason
        }
    }

    /// `failed`: the instance has been released.
    ///
    /// Final.
    package struct Failed: SharedScalingPhase {
        package let scaling: PlannedSharedScaling
        package let loss: InstanceLoss

        init(from confirmed: Confirmed, loss: InstanceLoss) {
            scaling = confirmed.scaling
            self.loss = loss
        }
    }
}

/// What every phase of a scaling of shared mode has.
protocol SharedScalingPhase: Codable, Equatable, Sendable {
    var scaling: PlannedSharedScaling { get }
}

/// A state is stored as the fields of its phase, and the phase's name among them.
extension SharedScaling.State: Codable {
    private enum Key: CodingKey {
        case phase
    }

    package init(from decoder: any Decoder) throws {
        self =
            switch try decoder.container(keyedBy: Key.self).decode(SharedScaling.Phase.self, forKey: .phase) {
            case .drafted: .drafted(try SharedScaling.Drafted(from: decoder))
            case .confirmed: .confirmed(try SharedScaling.Confirmed(from: decoder))
            case .done: .done(try SharedScaling.Done(from: decoder))
            case .withdrawn: .withdrawn(try SharedScaling.Withdrawn(from: decoder))
            case .failed: .failed(try SharedScaling.Failed(from: decoder))
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(phase, forKey: .phase)
        try content.value.encode(to: encoder)
    }
}
