package import Workflow

/// What a change is to make of a cluster.
package protocol ClusterChangePlan: ChangePlan
where Subject == ClusterSubject, Sight == ClusterSight, Request == ClusterRequest, Loss == ClusterLoss {}

extension ClusterChangePlan {
    package static var accepted: Check { .clusterAccepted }

    package static func loss(of subject: ClusterSubject, _ sight: ClusterSight, at now: Timestamp) -> ClusterLoss {
        ClusterLoss(of: subject.cluster, sight.clusterStatus.flatMap(ClusterLoss.Cause.init) ?? .vanished, at: now)
    }

    package static func isLoss(_ loss: ClusterLoss, of subject: ClusterSubject) -> Bool {
        loss.cluster == subject.cluster
    }
}

/// A cluster as a look has shown it.
package struct ClusterSight: Codable, Equatable, Sendable {
    /// `nil` of a cluster that cannot be seen.
    package let clusterStatus: ClusterStatus?
    package let masters: Machines?
    package let slaves: Machines?

    package init(_ details: ClusterDetails?) {
        clusterStatus = details?.cluster.status
        masters = details?.masters
        slaves = details?.slaves
    }

    init(_ status: ClusterStatus?, masters: Machines? = nil, slaves: Machines? = nil) {
        clusterStatus = status
        self.masters = masters
        self.slaves = slaves
    }

    private enum CodingKeys: String, CodingKey {
        case clusterStatus = "status"
        case masters, slaves
    }
}

extension ClusterSight: ChangeSight {
    package var status: String? { clusterStatus?.title }

    package var isAtRest: Bool { clusterStatus == .running }

    package var isGone: Bool {
        switch clusterStatus {
        case .destroying, .destroyed, .failed, nil: true
        case .starting, .running, .expanding, .reducing, .upgrading, .maintaining: false
        }
    }
}

/// Something that is asked of a cluster.
///
/// Targets are totals, so that to ask again changes nothing more.
package enum ClusterRequest: Hashable, Sendable {
    /// So many slaves in all, more than there are.
    case expand(toSlaves: Int)
    /// So many slaves in all, fewer than there are.
    case shrink(toSlaves: Int)
    case changeMaster(to: MachineModel)
    case destroy
}

extension ClusterRequest: Codable {
    private enum Key: CodingKey {
        case call, slaves, master
    }

    private enum Call: String, Codable {
        case expand, shrink, changeMaster, destroy
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self =
            switch try container.decode(Call.self, forKey: .call) {
            case .expand: .expand(toSlaves: try container.decode(Int.self, forKey: .slaves))
            case .shrink: .shrink(toSlaves: try container.decode(Int.self, forKey: .slaves))
            case .changeMaster: .changeMaster(to: try container.decode(MachineModel.self, forKey: .master))
            case .destroy: .destroy
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .expand(let count):
            try container.encode(Call.expand, forKey: .call)
            try container.encode(count, forKey: .slaves)
        case .shrink(let count):
            try container.encode(Call.shrink, forKey: .call)
            try container.encode(count, forKey: .slaves)
        case .changeMaster(let model):
            try container.encode(Call.changeMaster, forKey: .call)
            try container.encode(model, forKey: .master)
        case .destroy:
            try container.encode(Call.destroy, forKey: .call)
        }
    }
}
