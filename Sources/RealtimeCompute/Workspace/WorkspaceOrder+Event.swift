package import Workflow

/// A workspace was ordered: what it asks for, a first look at its prerequisites, and the vendor's price.
package struct WorkspacePlacement: Codable, Equatable, Sendable {
    package let order: WorkspaceOrder.Order
    package let inspection: Inspection
    package let price: Estimate?

    package init(of order: WorkspaceOrder.Order, inspection: Inspection, price: Estimate?) {
        self.order = order
        self.inspection = inspection
        self.price = price
    }
}

/// What is asked for was changed.
package struct WorkspaceAmendment: Codable, Equatable, Sendable {
    package let specification: WorkspaceOrder.Specification
    /// A first look at what is asked for now; only of a draft.
    package let inspection: Inspection?
    package let price: Estimate?
    /// The CUs that the workspace was seen to have, once it is bought.
    package let computeUnits: ComputeUnits?

    package init(
        to specification: WorkspaceOrder.Specification, inspection: Inspection? = nil, price: Estimate? = nil,
        seeing computeUnits: ComputeUnits? = nil
    ) {
        self.specification = specification
        self.inspection = inspection
        self.price = price
        self.computeUnits = computeUnits
    }
}

/// Every prerequisite held again.
package struct WorkspaceClearance: Codable, Equatable, Sendable {
    /// Warnings; none of them blocks.
    package let findings: [Finding]
    package let observedAt: Timestamp

    /// `nil` if something blocks.
    package init?(_ inspection: Inspection) {
        guard inspection.findings.blocking.isEmpty else { return nil }
        findings = inspection.findings
        observedAt = inspection.observedAt
    }
}

/// The workspace was looked at; `nil` of one that could not be seen.
package struct WorkspaceSighting: Codable, Equatable, Sendable {
    package let workspace: Workspace?
    package let at: Timestamp

    package init(of workspace: Workspace?, at time: Timestamp) {
        self.workspace = workspace
        at = time
    }
}

/// The workspace is gone.
package struct WorkspaceLoss: Codable, Equatable, Sendable {
    /// `nil` of one that was seen and can no longer be.
    package let status: Workspace.Status?
    package let at: Timestamp

    package init(_ status: Workspace.Status?, at time: Timestamp) {
        self.status = status
        at = time
    }
}

/// What exists becomes an order: bought by hand, or before Sluice.
///
/// Nothing is asked for; this is what was seen.
package struct WorkspaceImport: Codable, Equatable, Sendable {
    /// What an order would have asked for to come to this.
    package let order: WorkspaceOrder.Order
    package let purchase: OwnedPurchase
    package let workspace: Workspace
    package let namespaces: [Namespace]
    package let at: Timestamp

    package init(
        as order: WorkspaceOrder.Order, purchase: OwnedPurchase, workspace: Workspace, namespaces: [Namespace],
        at time: Timestamp
    ) {
        self.order = order
        self.purchase = purchase
        self.workspace = workspace
        self.namespaces = namespaces
        at = time
    }

    /// Whether its parts belong together: one workspace, its purchase, and an order for such a one.
    var isCoherent: Bool {
        purchase.orderNumber.rawValue == workspace.id.rawValue && order.paidSpecification == workspace.identity
            && !workspace.isGone
    }
}

/// Something that is asked for of a namespace.
package struct NamespaceRequest: Codable, Equatable, Sendable {
    package enum Call: String, Codable, Sendable {
        case create = "create-namespace"
        case resize = "resize-namespace"
        case delete = "delete-namespace"
    }

    package let call: Call
    package let name: NamespaceName
    /// The CUs that it is to have; `nil` of one that is to go.
    package let computeUnits: ComputeUnits?
}

/// A request was answered.
package struct NamespaceAnswer: Codable, Equatable, Sendable {
    package let request: NamespaceRequest
    package let at: Timestamp

    package init(to request: NamespaceRequest, at time: Timestamp) {
        self.request = request
        at = time
    }
}

/// A request was refused.
package struct NamespaceRefusal: Codable, Equatable, Sendable {
    package let request: NamespaceRequest
    package let refusal: CloudRefusal

    package init(of request: NamespaceRequest, because refusal: CloudRefusal) {
        self.request = request
        self.refusal = refusal
    }
}

