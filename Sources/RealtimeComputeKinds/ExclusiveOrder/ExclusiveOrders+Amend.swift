import Documents
import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

extension ExclusiveOrders {
    /// Changes what an order asks for, as far as its phase allows.
    ///
    /// In `blocked` and `running` it first looks for what an unanswered call may have made; what is found is adopted
    /// before the amendment is judged.
    static func amend(_ turn: Turn<ExclusiveOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        guard let manifest = context.input.manifest else { preconditionFailure("an amendment has a manifest") }
        let specification = try OrderManifest.read(manifest)
        var inspection: Inspection?
        var load: ClusterLoad?
        switch turn.state {
        case .drafted:
            inspection = try await Inspection(
                of: specification, besides: turn.workflow.record.id, in: context.environment)
        case .blocked(let blocked):
            try await adoptCluster(of: blocked, in: turn, context)
        case .running:
            load = try await adoptProjects(in: turn, context)
            try requireNothingUnderWay(in: turn, dropping: specification)
        case .confirmed, .purchasing, .paid, .ready, .starting, .overdue, .provisioned, .withdrawn, .failed:
            break
        }
        try await turn.commit(
            .amended(Amendment(to: specification, inspection: inspection, load: load)), by: context.actor,
            name: specification.name.rawValue)
        return .done
    }

    /// A request without an answer may yet take effect: the project it was for is not dropped unseen.
    private static func requireNothingUnderWay(
        in turn: Turn<ExclusiveOrder>, dropping specification: OrderSpecification
    ) throws {
        guard case .running(let running) = turn.state, running.refusal == nil, let wanted = running.nextProject,
            turn.workflow.record.postponement.map({ $0.attempt > 0 }) ?? false,
            !specification.projects.contains(wanted)
        else { return }
        throw turn.refusal(of: .amended, because: .projectUnderWay(wanted.name))
    }

    private static func adoptCluster(
        of blocked: Blocked, in turn: Turn<ExclusiveOrder>, _ context: DecisionContext
    ) async throws {
        let found = try await context.environment.cloud.cluster(of: blocked)
        guard let found, let cluster = found.value else { return }
        let actor = Actor(of: try await context.environment.cloud.callerIdentity().value)
        let creation = ClusterCreation(of: cluster, on: nil, at: context.now)
        try await turn.commit(.clusterCreated(creation), by: actor, under: found.requestID?.rawValue)
    }

    /// Adopts the projects that unanswered calls may have made; gives the cluster as it was seen.
    private static func adoptProjects(
        in turn: Turn<ExclusiveOrder>, _ context: DecisionContext
    ) async throws -> ClusterLoad? {
        var load: ClusterLoad?
        while case .running(let running) = turn.state, let wanted = running.nextProject {
            let existing = try await context.environment.cloud.projects(
                in: running.cluster.id, running.order.specification.region)
            let seen = ClusterLoad(
                computeUnits: running.load.computeUnits, allocated: existing.value.map(\.computeUnits).sum())
            load = seen
            guard let found = existing.value.first(where: { $0.name == wanted.name }),
                found.computeUnits == wanted.computeUnits
            else { break }
            let actor = Actor(of: try await context.environment.cloud.callerIdentity().value)
            let creation = ProjectCreation(of: found, load: seen, wasFound: true)
            try await turn.commit(.projectCreated(creation), by: actor, under: existing.requestID?.rawValue)
        }
        return load
    }
}
