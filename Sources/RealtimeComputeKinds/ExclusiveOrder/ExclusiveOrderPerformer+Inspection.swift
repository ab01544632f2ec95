import RealtimeCompute
import Workflow
import WorkflowEngine

extension ExclusiveOrderPerformer {
    /// Reads the vendor's order for its instance, then looks at every prerequisite.
    func inspect(_ paid: Paid, _ context: EffectContext) async throws -> Outcome<OrderEvent> {
        let actor = try await actor()
        let region = paid.order.specification.region
        let answer = try await service.instance(boughtWith: paid.purchase.orderNumber, in: region)
        guard let instance = answer.value else { return .wait(for: .instanceNotVisible, by: paid.order.timing) }
        let verdict = try await judge(paid.order, on: instance, context)
        return .happened(verdict.event, by: actor, under: answer.requestID)
    }

    /// Looks for a cluster that an unanswered call may have made, then at every prerequisite again.
    func inspect(_ blocked: Blocked, _ context: EffectContext) async throws -> Outcome<OrderEvent> {
        let actor = try await actor()
        let answer = try await service.cluster(of: blocked)
        if let cluster = answer?.value {
            let creation = ClusterCreation(of: cluster, on: nil, at: context.now)
            return .happened(.clusterCreated(creation), by: actor, under: answer?.requestID)
        }
        let verdict = try await judge(blocked.order, on: blocked.instance, context)
        return .happened(verdict.event, by: actor, under: answer?.requestID)
    }

    /// What an inspection comes to.
    enum Verdict {
        case clear(Clearance)
        case obstructed(Obstruction)

        var event: OrderEvent {
            switch self {
            case .clear(let clearance): .cleared(clearance)
            case .obstructed(let obstruction): .obstructed(obstruction)
            }
        }
    }

    func judge(_ order: Order, on instance: InstanceID, _ context: EffectContext) async throws -> Verdict {
        let inspection = try await Inspection(
            of: order.specification.prerequisitesAfterPayment(on: instance), in: service,
            order.specification.region, others: context.othersClaims,
            at: context.now)
        if let clearance = Clearance(inspection, on: instance) { return .clear(clearance) }
        guard let obstruction = Obstruction(inspection, on: instance) else {
            preconditionFailure("an inspection either clears or obstructs")
        }
        return .obstructed(obstruction)
    }
}

extension RealtimeComputeService {
    /// The cluster that an unanswered call of a blocked order may have made.
    ///
    /// - Returns: `nil` if another has its name, which is for the prerequisites to find.
    func cluster(of blocked: Blocked) async throws -> Answer<Cluster?>? {
        do {
            return try await cluster(
                on: blocked.instance, as: blocked.order.specification.cluster, since: blocked.purchase.paidAt,
                in: blocked.order.specification.region)
        } catch let error as CloudError where error.code == CloudError.Code.clusterDiffers {
            return nil
        }
    }
}
