import Workflow

extension SharedOrder {
    /// What has happened to an order of shared mode.
    package enum Event: Equatable, Sendable {
        case placed(SharedPlacement)
        case imported(SharedImport)
        case confirmed(Confirmation)
        case obstructed(Obstruction)
        case amended(SharedAmendment)
        case withdrawn(Withdrawal)

        case purchaseBegun(PurchaseIntent)
        case purchased(PurchaseReceipt)
        case purchaseFound(PaidSighting<SharedPurchase>)
        case purchaseAdopted(PaidAdoption<SharedPurchase>)
        case purchaseRefused(PurchaseRefusal)
        case purchaseNotMade(PurchasePostponement)
        case purchaseUnseen(Look)
        case purchaseNotFound(Look)
        case purchaseAmbiguous(PaidAmbiguity<SharedPurchase>)
        case repurchaseOrdered(Repurchase)

        case cleared(SharedClearance)
        case projectCreated(SharedProjectCreation)
        case projectRefused(SharedProjectRefusal)
    }
}

extension SharedOrder.Event: WorkflowEvent {
    package enum Name: String, CaseIterable, Sendable {
        case placed, imported, confirmed, obstructed, amended, withdrawn
        case purchaseBegun, purchased, purchaseFound, purchaseAdopted, purchaseRefused
        case purchaseNotMade, purchaseUnseen, purchaseNotFound, purchaseAmbiguous, repurchaseOrdered
        case cleared, projectCreated, projectRefused
    }

    package var name: Name { parts.name }

    private var parts: (name: Name, payload: any Encodable) {
        switch self {
        case .placed(let payload): (.placed, payload)
        case .imported(let payload): (.imported, payload)
        case .confirmed(let payload): (.confirmed, payload)
        case .obstructed(let payload): (.obstructed, payload)
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
        case .cleared(let payload): (.cleared, payload)
        case .projectCreated(let payload): (.projectCreated, payload)
        case .projectRefused(let payload): (.projectRefused, payload)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        try parts.payload.encode(to: encoder)
    }

    package init(named name: Name, from decoder: any Decoder) throws {
        self =
            switch name {
            case .placed: .placed(try SharedPlacement(from: decoder))
            case .imported: .imported(try SharedImport(from: decoder))
            case .confirmed: .confirmed(try Confirmation(from: decoder))
            case .obstructed: .obstructed(try Obstruction(from: decoder))
            case .amended: .amended(try SharedAmendment(from: decoder))
            case .withdrawn: .withdrawn(try Withdrawal(from: decoder))
            case .purchaseBegun: .purchaseBegun(try PurchaseIntent(from: decoder))
            case .purchased: .purchased(try PurchaseReceipt(from: decoder))
            case .purchaseFound: .purchaseFound(try PaidSighting<SharedPurchase>(from: decoder))
            case .purchaseAdopted: .purchaseAdopted(try PaidAdoption<SharedPurchase>(from: decoder))
            case .purchaseRefused: .purchaseRefused(try PurchaseRefusal(from: decoder))
            case .purchaseNotMade: .purchaseNotMade(try PurchasePostponement(from: decoder))
            case .purchaseUnseen: .purchaseUnseen(try Look(from: decoder))
            case .purchaseNotFound: .purchaseNotFound(try Look(from: decoder))
            case .purchaseAmbiguous: .purchaseAmbiguous(try PaidAmbiguity<SharedPurchase>(from: decoder))
            case .repurchaseOrdered: .repurchaseOrdered(try Repurchase(from: decoder))
            case .cleared: .cleared(try SharedClearance(from: decoder))
            case .projectCreated: .projectCreated(try SharedProjectCreation(from: decoder))
            case .projectRefused: .projectRefused(try SharedProjectRefusal(from: decoder))
            }
    }
}

extension SharedOrder.Event {
    /// What this says of the request to pay, if it says something.
    package var payment: PendingPayment<SharedPurchase>.Event? {
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
        case .placed, .imported, .confirmed, .obstructed, .amended, .purchaseBegun, .cleared, .projectCreated,
            .projectRefused:
            nil
        }
    }

    /// The event that says so of the request to pay.
    package init(_ payment: PendingPayment<SharedPurchase>.Event) {
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
