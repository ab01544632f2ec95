package import CanonicalJSON
package import Workflow

// What events carry about the cluster.

/// The cluster exists: created, or found and adopted.
package struct ClusterCreation: Codable, Equatable, Sendable {
    package let cluster: Cluster
    /// The ground on which it was asked for; none if it was found.
    package let clearance: Clearance?
    package let at: Timestamp

    package init(of cluster: Cluster, on clearance: Clearance?, at time: Timestamp) {
        self.cluster = cluster
        self.clearance = clearance
        at = time
    }
}

/// A look at the cluster.
package struct ClusterSighting: Codable, Equatable, Sendable {
    package let cluster: Cluster
    package let at: Timestamp

    package init(of cluster: Cluster, at time: Timestamp) {
        self.cluster = cluster
        at = time
    }
}

/// A look at the cluster that found it running.
package struct RunningSighting: Codable, Equatable, Sendable {
    package let cluster: Cluster
    package let load: ClusterLoad
    package let at: Timestamp

    package init(of cluster: Cluster, load: ClusterLoad, at time: Timestamp) {
        self.cluster = cluster
        self.load = load
        at = time
    }
}

/// How many CUs a running cluster has, and how many of them projects hold, ours and others'.
package struct ClusterLoad: Codable, Equatable, Sendable {
    package let computeUnits: ComputeUnits
    package let allocated: ComputeUnits

    package init(computeUnits: ComputeUnits, allocated: ComputeUnits) {
        self.computeUnits = computeUnits
        self.allocated = allocated
    }

    package var free: ComputeUnits { computeUnits - allocated }
}

/// The cluster cannot be had, or is gone.
package struct ClusterLoss: Codable, Equatable, Sendable {
    package enum Cause: String, Codable, Sendable {
        /// The service says that its creation failed.
        case failed
        case destroying
        case destroyed
        /// It had been seen and can no longer be.
        case vanished

        /// The state of the cluster that this is; `nil` for one that cannot be seen.
        var status: ClusterStatus? {
            switch self {
            case .failed: .failed
            case .destroying: .destroying
            case .destroyed: .destroyed
            case .vanished: nil
            }
        }

        /// What a state of the cluster means for the order; `nil` if the cluster is not lost.
        package init?(_ status: ClusterStatus) {
            switch status {
            case .failed: self = .failed
            case .destroying: self = .destroying
            case .destroyed: self = .destroyed
            case .starting, .running, .expanding, .reducing, .upgrading, .maintaining: return nil
            }
        }
    }

    package let cluster: ClusterID
    package let cause: Cause
    package let at: Timestamp

    package init(of cluster: ClusterID, _ cause: Cause, at time: Timestamp) {
        self.cluster = cluster
        self.cause = cause
        at = time
    }
}

/// The operator took a cluster that no look has ever shown for lost.
package struct ClusterAbandonment: Codable, Equatable, Sendable {
    package let reason: String
    /// The look that has not shown it either.
    package let look: Look

    package init(because reason: String, after look: Look) {
        self.reason = reason
        self.look = look
    }
}

/// A ticket about the cluster is open.
package struct OpenedTicket: Codable, Equatable, Sendable {
    package let id: TicketID

    package init(_ id: TicketID) {
        self.id = id
    }
}

extension ClusterCreation: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("at", at)
        writer.write("clearance", ifPresent: clearance)
        writer.write("cluster", cluster)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        at = try reader.read("at")
        clearance = try reader.readIfPresent("clearance")
        cluster = try reader.read("cluster")
    }
}

extension ClusterSighting: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("at", at)
        writer.write("cluster", cluster)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        at = try reader.read("at")
        cluster = try reader.read("cluster")
    }
}

extension RunningSighting: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("at", at)
        writer.write("cluster", cluster)
        writer.write("load", load)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        at = try reader.read("at")
        cluster = try reader.read("cluster")
        load = try reader.read("load")
    }
}

extension ClusterLoad: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("allocated", allocated)
        writer.write("computeUnits", computeUnits)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        allocated = try reader.read("allocated")
        computeUnits = try reader.read("computeUnits")
    }
}
