import RealtimeCompute
import Workflow
import WorkflowEngine

extension ExclusiveOrderPerformer {
    /// Adopts the cluster on our instance, or asks for one on a clearance in force.
    func createCluster(_ ready: Ready, _ context: EffectContext) async throws -> Outcome<OrderEvent> {
        let actor = try await actor()
        let specification = ready.order.specification
        let found: Answer<Cluster?>
        do {
            found = try await service.cluster(
                on: ready.instance, as: specification.cluster, since: ready.purchase.paidAt, in: specification.region)
        } catch let error as CloudError where error.code == CloudError.Code.clusterDiffers {
            let refusal = CloudRefusal(code: error.code, message: error.vendorMessage, requestID: error.requestID)
            return .happened(.clusterRefused(refusal), by: actor, under: refusal.requestID)
        }
        if let cluster = found.value {
            let creation = ClusterCreation(of: cluster, on: nil, at: context.now)
            return .happened(.clusterCreated(creation), by: actor, under: found.requestID)
        }
        var clearance = ready.clearance
        if !clearance.isValid(at: context.now, by: specification.timing) {
            switch try await judge(ready.order, on: ready.instance, context) {
            case .clear(let renewed): clearance = renewed
            case .obstructed(let obstruction):
                return .happened(.obstructed(obstruction), by: actor, under: found.requestID)
            }
        }
        do {
            let answer = try await service.createCluster(
                specification.cluster, on: ready.instance, in: specification.region)
            let creation = ClusterCreation(of: answer.value, on: clearance, at: context.now)
            return .happened(.clusterCreated(creation), by: actor, under: answer.requestID)
        } catch let error as CloudError {
            guard let refusal = error.refusal else { throw error }
            if refusal.code == CloudError.Code.instanceInUse {
                return .wait(for: .clusterNotVisible, by: ready.order.timing)
            }
            return .happened(.clusterRefused(refusal), by: actor, under: refusal.requestID)
        }
    }

    func look(at starting: Starting, _ context: EffectContext) async throws -> Outcome<OrderEvent> {
        let look = try await look(at: starting.cluster, of: starting.order, context)
        if case .notYetVisible = look.sight, context.now >= starting.windowEnd {
            return .happened(.clusterUnseen(Look(at: context.now)), by: .time, under: look.requestID)
        }
        guard case .starting(let cluster) = look.sight else { return look.outcome(in: starting.order) }
        let sighting = ClusterSighting(of: cluster, at: context.now)
        if context.now >= starting.allowanceEnd {
            return .happened(.clusterLate(sighting), by: .time, under: look.requestID)
        }
        guard starting.cluster.differs(cluster) else { return .wait(for: .clusterStarting, by: starting.order.timing) }
        return .happened(.clusterAdvanced(sighting), by: look.actor, under: look.requestID)
    }

    func look(at overdue: Overdue, _ context: EffectContext) async throws -> Outcome<OrderEvent> {
        let look = try await look(at: overdue.cluster, of: overdue.order, context)
        guard case .starting(let cluster) = look.sight else { return look.outcome(in: overdue.order) }
        guard overdue.cluster.differs(cluster) else { return .wait(for: .clusterStarting, by: overdue.order.timing) }
        let sighting = ClusterSighting(of: cluster, at: context.now)
        return .happened(.clusterAdvanced(sighting), by: look.actor, under: look.requestID)
    }

    /// Opens a ticket about a cluster that is still Starting, unless ours is open.
    ///
    /// Looks at the cluster first, so that a ticket that cannot be opened keeps nobody from seeing that it runs.
    func openTicket(_ overdue: Overdue, _ context: EffectContext) async throws -> Outcome<OrderEvent> {
        let look = try await look(at: overdue.cluster, of: overdue.order, context)
        guard case .starting = look.sight else { return look.outcome(in: overdue.order) }
        let key = overdue.order.ticketKey
        let open = try await service.ticket(key)
        if let ticket = open.value {
            return .happened(.ticketOpened(OpenedTicket(ticket)), by: look.actor, under: open.requestID)
        }
        do {
            let since = overdue.cluster.createdAt.rfc3339
            let answer = try await service.openTicket(
                key, about: overdue.cluster.id.rawValue,
                saying: "Cluster \(overdue.cluster.id) has been Starting since \(since).")
            return .happened(.ticketOpened(OpenedTicket(answer.value)), by: look.actor, under: answer.requestID)
        } catch let error as CloudError {
            guard let refusal = error.refusal else { throw error }
            return .happened(.ticketRefused(refusal), by: look.actor, under: refusal.requestID)
        }
    }

    /// What a look at a cluster has shown, and who looked.
    struct ClusterLook {
        enum Sight {
            case starting(Cluster)
            case running(RunningSighting)
            case lost(ClusterLoss)
            /// Asked for, and never seen yet.
            case notYetVisible
        }

        let sight: Sight
        let actor: Actor
        let requestID: RequestID?

        /// What it means for an order whose cluster is not simply Starting still.
        func outcome(in order: Order) -> Outcome<OrderEvent> {
            switch sight {
            case .starting: .wait(for: .clusterStarting, by: order.timing)
            case .running(let sighting): .happened(.clusterRunning(sighting), by: actor, under: requestID)
            case .lost(let loss): .happened(.clusterFailed(loss), by: actor, under: requestID)
            case .notYetVisible: .wait(for: .clusterNotVisible, by: order.timing)
            }
        }
    }

    func look(at known: WatchedCluster, of order: Order, _ context: EffectContext) async throws -> ClusterLook {
        let actor = try await actor()
        let answer = try await service.cluster(known.id, in: order.specification.region)
        guard let cluster = answer.value else {
            let sight: ClusterLook.Sight =
                known.hasBeenSeen ? .lost(ClusterLoss(of: known.id, .vanished, at: context.now)) : .notYetVisible
            return ClusterLook(sight: sight, actor: actor, requestID: answer.requestID)
        }
        if let cause = ClusterLoss.Cause(cluster.status) {
            return ClusterLook(
                sight: .lost(ClusterLoss(of: known.id, cause, at: context.now)), actor: actor,
                requestID: answer.requestID
            )
        }
        guard cluster.status != .starting else {
            return ClusterLook(sight: .starting(cluster), actor: actor, requestID: answer.requestID)
        }
        let held = try await service.projects(in: cluster.id, order.specification.region).value.map(\.computeUnits)
            .sum()
        let load = ClusterLoad(
            computeUnits: cluster.computeUnits ?? order.specification.capacity.computeUnits, allocated: held)
        let sighting = RunningSighting(of: cluster, load: load, at: context.now)
        return ClusterLook(sight: .running(sighting), actor: actor, requestID: answer.requestID)
    }
}
