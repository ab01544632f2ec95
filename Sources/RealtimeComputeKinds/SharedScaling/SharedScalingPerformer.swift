import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

/// Watches for a scaling of shared mode that the operator makes in the console.
struct SharedScalingPerformer: Performer {
    typealias Definition = SharedScaling

    /// The identity of the cloud.
    let cloud: String
    let service: any CallerIdentityService & BillingService & RealtimeComputeService & Sendable

    func look(
        before effect: SharedScaling.Effect, in state: SharedScaling.State, _ context: EffectContext
    ) async throws -> Precheck<SharedScaling.Event> {
        preconditionFailure("nothing that a scaling of shared mode does is announced: it asks for nothing")
    }

    func perform(
        _ effect: SharedScaling.Effect, in state: SharedScaling.State, _ context: EffectContext
    ) async throws -> Outcome<SharedScaling.Event> {
        guard case .confirmed(let confirmed) = state else {
            preconditionFailure("\(effect) does not come next in \(state.phase)")
        }
        let scaling = confirmed.scaling
        let actor = Actor(of: try await service.callerIdentity().value)
        let instance = try await service.instance(scaling.subject.instance, in: scaling.subject.region)
        // Not to see it means nothing; to see that it was released does.
        guard instance.value?.status != .released else {
            return .happened(
                .instanceLost(InstanceLoss(at: context.now)), by: actor, under: instance.requestID)
        }
        let project = try await service.project(named: scaling.project, in: scaling.subject.region)
        let sight = SharedSight(
            instance: instance.value?.computeUnits,
            project: project.value.flatMap { $0.cluster == nil ? $0.project.computeUnits : nil })
        guard sight.shows(scaling.target) else { return .wait(for: .changeInConsole, by: scaling.timing) }
        return .happened(.scaled(SeenSharedScaling(sight, at: context.now)), by: actor, under: project.requestID)
    }
}
