package import Workflow

/// What a change is to make of a workspace.
package protocol WorkspaceChangePlan: ChangePlan
where Subject == WorkspaceSubject, Sight == WorkspaceSight, Request == WorkspaceRequest, Loss == WorkspaceLoss {}

extension WorkspaceChangePlan {
    package static var accepted: Check { .workspaceAccepted }

    package static func loss(of subject: WorkspaceSubject, _ sight: WorkspaceSight, at now: Timestamp) -> WorkspaceLoss
    {
        WorkspaceLoss(sight.workspaceStatus, at: now)
    }

    package static func isLoss(_ loss: WorkspaceLoss, of subject: WorkspaceSubject) -> Bool { true }

    /// The vendor's API changes both subscriptions and pay-as-you-go.
    package func isByHand(for subject: WorkspaceSubject) -> Bool { false }
}

/// A workspace as a look has shown it.
package struct WorkspaceSight: Codable, Equatable, Sendable {
    /// `nil` of a workspace that cannot be seen.
    package let workspaceStatus: Workspace.Status?
    package let computeUnits: ComputeUnits?

    package init(_ workspace: Workspace?) {
        self.init(workspace?.status, workspace?.computeUnits)
    }

    init(_ status: Workspace.Status?, _ computeUnits: ComputeUnits?) {
        workspaceStatus = status
        self.computeUnits = computeUnits
    }

    private enum CodingKeys: String, CodingKey {
        case workspaceStatus = "status"
        case computeUnits
    }
}

extension WorkspaceSight: ChangeSight {
    package var status: String? { workspaceStatus?.rawValue }

    package var isAtRest: Bool { workspaceStatus == .running }

    package var isGone: Bool {
        switch workspaceStatus {
        case .deleting, .deleted, nil: true
        case .creating, .running, .disabled: false
        }
    }
}

/// Something that is asked of a workspace; a size is a total, so that to ask again changes nothing more.
package enum WorkspaceRequest: Hashable, Sendable {
    case resize(to: ComputeUnits)
    case delete
}

extension WorkspaceRequest: Codable {
    private enum Key: CodingKey {
        case call, computeUnits
    }

    private enum Call: String, Codable {
        case resize, delete
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self =
            switch try container.decode(Call.self, forKey: .call) {
            case .resize: .resize(to: try container.decode(ComputeUnits.self, forKey: .computeUnits))
            case .delete: .delete
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .resize(let units):
            try container.encode(Call.resize, forKey: .call)
            try container.encode(units, forKey: .computeUnits)
        case .delete:
            try container.encode(Call.delete, forKey: .call)
        }
    }
}
