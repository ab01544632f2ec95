package import CanonicalJSON
import Workflow

/// What has happened to an order.
package enum OrderEvent: Equatable, Sendable {
    case placed(Placement)
    case imported(Import)
    case confirmed(Confirmation)
    case amended(Amendment)
    case withdrawn(Withdrawal)

    case purchaseBegun(PurchaseIntent)
    case purchased(PurchaseReceipt)
    case purchaseFound(PurchaseSighting)
    case purchaseAdopted(Adoption)
    case purchaseRefused(PurchaseRefusal)
    case purchaseNotMade(PurchasePostponement)
    case purchaseUnseen(Look)
    case purchaseNotFound(Look)
    case purchaseAmbiguous(Ambiguity)
    case repurchaseOrdered(Repurchase)

    case cleared(Clearance)
    case obstructed(Obstruction)
    case repairOrdered(RepairOrder)
    case repaired(RepairReceipt)
    case repairRefused(RepairRefusal)

    case clusterCreated(ClusterCreation)
    case clusterRefused(CloudRefusal)
    case clusterAdvanced(ClusterSighting)
    case clusterRunning(RunningSighting)
    case clusterLate(ClusterSighting)
    case clusterFailed(ClusterLoss)
    case clusterUnseen(Look)
    case clusterAbandoned(ClusterAbandonment)
    case ticketOpened(OpenedTicket)
    case ticketRefused(CloudRefusal)

    case projectCreated(ProjectCreation)
    case projectRefused(ProjectRefusal)
}

extension OrderEvent: WorkflowEvent {
    package enum Name: String, CaseIterable, Sendable {
        case placed, imported, confirmed, amended, withdrawn
        case purchaseBegun, purchased, purchaseFound, purchaseAdopted, purchaseRefused, purchaseNotMade
        case purchaseUnseen, purchaseNotFound, purchaseAmbiguous, repurchaseOrdered
        case cleared, obstructed
        case repairOrdered, repaired, repairRefused
        case clusterCreated, clusterRefused, clusterAdvanced, clusterRunning, clusterLate, clusterFailed
        case clusterUnseen, clusterAbandoned
        case ticketOpened, ticketRefused
        case projectCreated, projectRefused
    }

    package var name: Name { parts.name }

    private var parts: (name: Name, payload: any Encodable) {
        switch self {
        case .placed(let payload): (.placed, payload)
        case .imported(let payload): (.imported, payload)
        case .confirmed(let payload): (.confirmed, payload)
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
        case .obstructed(let payload): (.obstructed, payload)
        case .repairOrdered(let payload): (.repairOrdered, payload)
        case .repaired(let payload): (.repaired, payload)
        case .repairRefused(let payload): (.repairRefused, payload)
        case .clusterCreated(let payload): (.clusterCreated, payload)
        case .clusterRefused(let payload): (.clusterRefused, payload)
        case .clusterAdvanced(let payload): (.clusterAdvanced, payload)
        case .clusterRunning(let payload): (.clusterRunning, payload)
        case .clusterLate(let payload): (.clusterLate, payload)
        case .clusterFailed(let payload): (.clusterFailed, payload)
        case .clusterUnseen(let payload): (.clusterUnseen, payload)
        case .clusterAbandoned(let payload): (.clusterAbandoned, payload)
        case .ticketOpened(let payload): (.ticketOpened, payload)
        case .ticketRefused(let payload): (.ticketRefused, payload)
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
            case .placed: .placed(try Placement(from: decoder))
            case .imported: .imported(try Import(from: decoder))
            case .confirmed: .confirmed(try Confirmation(from: decoder))
            case .amended: .amended(try Amendment(from: decoder))
            case .withdrawn: .withdrawn(try Withdrawal(from: decoder))
            case .purchaseBegun: .purchaseBegun(try PurchaseIntent(from: decoder))
            case .purchased: .purchased(try PurchaseReceipt(from: decoder))
            case .purchaseFound: .purchaseFound(try PurchaseSighting(from: decoder))
            case .purchaseAdopted: .purchaseAdopted(try Adoption(from: decoder))
            case .purchaseRefused: .purchaseRefused(try PurchaseRefusal(from: decoder))
            case .purchaseNotMade: .purchaseNotMade(try PurchasePostponement(from: decoder))
            case .purchaseUnseen: .purchaseUnseen(try Look(from: decoder))
            case .purchaseNotFound: .purchaseNotFound(try Look(from: decoder))
            case .purchaseAmbiguous: .purchaseAmbiguous(try Ambiguity(from: decoder))
            case .repurchaseOrdered: .repurchaseOrdered(try Repurchase(from: decoder))
            case .cleared: .cleared(try Clearance(from: decoder))
            case .obstructed: .obstructed(try Obstruction(from: decoder))
            case .repairOrdered: .repairOrdered(try RepairOrder(from: decoder))
            case .repaired: .repaired(try RepairReceipt(from: decoder))
            case .repairRefused: .repairRefused(try RepairRefusal(from: decoder))
            case .clusterCreated: .clusterCreated(try ClusterCreation(from: decoder))
            case .clusterRefused: .clusterRefused(try CloudRefusal(from: decoder))
            case .clusterAdvanced: .clusterAdvanced(try ClusterSighting(from: decoder))
            case .clusterRunning: .clusterRunning(try RunningSighting(from: decoder))
            case .clusterLate: .clusterLate(try ClusterSighting(from: decoder))
            case .clusterFailed: .clusterFailed(try ClusterLoss(from: decoder))
            case .clusterUnseen: .clusterUnseen(try Look(from: decoder))
            case .clusterAbandoned: .clusterAbandoned(try ClusterAbandonment(from: decoder))
            case .ticketOpened: .ticketOpened(try OpenedTicket(from: decoder))
            case .ticketRefused: .ticketRefused(try CloudRefusal(from: decoder))
            case .projectCreated: .projectCreated(try ProjectCreation(from: decoder))
            case .projectRefused: .projectRefused(try ProjectRefusal(from: decoder))
            }
    }
}