/// Every namespace was seen to be as it is to be.
package struct NamespaceArrangement: Codable, Equatable, Sendable {
    package let namespaces: [Namespace]
    package let at: Timestamp

    package init(_ namespaces: [Namespace], at time: Timestamp) {
        self.namespaces = namespaces
        at = time
    }
}

extension WorkspaceOrder {
    /// What has happened to a workspace that was ordered.
    package enum Event: Equatable, Sendable {
        case placed(WorkspacePlacement)
        case imported(WorkspaceImport)
        case confirmed(Confirmation)
        case obstructed(Obstruction)
        case cleared(WorkspaceClearance)
        case repairOrdered(RepairOrder)
        case repaired(RepairReceipt)
        case repairRefused(RepairRefusal)
        case amended(WorkspaceAmendment)
        case withdrawn(Withdrawal)

        case purchaseBegun(PurchaseIntent)
        case purchased(PurchaseReceipt)
        case purchaseFound(PaidSighting<WorkspacePurchase>)
        case purchaseAdopted(PaidAdoption<WorkspacePurchase>)
        case purchaseRefused(PurchaseRefusal)
        case purchaseNotMade(PurchasePostponement)
        case purchaseUnseen(Look)
        case purchaseNotFound(Look)
        case purchaseAmbiguous(PaidAmbiguity<WorkspacePurchase>)
        case repurchaseOrdered(Repurchase)

        case creationSeen(WorkspaceSighting)
        case creationLate(WorkspaceSighting)
        case runningSeen(WorkspaceSighting)
        case workspaceLost(WorkspaceLoss)
        case namespaceRequested(NamespaceAnswer)
        case namespaceRefused(NamespaceRefusal)
        case arranged(NamespaceArrangement)
    }
}

extension WorkspaceOrder.Event: WorkflowEvent {
    package enum Name: String, CaseIterable, Sendable {
        case placed, imported, confirmed, obstructed, cleared, amended, withdrawn
        case repairOrdered, repaired, repairRefused
        case purchaseBegun, purchased, purchaseFound, purchaseAdopted, purchaseRefused
        case purchaseNotMade, purchaseUnseen, purchaseNotFound, purchaseAmbiguous, repurchaseOrdered
        case creationSeen, creationLate, runningSeen, workspaceLost
        case namespaceRequested, namespaceRefused, arranged
    }

    package var name: Name { parts.name }

