package import Documents
package import RealtimeCompute
package import Workflow
package import WorkflowEngine

/// The clusters that the orders of a store have brought, as the cloud shows them now.
package struct OwnedClusters {
    let journal: any Journal
    let cloud: any Cloud
    let now: Timestamp

    package init(of journal: any Journal, in cloud: any Cloud, at now: Timestamp) {
        self.journal = journal
        self.cloud = cloud
        self.now = now
    }

    /// Those that can be seen and are not destroyed, the oldest order first; and the orders whose clusters lie in other
    /// clouds.
    package func all() async throws -> (clusters: [OwnedCluster], foreign: [String]) {
        var clusters: [OwnedCluster] = []
        var foreign: [String] = []
        let phases: [OrderState.Phase] = [.starting, .overdue, .running, .provisioned]
        let query = WorkflowQuery(phases: Set(phases.map(\.rawValue)), kinds: [ExclusiveOrder.kind])
        try await journal.forEachChunk(of: query) { records in
            for record in records {
                guard record.cloud == cloud.id.rawValue else {
                    foreign.append(record.name)
                    continue
                }
                let state = try LoadedWorkflow<ExclusiveOrder>(record).state
                if let cluster = try await OwnedCluster(of: state, in: cloud, at: now) { clusters.append(cluster) }
            }
        }
        return (clusters, foreign)
    }
}

/// A cluster that an order has brought, as the cloud shows it.
package struct OwnedCluster: Sendable {
    package let order: OrderName
    package let details: ClusterDetails
    package let projects: [Project]
    package let billing: Billing
    /// `nil` as long as what was bought cannot be seen.
    package let expiry: Expiry?

    /// `nil` if there is none that can be seen, or it is destroyed.
    init?(of state: OrderState, in cloud: any Cloud, at now: Timestamp) async throws {
        let specification = state.order.specification
        guard let id = state.cluster?.id, let instance = state.livingInstance,
            let details = try await cloud.details(of: id, in: specification.region).value,
            details.cluster.status != .destroyed
        else { return nil }
        let seen = try await cloud.instance(instance, in: specification.region).value
        order = specification.name
        self.details = details
        projects = details.cluster.status.countsAsRunning ? try await cloud.projects(in: id).value : []
        billing = seen?.billing ?? specification.billing
        expiry = seen.map { Expiry(of: $0, at: now) }
    }

    package var computeUnits: ComputeUnits { details.cluster.computeUnits ?? details.capacity.computeUnits }

    package var allocated: ComputeUnits { projects.map(\.computeUnits).sum() }

    package var needsAttention: Bool { expiry?.needsAttention ?? false }

    /// The cluster as scripts see it.
    ///
    /// Field names are part of the contract with scripts.
    package var json: JSONValue {
        .fields([
            "order": .text(order.rawValue), "id": .text(details.cluster.id.rawValue),
            "name": .text(details.cluster.name.rawValue), "region": .text(details.region.rawValue),
            "status": .text(details.cluster.status.title), "masters": .machines(details.masters),
            "slaves": .machines(details.slaves), "computeUnits": .integer(computeUnits.count),
            "allocated": .integer(allocated.count),
            "projects": .list(
                projects.map { project in
                    [
                        "name": .text(project.name.rawValue), "id": .text(project.id.rawValue),
                        "computeUnits": .integer(project.computeUnits.count),
                    ]
                }),
            "billing": .text(billing.method.rawValue), "endsAt": expiry?.endsAt.map { .text($0.rfc3339) },
            "daysLeft": expiry?.daysLeft.map { .integer($0) },
            "expiry": needsAttention ? expiry.map { .expiry($0) } : nil,
        ])
    }
}
