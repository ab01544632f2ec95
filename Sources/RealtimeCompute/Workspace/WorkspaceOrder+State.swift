package import Workflow

extension WorkspaceOrder {
    /// Everything that is true of a workspace that was ordered at one moment.
    package enum State: Equatable, Sendable {
        case drafted(Drafted)
        case confirmed(Confirmed)
        case blocked(Blocked)
        case purchasing(Purchasing)
        case creating(Creating)
        case overdue(Creating)
        case running(Running)
        case provisioned(Provisioned)
        case withdrawn(Withdrawn)
        case failed(Failed)

        package var phase: Phase { content.phase }

        package var order: Order { content.value.order }

        /// The workspace, once it is ours.
        package var purchase: OwnedPurchase? {
            switch self {
            case .creating(let creating), .overdue(let creating): creating.purchase
            case .running(let running): running.purchase
            case .provisioned(let provisioned): provisioned.purchase
            case .failed(let failed): failed.purchase
            case .drafted, .confirmed, .blocked, .purchasing, .withdrawn: nil
            }
        }

        package var workspace: WorkspaceID? { purchase.map { WorkspaceID(rawValue: $0.orderNumber.rawValue) } }

        /// The phase, if what was found can be mended in it.
        package var repairable: (any RepairablePhase)? { content.value as? any RepairablePhase }

        private var content: (phase: Phase, value: any WorkspacePhase) {
            switch self {
            case .drafted(let value): (.drafted, value)
            case .confirmed(let value): (.confirmed, value)
            case .blocked(let value): (.blocked, value)
            case .purchasing(let value): (.purchasing, value)
            case .creating(let value): (.creating, value)
            case .overdue(let value): (.overdue, value)
            case .running(let value): (.running, value)
            case .provisioned(let value): (.provisioned, value)
            case .withdrawn(let value): (.withdrawn, value)
            case .failed(let value): (.failed, value)
            }
        }
    }

    /// The flat names of the phases.
    package enum Phase: String, CaseIterable, Codable, Sendable {
        case drafted, confirmed, blocked, purchasing, creating, overdue, running, provisioned, withdrawn, failed
    }
}

/// A state is stored as the fields of its phase, and the phase's name among them.
extension WorkspaceOrder.State: Codable {
    private enum Key: CodingKey {
        case phase
    }

    package init(from decoder: any Decoder) throws {
        self =
            switch try decoder.container(keyedBy: Key.self).decode(WorkspaceOrder.Phase.self, forKey: .phase) {
            case .drafted: .drafted(try WorkspaceOrder.Drafted(from: decoder))
            case .confirmed: .confirmed(try WorkspaceOrder.Confirmed(from: decoder))
            case .blocked: .blocked(try WorkspaceOrder.Blocked(from: decoder))
            case .purchasing: .purchasing(try WorkspaceOrder.Purchasing(from: decoder))
            case .creating: .creating(try WorkspaceOrder.Creating(from: decoder))
            case .overdue: .overdue(try WorkspaceOrder.Creating(from: decoder))
            case .running: .running(try WorkspaceOrder.Running(from: decoder))
            case .provisioned: .provisioned(try WorkspaceOrder.Provisioned(from: decoder))
            case .withdrawn: .withdrawn(try WorkspaceOrder.Withdrawn(from: decoder))
            case .failed: .failed(try WorkspaceOrder.Failed(from: decoder))
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(phase, forKey: .phase)
        try content.value.encode(to: encoder)
    }
}

protocol WorkspacePhase: Codable, Equatable, Sendable {
    var order: WorkspaceOrder.Order { get }
}

extension WorkspaceOrder {
    /// `drafted`: well formed; a first look at the prerequisites and the vendor's price attached.
    ///
    /// Asks for a confirmation. Left by `confirmed` → confirmed, `withdrawn` → withdrawn; `obstructed`, `amended`,
    /// `repairOrdered`, `repaired` and `repairRefused` stay.
    package struct Drafted: WorkspacePhase, RepairablePhase {
        package let order: Order
        package let findings: [Finding]
        package let inspectedAt: Timestamp
        package let trail: PurchaseTrail
        /// What the vendor asks for it; `nil` if it would not tell.
        package let price: Estimate?
        /// Why the vendor refused the last purchase, if it has.
        package let purchaseRefusal: CloudRefusal?
        package let repairs: [Repair]?

        init(
            order: Order, findings: [Finding], inspectedAt: Timestamp, trail: PurchaseTrail, price: Estimate?,
            purchaseRefusal: CloudRefusal?, repairs: [Repair]? = nil
        ) {
            self.order = order
            self.findings = findings
            self.inspectedAt = inspectedAt
            self.trail = trail
            self.price = price
            self.purchaseRefusal = purchaseRefusal
            self.repairs = FindingsUnderRepair.remaining(repairs, of: findings)
        }

        func with(_ underRepair: FindingsUnderRepair) -> Self {
            Self(
                order: order, findings: underRepair.findings, inspectedAt: inspectedAt, trail: trail, price: price,
                purchaseRefusal: purchaseRefusal, repairs: underRepair.repairs)
        }
    }

