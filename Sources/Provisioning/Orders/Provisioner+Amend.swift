package import RealtimeCompute
import Workflow
import WorkflowEngine

extension Provisioner {
    /// Changes what an order asks for, as far as its phase allows.
    ///
    /// In `blocked` and `running` it first looks for what an unanswered call may have made; what is found is adopted
    /// before the amendment is judged.
    package func amend(_ id: OrderID, to specification: OrderSpecification) async throws -> DecisionReport {
        try await decide(on: id) { turn, now in
            var inspection: Inspection?
            var load: ClusterLoad?
            switch turn.state {
            case .drafted:
                inspection = try await inspect(specification, forBuyingBesides: id)
            case .blocked(let blocked):
                try await adoptCluster(of: blocked, in: turn, at: now)
            case .running:
                load = try await adoptProjects(in: turn)
            case .confirmed, .purchasing, .paid, .ready, .starting, .overdue, .provisioned, .withdrawn, .failed:
                break
            }
            try await turn.commit(
                .amended(Amendment(to: specification, inspection: inspection, load: load)), by: operatorActor,
                name: specification.name.rawValue)
        }
    }

    private func adoptCluster(of blocked: Blocked, in turn: Turn<ExclusiveOrder>, at now: Timestamp) async throws {
        let found = try await cloud.cluster(on: blocked.instance, in: blocked.order.specification.region)
        guard let cluster = found.value else { return }
        let actor = Actor(of: try await cloud.callerIdentity().value)
        let creation = ClusterCreation(of: cluster, on: nil, at: now)
        try await turn.commit(.clusterCreated(creation), by: actor, under: found.requestID?.rawValue)
    }

    /// Adopts the projects that unanswered calls may have made; gives the cluster as it was seen.
    private func adoptProjects(in turn: Turn<ExclusiveOrder>) async throws -> ClusterLoad? {
        var load: ClusterLoad?
        while case .running(let running) = turn.state, let wanted = running.nextProject {
            let existing = try await cloud.projects(in: running.cluster.id)
            let seen = ClusterLoad(
                computeUnits: running.load.computeUnits, allocated: existing.value.map(\.computeUnits).sum())
            load = seen
            guard let found = existing.value.first(where: { $0.name == wanted.name }),
                found.computeUnits == wanted.computeUnits
            else { break }
            let actor = Actor(of: try await cloud.callerIdentity().value)
            let creation = ProjectCreation(of: found, load: seen, wasFound: true)
            try await turn.commit(.projectCreated(creation), by: actor, under: existing.requestID?.rawValue)
        }
        return load
    }
}