extension OrderEvent {
    /// What this says of the request to buy, if it says something.
    package var payment: PendingPayment<Purchase>.Event? {
        switch self {
        case .purchased(let receipt): .made(receipt)
        case .purchaseFound(let sighting): .found(sighting)
        case .purchaseAdopted(let adoption): .adopted(adoption)
        case .purchaseRefused(let refusal): .refused(refusal)
        case .purchaseNotMade(let postponement): .notMade(postponement)
        case .purchaseUnseen(let look): .unseen(look)
        case .purchaseNotFound(let look): .notFound(look)
        case .purchaseAmbiguous(let ambiguity): .ambiguous(ambiguity)
        case .repurchaseOrdered(let repurchase): .repeatOrdered(repurchase)
        case .withdrawn(let withdrawal): .withdrawn(withdrawal)
        case .placed, .imported, .confirmed, .amended, .purchaseBegun, .cleared, .obstructed, .repairOrdered,
            .repaired, .repairRefused, .clusterCreated,
            .clusterRefused,
            .clusterAdvanced, .clusterRunning, .clusterLate, .clusterFailed, .clusterUnseen, .clusterAbandoned,
            .ticketOpened,
            .ticketRefused,
            .projectCreated, .projectRefused:
            nil
        }
    }

    /// The event that says so of the request to buy.
    package init(_ payment: PendingPayment<Purchase>.Event) {
        self =
            switch payment {
            case .made(let receipt): .purchased(receipt)
            case .found(let sighting): .purchaseFound(sighting)
            case .adopted(let adoption): .purchaseAdopted(adoption)
            case .refused(let refusal): .purchaseRefused(refusal)
            case .notMade(let postponement): .purchaseNotMade(postponement)
            case .unseen(let look): .purchaseUnseen(look)
            case .notFound(let look): .purchaseNotFound(look)
            case .ambiguous(let ambiguity): .purchaseAmbiguous(ambiguity)
            case .repeatOrdered(let repurchase): .repurchaseOrdered(repurchase)
            case .withdrawn(let withdrawal): .withdrawn(withdrawal)
            }
    }
}

extension OrderEvent {
    package func write(to writer: inout CanonicalWriter) {
        switch self {
        case .placed(let payload): payload.write(to: &writer)
        case .confirmed(let payload): payload.write(to: &writer)
        case .purchaseBegun(let payload): payload.write(to: &writer)
        case .purchased(let payload): payload.write(to: &writer)
        case .cleared(let payload): payload.write(to: &writer)
        case .obstructed(let payload): payload.write(to: &writer)
        case .clusterCreated(let payload): payload.write(to: &writer)
        case .clusterAdvanced(let payload), .clusterLate(let payload): payload.write(to: &writer)
        case .clusterRunning(let payload): payload.write(to: &writer)
        case .projectCreated(let payload): payload.write(to: &writer)
        // What is rare is written as it is encoded.
        case .imported, .amended, .withdrawn, .purchaseFound, .purchaseAdopted, .purchaseRefused, .purchaseNotMade,
            .purchaseUnseen, .purchaseNotFound, .purchaseAmbiguous, .repurchaseOrdered, .repairOrdered, .repaired,
            .repairRefused, .clusterRefused, .clusterFailed, .clusterUnseen, .clusterAbandoned, .ticketOpened,
            .ticketRefused, .projectRefused:
            writer.write(encoded: self)
        }
    }

    package static func read(_ name: Name, from reader: inout CanonicalReader) throws(OtherForm) -> Self? {
        switch name {
        case .placed: .placed(try Placement(reading: &reader))
        case .confirmed: .confirmed(try Confirmation(reading: &reader))
        case .purchaseBegun: .purchaseBegun(try PurchaseIntent(reading: &reader))
        case .purchased: .purchased(try PurchaseReceipt(reading: &reader))
        case .cleared: .cleared(try Clearance(reading: &reader))
        case .obstructed: .obstructed(try Obstruction(reading: &reader))
        case .clusterCreated: .clusterCreated(try ClusterCreation(reading: &reader))
        case .clusterAdvanced: .clusterAdvanced(try ClusterSighting(reading: &reader))
        case .clusterLate: .clusterLate(try ClusterSighting(reading: &reader))
        case .clusterRunning: .clusterRunning(try RunningSighting(reading: &reader))
        case .projectCreated: .projectCreated(try ProjectCreation(reading: &reader))
        case .imported, .amended, .withdrawn, .purchaseFound, .purchaseAdopted, .purchaseRefused, .purchaseNotMade,
            .purchaseUnseen, .purchaseNotFound, .purchaseAmbiguous, .repurchaseOrdered, .repairOrdered, .repaired,
            .repairRefused, .clusterRefused, .clusterFailed, .clusterUnseen, .clusterAbandoned, .ticketOpened,
            .ticketRefused, .projectRefused:
            nil
        }
    }
}
