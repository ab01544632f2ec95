import Workflow

extension ClusterRenewal {
    /// What has happened to a renewal.
    package enum Event: Equatable, Sendable {
        case placed(RenewalPlacement)
        case confirmed(RenewalConfirmation)
        case obstructed(Obstruction)
        case withdrawn(Withdrawal)

        case purchaseBegun(PurchaseIntent)
        case purchased(PurchaseReceipt)
        case purchaseFound(PaidSighting<Renewal>)
        case purchaseAdopted(PaidAdoption<Renewal>)
        case purchaseRefused(PurchaseRefusal)
        case purchaseNotMade(PurchasePostponement)
        case purchaseUnseen(Look)
        case purchaseNotFound(Look)
        case purchaseAmbiguous(PaidAmbiguity<Renewal>)
        case repurchaseOrdered(Repurchase)

        case endMoved(MovedEnd)
        case renewed(LaterEnd)
        case instanceLost(InstanceLoss)
    }
}

extension ClusterRenewal.Event: WorkflowEvent {
    package enum Name: String, CaseIterable, Sendable {
        case placed, confirmed, obstructed, withdrawn
        case purchaseBegun, purchased, purchaseFound, purchaseAdopted, purchaseRefused
        case purchaseNotMade, purchaseUnseen, purchaseNotFound, purchaseAmbiguous, repurchaseOrdered
        case endMoved, renewed, instanceLost
    }

    package var name: Name { parts.name }

    private var parts: (name: Name, payload: any Encodable) {
        switch self {
        case .placed(let payload): (.placed, payload)
        case .confirmed(let payload): (.confirmed, payload)
        case .obstructed(let payload): (.obstructed, payload)
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
        case .endMoved(let payload): (.endMoved, payload)
        case .renewed(let payload): (.renewed, payload)
        case .instanceLost(let payload): (.instanceLost, payload)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        try parts.payload.encode(to: encoder)
    }

    package init(named name: Name, from decoder: any Decoder) throws {
        self =
            switch name {
            case .placed: .placed(try RenewalPlacement(from: decoder))
            case .confirmed: .confirmed(try RenewalConfirmation(from: decoder))
            case .obstructed: .obstructed(try Obstruction(from: decoder))
            case .withdrawn: .withdrawn(try Withdrawal(from: decoder))
            case .purchaseBegun: .purchaseBegun(try PurchaseIntent(from: decoder))
            case .purchased: .purchased(try PurchaseReceipt(from: decoder))
            case .purchaseFound: .purchaseFound(try PaidSighting<Renewal>(from: decoder))
            case .purchaseAdopted: .purchaseAdopted(try PaidAdoption<Renewal>(from: decoder))
            case .purchaseRefused: .purchaseRefused(try PurchaseRefusal(from: decoder))
            case .purchaseNotMade: .purchaseNotMade(try PurchasePostponement(from: decoder))
            case .purchaseUnseen: .purchaseUnseen(try Look(from: decoder))
            case .purchaseNotFound: .purchaseNotFound(try Look(from: decoder))
            case .purchaseAmbiguous: .purchaseAmbiguous(try PaidAmbiguity<Renewal>(from: decoder))
            case .repurchaseOrdered: .repurchaseOrdered(try Repurchase(from: decoder))
            case .endMoved: .endMoved(try MovedEnd(from: decoder))
            case .renewed: .renewed(try LaterEnd(from: decoder))
            case .instanceLost: .instanceLost(try InstanceLoss(from: decoder))
            }
    }
}

extension ClusterRenewal.Event {
    /// What this says of the request to pay, if it says something.
    package var payment: PendingPayment<Renewal>.Event? {
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
        case .placed, .confirmed, .obstructed, .purchaseBegun, .endMoved, .renewed, .instanceLost: nil
        }
    }

    /// The event that says so of the request to pay.
    package init(_ payment: PendingPayment<Renewal>.Event) {
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