    /// `confirmed`: agreed to; nothing has been bought that we know of.
    ///
    /// Buys: looks for a purchase of ours, then at every prerequisite; finding none and nothing in the way, commits the
    /// intent and sends the request. Left by `purchaseFound` → creating, `purchaseAmbiguous` and `purchaseBegun` →
    /// purchasing, `obstructed` → blocked, `withdrawn` → withdrawn.
    package struct Confirmed: WorkspacePhase {
        package let order: Order
        package let trail: PurchaseTrail
        package let price: Estimate?
    }

    /// `blocked`: at least one prerequisite does not hold, and nothing has been bought that we know of.
    ///
    /// Asks for them to be mended; looking again may answer. Left by `cleared` → confirmed, `withdrawn` →
    /// withdrawn, and, where a request of an earlier turn has bought it, `purchaseFound` → creating, `purchaseAmbiguous` →
    /// purchasing;
    /// `obstructed` with other findings, `repairOrdered`, `repaired` and `repairRefused` stay.
    package struct Blocked: WorkspacePhase, RepairablePhase {
        package let order: Order
        package let trail: PurchaseTrail
        package let price: Estimate?
        package let findings: [Finding]
        package let inspectedAt: Timestamp
        package let repairs: [Repair]?

        init(
            order: Order, trail: PurchaseTrail, price: Estimate?, findings: [Finding], inspectedAt: Timestamp,
            repairs: [Repair]? = nil
        ) {
            self.order = order
            self.trail = trail
            self.price = price
            self.findings = findings
            self.inspectedAt = inspectedAt
            self.repairs = FindingsUnderRepair.remaining(repairs, of: findings)
        }

        func with(_ underRepair: FindingsUnderRepair) -> Self {
            Self(
                order: order, trail: trail, price: price, findings: underRepair.findings, inspectedAt: inspectedAt,
                repairs: underRepair.repairs)
        }
    }

    /// `purchasing`: a request to buy has left, or was about to; whether it was taken is not known.
    ///
    /// Left like the phase of the same name of an exclusive order; what is found leads to creating.
    package struct Purchasing: WorkspacePhase {
        package let order: Order
        package let price: Estimate?
        package let payment: PendingPayment<WorkspacePurchase>
    }

    /// `creating`: the workspace is ours, and does not run yet; `overdue`: for longer than it may.
    ///
    /// Looks at it. Left by `runningSeen` → running, `creationLate` → overdue, `workspaceLost` → failed.
    package struct Creating: WorkspacePhase {
        package let order: Order
        package let purchase: OwnedPurchase
        /// Since when it is waited for.
        package let since: Timestamp
        /// What was last seen of it; `nil` as long as it could not be seen.
        package let seen: Workspace?

        package var allowanceEnd: Timestamp { since + order.timing.startAllowance }
        package var windowEnd: Timestamp { since + order.timing.visibilityWindow }
    }

    /// `running`: the workspace runs; its namespaces are being arranged.
    ///
    /// Looks at them, and asks for the first that is not as it is to be. Left by `arranged` → provisioned, `workspaceLost`
    /// → failed; `namespaceRefused` and `amended` stay.
    package struct Running: WorkspacePhase {
        package let order: Order
        package let purchase: OwnedPurchase
        package let seen: Workspace
        /// Namespaces that were asked for once and are to go.
        package let dropped: [NamespaceName]
        /// The last request that was answered.
        package let answered: NamespaceAnswer?
        /// Why the last request was refused, if it was.
        package let refusal: NamespaceRefusal?

        /// Until when what was asked for is waited for, if this is the request that was answered last.
        package func window(of request: NamespaceRequest) -> Timestamp? {
            guard let answered, answered.request == request else { return nil }
            return answered.at + order.timing.visibilityWindow
        }
    }

    /// `provisioned`: every namespace has its CUs.
    ///
    /// Final, but for `amended` → running.
    package struct Provisioned: WorkspacePhase {
        package let order: Order
        package let purchase: OwnedPurchase
        package let seen: Workspace
        package let namespaces: [Namespace]
    }

    /// `withdrawn`: the operator gave up, nothing bought that we know of.
    ///
    /// Final.
    package struct Withdrawn: WorkspacePhase {
        package let order: Order
        package let trail: PurchaseTrail
        package let reason: String
    }

    /// `failed`: the workspace is gone.
    ///
    /// Final.
    package struct Failed: WorkspacePhase {
        package let order: Order
        package let purchase: OwnedPurchase
        package let loss: WorkspaceLoss
    }
}
