package import RealtimeCompute
package import Workflow

extension SimulatedCloud: RealtimeComputeService {
    package func createCluster(
        _ specification: ClusterSpecification, on instance: InstanceID, in region: RegionID
    ) async throws -> Answer<Cluster> {
        let request = Request.createCluster(specification, on: instance, in: region)
        guard case (.cluster(let cluster), let requestID) = try submit(request) else {
            preconditionFailure("the creation of a cluster is answered with a cluster")
        }
        return Answer(cluster, requestID: requestID)
    }

    package func cluster(
        on instance: InstanceID, as wanted: ClusterSpecification?, since time: Timestamp?, in region: RegionID
    ) async throws -> Answer<Cluster?> {
        try look(.findCluster) { state, now in
            state.visible(state.tables.clusters.row(.instance, instance.rawValue), at: now)
        }
    }

    package func cluster(_ id: ClusterID, in region: RegionID) async throws -> Answer<Cluster?> {
        try look(.getCluster) { state, now in state.visible(state.tables.clusters.row(.id, id.rawValue), at: now) }
    }

    package func cluster(named name: ClusterName, in region: RegionID) async throws -> Answer<Cluster?> {
        try look(.findCluster) { state, now in
            state.tables.clusters.rows(.name, ClusterRecord.nameInIndex(name, in: region)).lazy
                .filter { $0.record.status != .destroyed && $0.record.status != .failed }
                .compactMap { state.visible($0, at: now) }.first
        }
    }

    package func clusters(in region: RegionID) async throws -> Answer<[Cluster]> {
        try look(.listClusters) { state, now in
            state.tables.clusters.rows(.region, region.rawValue).compactMap { state.visible($0, at: now) }
        }
    }

    package func details(of cluster: ClusterID, in region: RegionID) async throws -> Answer<ClusterDetails?> {
        try look(.getClusterDetails) { state, now in
            guard let record = state.tables.clusters.first(.id, cluster.rawValue), record.region == region,
                state.isVisible(record, at: now)
            else { return nil }
            return state.details(of: record, at: now)
        }
    }

    package func expandCluster(
        _ id: ClusterID, toSlaves count: Int, vSwitch: VSwitchID?, in region: RegionID
    ) async throws -> Answer<Void> {
        try change(.expandCluster(id, slaves: count, vSwitch: vSwitch))
    }

    package func shrinkCluster(
        _ id: ClusterID, toSlaves count: Int, in region: RegionID
    ) async throws -> Answer<Void> {
        try change(.shrinkCluster(id, slaves: count))
    }

    package func changeMaster(
        _ id: ClusterID, to model: MachineModel, in region: RegionID
    ) async throws -> Answer<Void> {
        try change(.changeMaster(id, to: model))
    }

    package func destroyCluster(_ id: ClusterID, in region: RegionID) async throws -> Answer<Void> {
        try change(.destroyCluster(id))
    }

    private func change(_ request: Request) throws -> Answer<Void> {
        Answer((), requestID: try submit(request).1)
    }

    package func createProject(
        _ specification: ProjectSpecification, in cluster: ClusterID, _ region: RegionID
    ) async throws -> Answer<Project> {
        try create(.createProject(specification, in: cluster))
    }

    package func createSharedProject(
        _ specification: ProjectSpecification, on instance: InstanceID, in region: RegionID
    ) async throws -> Answer<Project> {
        try create(.createSharedProject(specification, on: instance, in: region))
    }

    private func create(_ request: Request) throws -> Answer<Project> {
        guard case (.project(let project), let requestID) = try submit(request) else {
            preconditionFailure("the creation of a project is answered with a project")
        }
        return Answer(project, requestID: requestID)
    }

    package func projects(in cluster: ClusterID, _ region: RegionID) async throws -> Answer<[Project]> {
        try look(.listProjects) { state, _ in state.projects(in: cluster) }
    }

    package func sharedProjects(in region: RegionID) async throws -> Answer<[Project]> {
        try look(.listProjects) { state, _ in state.sharedProjects(in: region) }
    }

    package func project(named name: ProjectName, in region: RegionID) async throws -> Answer<LocatedProject?> {
        try look(.getProject) { state, _ in state.project(named: name) }
    }
}
