package import Workflow

extension ExclusiveOrder {
    package static func next(in state: OrderState, at now: Timestamp) -> Next<OrderEffect, OrderEvent, OrderQuestion> {
        switch state {
        case .drafted(let drafted):
            return drafted.nextRepair == nil ? .ask(.confirm) : .perform(.repair)
        case .confirmed(let confirmed):
            let epoch = confirmed.trail.epoch
            let intent = PurchaseIntent(key: confirmed.order.purchaseKey(inEpoch: epoch), epoch: epoch, at: now)
            return .perform(.purchase, announcing: .purchaseBegun(intent))
        case .purchasing(let purchasing):
            if purchasing.question != nil { return .ask(.accountForPurchase, recheck: .findPurchase) }
            guard let firstLook = purchasing.firstLook else { return .perform(.findPurchase) }
            return look(.findPurchase, onePollAfter: firstLook, in: purchasing, at: now)
        case .paid:
            return .perform(.inspect)
        case .blocked(let blocked):
            return blocked.nextRepair == nil
                ? .ask(.mendPrerequisites, recheck: .inspect) : .perform(.repair)
        case .ready:
            return .perform(.createCluster)
        case .starting(let starting):
            if starting.unseen != nil { return .ask(.accountForCluster, recheck: .lookAtCluster) }
            return look(.lookAtCluster, onePollAfter: starting.lookedAt, in: starting, at: now)
        case .overdue(let overdue):
            if case .due = overdue.ticket { return .perform(.openTicket) }
            return look(.lookAtCluster, onePollAfter: overdue.lookedAt, in: overdue, at: now)
        case .running(let running):
            if running.refusal != nil { return .ask(.amendProject, recheck: .createProject) }
            return .perform(.createProject)
        case .provisioned, .withdrawn, .failed:
            return .finished
        }
    }

    private static func look(
        _ effect: OrderEffect, onePollAfter time: Timestamp, in phase: some OrderPhase, at now: Timestamp
    ) -> Next<OrderEffect, OrderEvent, OrderQuestion> {
        let due = time + phase.order.specification.timing.poll
        return now < due ? .wait(effect, until: due) : .perform(effect)
    }
}
