package import Workflow

/// Clusters and projects.
///
/// On the real APIs: foas CreateCluster, ListCluster, GetClusterResource; CreateQueue, CreateProject, BindQueue and
/// their lists for projects.
package protocol RealtimeComputeService {
    /// Asks for a cluster on an instance; it is Starting for about half an hour.
    ///
    /// An instance carries one cluster, visible or not; a second is refused with ``CloudError/Code/instanceInUse``.
    func createCluster(_ specification: ClusterSpecification, on instance: InstanceID, in region: RegionID) async throws
        -> Answer<Cluster>

    /// The cluster made on an instance; `nil` if none can be seen.
    func cluster(on instance: InstanceID, in region: RegionID) async throws -> Answer<Cluster?>

    /// The cluster of this id; `nil` if none can be seen.
    func cluster(_ id: ClusterID, in region: RegionID) async throws -> Answer<Cluster?>

    /// Creates a project with a queue of so many CUs. A second one of the same name in the cluster is refused with
    /// ``CloudError/Code/projectExists``.
    func createProject(_ specification: ProjectSpecification, in cluster: ClusterID) async throws -> Answer<Project>

    /// Every project of a cluster.
    func projects(in cluster: ClusterID) async throws -> Answer<[Project]>
}

/// The states of a cluster.
///
/// Source: the vendor's API metadata of foas, version 2018-11-11. No state of failure is documented there;
/// ``failed`` is an invention of the simulated cloud.
package enum ClusterStatus: String, CaseIterable, Codable, Sendable {
    case starting = "STARTING"
    case running = "RUNNING"
    case expanding = "EXPANDING"
    case reducing = "REDUCING"
    case upgrading = "UPGRADING"
    case maintaining = "MAINTAINING"
    case destroying = "DESTROYING"
    case destroyed = "DESTROYED"
    case failed = "FAILED"

    /// Whether the cluster serves its projects, if only while it is at work on itself.
    package var countsAsRunning: Bool {
        switch self {
        case .running, .expanding, .reducing, .upgrading, .maintaining: true
        case .starting, .destroying, .destroyed, .failed: false
        }
    }

    /// The state as Sluice writes it for people and scripts: `Starting`.
    package var title: String { rawValue.prefix(1) + rawValue.dropFirst().lowercased() }
}

/// A cluster as the service shows it.
package struct Cluster: Codable, Equatable, Sendable {
    package let id: ClusterID
    package let name: ClusterName
    package let instance: InstanceID
    package let status: ClusterStatus
    /// How far the start has come, in the service's words, where it tells.
    package let stage: String?
    package let createdAt: Timestamp
    /// All CUs of the cluster, once it runs.
    package let computeUnits: ComputeUnits?

    package init(
        id: ClusterID,
        name: ClusterName,
        instance: InstanceID,
        status: ClusterStatus,
        stage: String?,
        createdAt: Timestamp,
        computeUnits: ComputeUnits?
    ) {
        self.id = id
        self.name = name
        self.instance = instance
        self.status = status
        self.stage = stage
        self.createdAt = createdAt
        self.computeUnits = computeUnits
    }
}

/// A project of a cluster, with the CUs of its queue.
package struct Project: Codable, Equatable, Sendable {
    package let id: ProjectID
    package let name: ProjectName
    package let computeUnits: ComputeUnits

    package init(id: ProjectID, name: ProjectName, computeUnits: ComputeUnits) {
        self.id = id
        self.name = name
        self.computeUnits = computeUnits
    }
}