    private var parts: (name: Name, payload: any Encodable) {
        switch self {
        case .placed(let payload): (.placed, payload)
        case .imported(let payload): (.imported, payload)
        case .confirmed(let payload): (.confirmed, payload)
        case .obstructed(let payload): (.obstructed, payload)
        case .cleared(let payload): (.cleared, payload)
        case .repairOrdered(let payload): (.repairOrdered, payload)
        case .repaired(let payload): (.repaired, payload)
        case .repairRefused(let payload): (.repairRefused, payload)
        case .amended(let payload): (.amended, payload)
        case .withdrawn(let payload): (.withdrawn, payload)
        case .purchaseBegun(let payload): (.purchaseBegun, payload)
        case .purchased(let payload): (.purchased, payload)
        case .purchaseFound(let payload): (.purchaseFound, payload)
        case .purchaseAdopted(let payload): (.purchaseAdopted, payload)
        case .purchaseRefused(let payload): (.purchaseRefused, payload)
        case .purchaseNotMade(let payload): (.purchaseNotMade, payload)
        case .purchaseUnseen(let payload): (.purchaseUnseen, payload)
        case .purchaseNotFound(let payload): (.purchaseNotFound, payload)
        case .purchaseAmbiguous(let payload): (.purchaseAmbiguous, payload)
        case .repurchaseOrdered(let payload): (.repurchaseOrdered, payload)
        case .creationSeen(let payload): (.creationSeen, payload)
        case .creationLate(let payload): (.creationLate, payload)
        case .runningSeen(let payload): (.runningSeen, payload)
        case .workspaceLost(let payload): (.workspaceLost, payload)
        case .namespaceRequested(let payload): (.namespaceRequested, payload)
        case .namespaceRefused(let payload): (.namespaceRefused, payload)
        case .arranged(let payload): (.arranged, payload)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        try parts.payload.encode(to: encoder)
    }

    package init(named name: Name, from decoder: any Decoder) throws {
        self =
            switch name {
            case .placed: .placed(try WorkspacePlacement(from: decoder))
            case .imported: .imported(try WorkspaceImport(from: decoder))
            case .confirmed: .confirmed(try Confirmation(from: decoder))
            case .obstructed: .obstructed(try Obstruction(from: decoder))
            case .cleared: .cleared(try WorkspaceClearance(from: decoder))
            case .repairOrdered: .repairOrdered(try RepairOrder(from: decoder))
            case .repaired: .repaired(try RepairReceipt(from: decoder))
            case .repairRefused: .repairRefused(try RepairRefusal(from: decoder))
            case .amended: .amended(try WorkspaceAmendment(from: decoder))
            case .withdrawn: .withdrawn(try Withdrawal(from: decoder))
            case .purchaseBegun: .purchaseBegun(try PurchaseIntent(from: decoder))
            case .purchased: .purchased(try PurchaseReceipt(from: decoder))
            case .purchaseFound: .purchaseFound(try PaidSighting<WorkspacePurchase>(from: decoder))
            case .purchaseAdopted: .purchaseAdopted(try PaidAdoption<WorkspacePurchase>(from: decoder))
            case .purchaseRefused: .purchaseRefused(try PurchaseRefusal(from: decoder))
            case .purchaseNotMade: .purchaseNotMade(try PurchasePostponement(from: decoder))
            case .purchaseUnseen: .purchaseUnseen(try Look(from: decoder))
            case .purchaseNotFound: .purchaseNotFound(try Look(from: decoder))
            case .purchaseAmbiguous: .purchaseAmbiguous(try PaidAmbiguity<WorkspacePurchase>(from: decoder))
            case .repurchaseOrdered: .repurchaseOrdered(try Repurchase(from: decoder))
            case .creationSeen: .creationSeen(try WorkspaceSighting(from: decoder))
            case .creationLate: .creationLate(try WorkspaceSighting(from: decoder))
            case .runningSeen: .runningSeen(try WorkspaceSighting(from: decoder))
            case .workspaceLost: .workspaceLost(try WorkspaceLoss(from: decoder))
            case .namespaceRequested: .namespaceRequested(try NamespaceAnswer(from: decoder))
            case .namespaceRefused: .namespaceRefused(try NamespaceRefusal(from: decoder))
            case .arranged: .arranged(try NamespaceArrangement(from: decoder))
            }
    }
}

extension WorkspaceOrder.Event {
    /// What this says of the request to pay, if it says something.
    package var payment: PendingPayment<WorkspacePurchase>.Event? {
        switch self {
        case .purchased(let payload): .made(payload)
        case .purchaseFound(let payload): .found(payload)
        case .purchaseAdopted(let payload): .adopted(payload)
        case .purchaseRefused(let payload): .refused(payload)
        case .purchaseNotMade(let payload): .notMade(payload)
        case .purchaseUnseen(let payload): .unseen(payload)
        case .purchaseNotFound(let payload): .notFound(payload)
        case .purchaseAmbiguous(let payload): .ambiguous(payload)
        case .repurchaseOrdered(let payload): .repeatOrdered(payload)
        case .withdrawn(let payload): .withdrawn(payload)
        case .placed, .imported, .confirmed, .obstructed, .cleared, .repairOrdered, .repaired, .repairRefused, .amended,
            .purchaseBegun, .creationSeen,
            .creationLate,
            .runningSeen, .workspaceLost, .namespaceRequested, .namespaceRefused, .arranged:
            nil
        }
    }

    /// The event that says so of the request to pay.
    package init(_ payment: PendingPayment<WorkspacePurchase>.Event) {
        self =
            switch payment {
            case .made(let payload): .purchased(payload)
            case .found(let payload): .purchaseFound(payload)
            case .adopted(let payload): .purchaseAdopted(payload)
            case .refused(let payload): .purchaseRefused(payload)
            case .notMade(let payload): .purchaseNotMade(payload)
            case .unseen(let payload): .purchaseUnseen(payload)
            case .notFound(let payload): .purchaseNotFound(payload)
            case .ambiguous(let payload): .purchaseAmbiguous(payload)
            case .repeatOrdered(let payload): .repurchaseOrdered(payload)
            case .withdrawn(let payload): .withdrawn(payload)
            }
    }
}
