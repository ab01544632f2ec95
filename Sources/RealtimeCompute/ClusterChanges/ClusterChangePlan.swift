package import Workflow

/// What a change is to make of a cluster: all in which one kind of change differs from another.
package protocol ClusterChangePlan: Codable, Equatable, Sendable {
    /// The kind of workflow: `cluster-scaling`.
    static var kind: String { get }

    /// Whether the vendor's API does not make the change, and the operator makes it in the console.
    func isByHand(for subject: ClusterSubject) -> Bool
    /// What is to be asked for next, as the cluster is; `nil` if nothing is left to ask for.
    func nextRequest(_ sight: ClusterSight) -> ChangeRequest?
    /// Whether this status of the cluster is a change of this kind at work.
    func isAtWork(_ status: ClusterStatus) -> Bool
    /// Whether a cluster that is gone is what was wanted.
    var endsTheCluster: Bool { get }
}

/// A cluster as a look has shown it.
package struct ClusterSight: Codable, Equatable, Sendable {
    /// `nil` of a cluster that cannot be seen.
    package let status: ClusterStatus?
    package let masters: Machines?
    package let slaves: Machines?

    package init(_ details: ClusterDetails?) {
        status = details?.cluster.status
        masters = details?.masters
        slaves = details?.slaves
    }

    init(_ status: ClusterStatus?, masters: Machines? = nil, slaves: Machines? = nil) {
        self.status = status
        self.masters = masters
        self.slaves = slaves
    }

    /// Whether the cluster is gone, or going.
    package var isGone: Bool {
        switch status {
        case .destroying, .destroyed, .failed, nil: true
        case .starting, .running, .expanding, .reducing, .upgrading, .maintaining: false
        }
    }
}

/// Something that is asked of a cluster.
///
/// Targets are totals, so that to ask again changes nothing more.
package enum ChangeRequest: Hashable, Sendable {
    /// So many slaves in all, more than there are.
    case expand(toSlaves: Int)
    /// So many slaves in all, fewer than there are.
    case shrink(toSlaves: Int)
    case changeMaster(to: MachineModel)
    case destroy
}

extension ChangeRequest: Codable {
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

/// A change of a cluster: what is to be made of which.
///
/// The same in every phase.
package struct PlannedChange<Plan: ClusterChangePlan>: Codable, Equatable, Sendable {
    package let id: WorkflowID
    package let name: OrderName
    /// The store that keeps it; part of its ticket's key.
    package let store: StoreID
    package let subject: ClusterSubject
    package let plan: Plan
    /// The cluster as it was when the change was placed.
    package let before: ClusterSight
    package let timing: Timing

    package init(
        id: WorkflowID, name: OrderName, store: StoreID, subject: ClusterSubject, plan: Plan, before: ClusterSight,
        timing: Timing
    ) {
        self.id = id
        self.name = name
        self.store = store
        self.subject = subject
        self.plan = plan
        self.before = before
        self.timing = timing
    }

    /// What marks the ticket about this change.
    package var ticketKey: TicketKey { TicketKey(rawValue: "sluice-\(store)-\(id)-ticket") }

    var isByHand: Bool { plan.isByHand(for: subject) }
}
