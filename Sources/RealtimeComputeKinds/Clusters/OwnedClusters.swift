package import Documents
package import RealtimeCompute
package import Workflow
package import WorkflowEngine

/// The clusters that the orders of a store have brought, and what they have of shared mode, as the cloud shows them now.
package typealias OwnedClusters = BroughtByOrders<OwnedCluster>

extension BroughtByOrders<OwnedCluster> {
    package init(of journal: any Journal, in cloud: any Cloud, at now: Timestamp) {
        let phases: [OrderState.Phase] = [.starting, .overdue, .running, .provisioned]
        let query = WorkflowQuery(
            phases: Set(phases.map(\.rawValue)), kinds: [ExclusiveOrder.kind, SharedOrder.kind])
        self.init(query, of: journal, in: cloud) { record in
            record.kind == SharedOrder.kind
                ? try await OwnedCluster(of: try LoadedWorkflow<SharedOrder>(record).state, in: cloud, at: now)
                : try await OwnedCluster(of: try LoadedWorkflow<ExclusiveOrder>(record).state, in: cloud, at: now)
        }
    }
}

/// What an order has brought, as the cloud shows it: a cluster, or compute units of shared mode.
package struct OwnedCluster: Sendable {
    package let order: OrderName
    package let region: RegionID
    /// The cluster; `nil` of shared mode.
    package let details: ClusterDetails?
    package let computeUnits: ComputeUnits
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
        region = details.region
        self.details = details
        computeUnits = details.cluster.computeUnits ?? details.capacity.computeUnits
        projects = details.cluster.status.countsAsRunning ? try await cloud.projects(in: id, details.region).value : []
        billing = seen?.billing ?? specification.billing
        expiry = seen.map { Expiry(of: $0, at: now) }
    }

    /// `nil` of an order without a project, and of an instance that cannot be seen or is released.
    init?(of state: SharedOrder.State, in cloud: any Cloud, at now: Timestamp) async throws {
        guard case .provisioned(let provisioned) = state, let subject = InstanceSubject(state),
            let instance = try await cloud.instance(subject.instance, in: subject.region).value,
            instance.status != .released
        else { return nil }
        let project = try await cloud.project(named: provisioned.project.name, in: subject.region).value
        order = subject.orderName
        region = subject.region
        details = nil
        computeUnits = instance.computeUnits ?? provisioned.project.computeUnits
        projects = project.flatMap { $0.cluster == nil ? [$0.project] : nil } ?? []
        billing = instance.billing
        expiry = Expiry(of: instance, at: now)
    }

    package var allocated: ComputeUnits { projects.map(\.computeUnits).sum() }

    package var needsAttention: Bool { expiry?.needsAttention ?? false }

    /// The cluster as scripts see it; of shared mode without what only a cluster has.
    ///
    /// Field names are part of the contract with scripts.
    package var json: JSONValue {
        .fields([
            "order": .text(order.rawValue), "id": details.map { .text($0.cluster.id.rawValue) },
            "name": details.map { .text($0.cluster.name.rawValue) }, "region": .text(region.rawValue),
            "status": details.map { .text($0.cluster.status.title) }, "masters": details.map { .machines($0.masters) },
            "slaves": details.map { .machines($0.slaves) }, "computeUnits": .integer(computeUnits.count),
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
