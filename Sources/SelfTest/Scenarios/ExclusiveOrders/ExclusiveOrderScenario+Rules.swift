package import RealtimeCompute
import SimulatedCloud
import Workflow
package import WorkflowEngine

extension ExclusiveOrderScenario {
    package func breaches(
        of event: OrderEvent, from old: OrderState?, to new: OrderState, as record: StoredWorkflow
    ) -> [Breach] {
        var breaches: [Breach] = []
        if new.order.cloud.rawValue != record.cloud {
            breaches.append(Breach(of: .oneCloud, "the order is of \(new.order.cloud)"))
        }
        guard let old else { return breaches }
        let epoch = PaymentRules.breach(
            inEpochFrom: old.epoch, to: new.epoch, isRepeatOrdered: event.name == .repurchaseOrdered,
            isFound: new.purchase != nil && old.purchase == nil)
        return breaches + [epoch, breach(of: event, from: old, to: new)].compactMap(\.self)
    }

    private func breach(of event: OrderEvent, from old: OrderState, to new: OrderState) -> Breach? {
        switch event {
        case .purchaseNotFound(let look):
            return windowBreach(of: old, look)
        case .repurchaseOrdered(let repurchase):
            return windowBreach(of: old, repurchase.look)
        case .withdrawn(let withdrawal):
            if case .purchasing = old { return windowBreach(of: old, withdrawal.look) }
        case .clusterLate(let sighting):
            guard case .starting(let starting) = old, sighting.cluster.status == .starting,
                sighting.at >= starting.allowanceEnd
            else { return Breach(of: .lookBeforeJudgingByTime, "late without a look that says so") }
        case .clusterUnseen(let look):
            guard case .starting(let starting) = old, !starting.cluster.hasBeenSeen, look.at >= starting.windowEnd
            else { return Breach(of: .lookBeforeJudgingByTime, "unseen while the window was open") }
        case .clusterAbandoned:
            guard case .starting(let starting) = old, starting.unseen != nil
            else { return Breach(of: .lookBeforeJudgingByTime, "abandoned before the window had closed") }
        case .cleared(let clearance):
            if !clearance.findings.blocking.isEmpty {
                return Breach(of: .ground, "cleared although something blocks")
            }
        case .clusterCreated(let creation):
            if let clearance = creation.clearance, case .ready(let ready) = old,
                !clearance.isValid(at: creation.at, by: ready.order.specification.timing)
            {
                return Breach(of: .ground, "the clearance had expired")
            }
        case .projectCreated:
            if new.cluster?.status == .starting { return Breach(of: .ground, "a project on a cluster that starts") }
        case .placed, .imported, .confirmed, .amended, .purchaseBegun, .purchased, .purchaseFound, .purchaseAdopted,
            .purchaseRefused, .purchaseNotMade, .purchaseUnseen, .purchaseAmbiguous, .obstructed, .clusterRefused,
            .repairOrdered, .repaired, .repairRefused,
            .clusterAdvanced, .clusterRunning, .clusterFailed, .ticketOpened, .ticketRefused, .projectRefused:
            break
        }
        return nil
    }

    private func windowBreach(of old: OrderState, _ look: Look?) -> Breach? {
        let payment: PendingPayment<Purchase>? =
            if case .purchasing(let purchasing) = old { purchasing.payment } else { nil }
        return PaymentRules.breach(ofWindowOf: payment, by: old.order.timing, givenUpAfter: look)
    }

    package func maySend(_ request: WatchedRequest, in state: OrderState) -> Bool {
        switch (request.call, state) {
        case (.purchase, .purchasing(let purchasing)):
            request.key == purchasing.order.purchaseKey(inEpoch: purchasing.trail.epoch).rawValue
        case (.createCluster, .ready(let ready)): request.subject == ready.instance.rawValue
        case (.createProject, .running(let running)): request.subject == running.cluster.id.rawValue
        case (.openTicket, .overdue(let overdue)): request.key == overdue.order.ticketKey.rawValue
        case (_, _): RepairRules.asks(request, for: state.repairable?.nextRepair)
        }
    }
}

extension OrderState {
    /// The purchase epoch: of the attempts to buy, or of the purchase once it is ours.
    fileprivate var epoch: Int? {
        switch self {
        case .drafted(let drafted): drafted.trail.epoch
        case .confirmed(let confirmed): confirmed.trail.epoch
        case .purchasing(let purchasing): purchasing.trail.epoch
        case .withdrawn(let withdrawn): withdrawn.trail.epoch
        case .paid, .blocked, .ready, .starting, .overdue, .running, .provisioned, .failed: purchase?.epoch
        }
    }
}
