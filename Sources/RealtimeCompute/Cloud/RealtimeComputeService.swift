package import CanonicalJSON
package import Workflow

/// Clusters and projects.
///
/// On the real APIs: foas CreateCluster, ListCluster, GetClusterDetails, GetClusterResource, ExpandCluster,
/// ShrinkCluster, ModifyMasterSpec, DestroyCluster; CreateQueue, CreateProject, GetProject, BindQueue and their lists for
/// projects.
package protocol RealtimeComputeService {
    /// Asks for a cluster on an instance; it is Starting for about half an hour.
    ///
    /// An instance carries one cluster, visible or not; a second is refused with ``CloudError/Code/instanceInUse``.
    func createCluster(_ specification: ClusterSpecification, on instance: InstanceID, in region: RegionID) async throws
        -> Answer<Cluster>

    /// The cluster made on an instance; `nil` if none can be seen.
    ///
    /// A cloud whose clusters show no instance looks for one that is as it was asked for, and made since.
    ///
    /// - Parameters:
    ///   - wanted: what would have been asked for; `nil` where that is not known.
    ///   - time: before when it cannot have been made.
    func cluster(
        on instance: InstanceID, as wanted: ClusterSpecification?, since time: Timestamp?, in region: RegionID
    ) async throws -> Answer<Cluster?>

    /// The cluster of this id; `nil` if none can be seen.
    func cluster(_ id: ClusterID, in region: RegionID) async throws -> Answer<Cluster?>

    /// The cluster of this name that is neither destroyed nor failed; `nil` if none can be seen.
    func cluster(named name: ClusterName, in region: RegionID) async throws -> Answer<Cluster?>

    /// Every cluster of a region that can be seen, destroyed ones too.
    func clusters(in region: RegionID) async throws -> Answer<[Cluster]>

    /// What a cluster is made of and where it lies; `nil` if it cannot be seen.
    func details(of cluster: ClusterID, in region: RegionID) async throws -> Answer<ClusterDetails?>

    /// Asks for so many slaves in all, of the model that the cluster has; it is Expanding meanwhile.
    ///
    /// Pay-as-you-go clusters only, and only while they run; else refused with ``CloudError/Code/prePaid`` or
    /// ``CloudError/Code/clusterNotRunning``.
    ///
    /// - Parameter vSwitch: of the cluster's zone, for the new slaves, where the cluster's own is short of addresses.
    func expandCluster(
        _ id: ClusterID, toSlaves count: Int, vSwitch: VSwitchID?, in region: RegionID
    ) async throws -> Answer<Void>

    /// Asks for no more than so many slaves in all, at least 2 and enough for what the projects hold; it is Reducing
    /// meanwhile. Pay-as-you-go clusters only, as with ``expandCluster(_:toSlaves:vSwitch:in:)``.
    func shrinkCluster(_ id: ClusterID, toSlaves count: Int, in region: RegionID) async throws -> Answer<Void>

    /// Asks for masters of another model; the cluster is Upgrading meanwhile.
    ///
    /// By the API's documentation for pay-as-you-go clusters only, by the guide for subscriptions only: expect it to be
    /// refused. The guide's way is the console.
    func changeMaster(_ id: ClusterID, to model: MachineModel, in region: RegionID) async throws -> Answer<Void>

    /// Destroys a cluster with all its projects, and releases its instance; it is Destroying meanwhile. Pay-as-you-go
    /// clusters only, as with ``expandCluster(_:toSlaves:vSwitch:in:)``.
    func destroyCluster(_ id: ClusterID, in region: RegionID) async throws -> Answer<Void>

    /// Creates a project with a queue of so many CUs. A second one of the same name in the cluster is refused with
    /// ``CloudError/Code/projectExists``.
    func createProject(
        _ specification: ProjectSpecification, in cluster: ClusterID, _ region: RegionID
    ) async throws -> Answer<Project>

    /// Creates a project of shared mode on an instance; one of a name that is taken is refused with
    /// ``CloudError/Code/projectExists``.
    func createSharedProject(
        _ specification: ProjectSpecification, on instance: InstanceID, in region: RegionID
    ) async throws -> Answer<Project>

    /// Every project of a cluster that holds compute units.
    func projects(in cluster: ClusterID, _ region: RegionID) async throws -> Answer<[Project]>

    /// Every project of shared mode in a region; on which instance each lies, the vendor does not tell.
    func sharedProjects(in region: RegionID) async throws -> Answer<[Project]>

    /// The project of this name, wherever in the account it lies; `nil` if there is none.
    ///
    /// - Parameter region: where it is asked.
    func project(named name: ProjectName, in region: RegionID) async throws -> Answer<LocatedProject?>
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
    package var title: String { String(rawValue.prefix(1)) + rawValue.dropFirst().lowercased() }
}

/// A cluster as the service shows it.
package struct Cluster: Codable, Equatable, Sendable {
    package let id: ClusterID
    package let name: ClusterName
    /// What it was made on; `nil` where the cloud does not tell.
    package let instance: InstanceID?
    package let status: ClusterStatus
    /// How far the start has come, in the service's words, where it tells.
    package let stage: String?
    package let createdAt: Timestamp
    /// All CUs of the cluster, once it runs.
    package let computeUnits: ComputeUnits?

    package init(
        id: ClusterID,
        name: ClusterName,
        instance: InstanceID?,
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

    /// Whether nothing says that it was made on another instance.
    package func mayBe(on instance: InstanceID) -> Bool { self.instance.map { $0 == instance } ?? true }
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

/// A project and where it lies.
package struct LocatedProject: Codable, Equatable, Sendable {
    package let project: Project
    /// Its cluster; `nil` of a project of shared mode.
    package let cluster: ClusterID?

    package init(_ project: Project, in cluster: ClusterID?) {
        self.project = project
        self.cluster = cluster
    }
}

/// What a cluster is made of, and where it lies.
package struct ClusterDetails: Codable, Equatable, Sendable {
    package let cluster: Cluster
    package let region: RegionID
    package let description: String
    package let zone: ZoneID
    package let vpc: VPCID
    /// The vSwitches that its machines have addresses of, the first since its creation.
    package let vSwitches: [VSwitchID]
    package let bucket: BucketName
    package let masters: Machines
    package let slaves: Machines

    package var capacity: Capacity { Capacity(of: masters, slaves) }

    package init(
        cluster: Cluster, region: RegionID, description: String, zone: ZoneID, vpc: VPCID, vSwitches: [VSwitchID],
        bucket: BucketName, masters: Machines, slaves: Machines
    ) {
        self.cluster = cluster
        self.region = region
        self.description = description
        self.zone = zone
        self.vpc = vpc
        self.vSwitches = vSwitches
        self.bucket = bucket
        self.masters = masters
        self.slaves = slaves
    }
}

extension ClusterStatus: CanonicalValue {}

extension Cluster: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("computeUnits", ifPresent: computeUnits)
        writer.write("createdAt", createdAt)
        writer.write("id", id)
        writer.write("instance", ifPresent: instance)
        writer.write("name", name)
        writer.write("stage", ifPresent: stage)
        writer.write("status", status)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        computeUnits = try reader.readIfPresent("computeUnits")
        createdAt = try reader.read("createdAt")
        id = try reader.read("id")
        instance = try reader.readIfPresent("instance")
        name = try reader.read("name")
        stage = try reader.readIfPresent("stage")
        status = try reader.read("status")
    }
}

extension Project: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("computeUnits", computeUnits)
        writer.write("id", id)
        writer.write("name", name)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        computeUnits = try reader.read("computeUnits")
        id = try reader.read("id")
        name = try reader.read("name")
    }
}
