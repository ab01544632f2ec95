package import RealtimeCompute

package struct ProjectRecord: Codable, Equatable, Sendable {
    package let project: Project
    package let cluster: ClusterID
    /// The name of its queue, if it was made apart.
    let queue: QueueName?
    package let description: String?

    init(project: Project, cluster: ClusterID, queue: QueueName? = nil, description: String? = nil) {
        self.project = project
        self.cluster = cluster
        self.queue = queue
        self.description = description
    }
}

extension ProjectRecord: TableRecord {
    enum Index: String, CaseIterable {
        case cluster, name
    }

    static var tableName: String { "project" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .cluster: IndexEntry(cluster.rawValue)
        case .name: IndexEntry(project.name.rawValue)
        }
    }
}

extension CloudState {
    func projects(in cluster: ClusterID) -> [Project] {
        tables.projects.rows(.cluster, cluster.rawValue).map(\.record.project)
    }

    mutating func createProject(
        _ specification: ProjectSpecification, in cluster: ClusterID
    ) throws(CloudError) -> Project {
        guard settings.caller.kind == .account else { throw .noPermission }
        guard let record = tables.clusters.first(.id, cluster.rawValue), record.status.countsAsRunning else {
            throw .clusterNotRunning
        }
        guard !projects(in: cluster).contains(where: { $0.name == specification.name }) else {
            throw CloudError(
                code: CloudError.Code.projectExists, vendorMessage: "the cluster has a project of this name")
        }
        let free = freeComputeUnits(of: record)
        guard specification.computeUnits <= free else { throw .insufficientComputeUnits(free) }
        let project = Project(
            id: nextProjectID(), name: specification.name, computeUnits: specification.computeUnits)
        tables.projects.append(ProjectRecord(project: project, cluster: cluster))
        return project
    }

    mutating func nextProjectID() -> ProjectID { ProjectID(rawValue: "project\(100_000 + nextID())") }
}
