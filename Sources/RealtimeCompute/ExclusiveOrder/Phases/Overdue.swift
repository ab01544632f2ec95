package import CanonicalJSON
package import Workflow

/// `overdue`: a look after the start allowance still said Starting; a ticket is due, open or refused.
///
/// Opens a ticket, then waits and looks as in starting: the cluster may yet run. Left by `clusterRunning` → running, or
/// provisioned where no project is wanted, `clusterFailed` → failed; `ticketOpened`, `ticketRefused` and `clusterAdvanced` stay.
package struct Overdue: ClusteredPhase {
    package enum Ticket: Codable, Equatable, Sendable {
        case due
        case open(TicketID)
        case refused(CloudRefusal)
    }

    package let order: Order
    package let purchase: OwnedPurchase
    package let instance: InstanceID
    package let cluster: WatchedCluster
    package let lookedAt: Timestamp
    package let ticket: Ticket

    init(from starting: Starting, sighting: ClusterSighting) {
        order = starting.order
        purchase = starting.purchase
        instance = starting.instance
        cluster = starting.cluster.seen(sighting.cluster, at: sighting.at)
        lookedAt = sighting.at
        ticket = .due
    }

    init(from overdue: Overdue, sighting: ClusterSighting) {
        self.init(overdue, overdue.cluster.seen(sighting.cluster, at: sighting.at), sighting.at, overdue.ticket)
    }

    init(from overdue: Overdue, opened ticket: OpenedTicket) {
        self.init(overdue, overdue.cluster, overdue.lookedAt, .open(ticket.id))
    }

    init(from overdue: Overdue, refusal: CloudRefusal) {
        self.init(overdue, overdue.cluster, overdue.lookedAt, .refused(refusal))
    }

    private init(_ overdue: Overdue, _ cluster: WatchedCluster, _ lookedAt: Timestamp, _ ticket: Ticket) {
        order = overdue.order
        purchase = overdue.purchase
        instance = overdue.instance
        self.cluster = cluster
        self.lookedAt = lookedAt
        self.ticket = ticket
    }
}

extension Overdue {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("cluster", cluster)
        writer.write("instance", instance)
        writer.write("lookedAt", lookedAt)
        writer.write("order", order)
        writer.write("phase", OrderState.Phase.overdue)
        writer.write("purchase", purchase)
        writer.write("ticket", encoded: ticket)
    }
}
