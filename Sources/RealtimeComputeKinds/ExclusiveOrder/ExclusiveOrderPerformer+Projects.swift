import RealtimeCompute
import Workflow
import WorkflowEngine

extension ExclusiveOrderPerformer {
    /// Adopts the next project, or asks for it, on a cluster that is seen to run.
    func createProject(_ running: Running, _ context: EffectContext) async throws -> Outcome<OrderEvent> {
        let look = try await look(at: running.cluster, of: running.order, context)
        guard case .running(let sighting) = look.sight else { return look.outcome(in: running.order) }
        guard let wanted = running.nextProject else {
            preconditionFailure("a running order has a project to create")
        }
        let load = sighting.load
        let existing = try await service.projects(in: running.cluster.id, running.order.specification.region)
        if let found = existing.value.first(where: { $0.name == wanted.name }) {
            return adopt(found, as: wanted, load, by: look.actor, under: existing.requestID)
        }
        guard wanted.computeUnits <= load.free else {
            let refusal = CloudRefusal(
                code: "InsufficientCapacity",
                message: "\(wanted.computeUnits.count) CU are asked for; \(load.free.count) are free")
            return .happened(
                .projectRefused(ProjectRefusal(of: wanted.name, because: refusal, load: load)), by: look.actor,
                under: existing.requestID)
        }
        do {
            let answer = try await service.createProject(
                wanted, in: running.cluster.id, running.order.specification.region)
            let after = ClusterLoad(
                computeUnits: load.computeUnits, allocated: load.allocated + answer.value.computeUnits)
            let creation = ProjectCreation(of: answer.value, load: after, wasFound: false)
            return .happened(.projectCreated(creation), by: look.actor, under: answer.requestID)
        } catch let error as CloudError {
            guard let refusal = error.refusal else { throw error }
            if refusal.code == CloudError.Code.projectExists {
                return .wait(for: .projectNotVisible, by: running.order.timing)
            }
            let event = OrderEvent.projectRefused(ProjectRefusal(of: wanted.name, because: refusal, load: load))
            return .happened(event, by: look.actor, under: refusal.requestID)
        }
    }

    /// A project of the wanted name is ours if it holds the wanted CUs; else the manifest and the cluster disagree,
    /// which only a person can settle.
    func adopt(
        _ found: Project, as wanted: ProjectSpecification, _ load: ClusterLoad, by actor: Actor,
        under request: RequestID?
    ) -> Outcome<OrderEvent> {
        guard found.computeUnits == wanted.computeUnits else {
            let refusal = CloudRefusal(
                code: "ProjectDiffers",
                message:
                    "it exists with \(found.computeUnits.count) CU; the manifest asks for \(wanted.computeUnits.count)")
            let event = OrderEvent.projectRefused(ProjectRefusal(of: wanted.name, because: refusal, load: load))
            return .happened(event, by: actor, under: request)
        }
        let creation = ProjectCreation(of: found, load: load, wasFound: true)
        return .happened(.projectCreated(creation), by: actor, under: request)
    }
}
