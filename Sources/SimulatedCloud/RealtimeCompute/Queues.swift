package import RealtimeCompute

/// The name of a queue of a cluster, `project1`; the service tells it with the root queue before it: `root.project1`.
package struct QueueName: Identifier {
    package let rawValue: String

    private static let root = "root."

    /// - Parameter rawValue: with the root queue before it or without, which mean the same.
    package init(rawValue: String) {
        self.rawValue = rawValue.hasPrefix(Self.root) ? String(rawValue.dropFirst(Self.root.count)) : rawValue
    }

    /// As the service tells it.
    package var path: String { Self.root + rawValue }
}

/// A queue of a cluster that is bound to no project, with the units that it holds.
package struct QueueRecord: Codable, Equatable, Sendable {
    package let name: QueueName
    package let cluster: ClusterID
    package internal(set) var computeUnits: ComputeUnits
}

extension QueueRecord: TableRecord {
    enum Index: String, CaseIterable {
        case cluster
    }

    static var tableName: String { "queue" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .cluster: IndexEntry(cluster.rawValue)
        }
    }
}

/// A project of a cluster that no queue is bound to: it holds no units.
package struct LooseProjectRecord: Codable, Equatable, Sendable {
    package let id: ProjectID
    package let name: ProjectName
    package let description: String
    package let cluster: ClusterID
}

extension LooseProjectRecord: TableRecord {
    enum Index: String, CaseIterable {
        case cluster, name
    }

    static var tableName: String { "looseProject" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .cluster: IndexEntry(cluster.rawValue)
        case .name: IndexEntry(name.rawValue)
        }
    }
}

/// A queue as the service shows it, bound or not.
package struct Queue: Equatable, Sendable {
    package let name: QueueName
    package let cluster: ClusterID
    package let computeUnits: ComputeUnits
    /// The project that it is bound to.
    package let project: ProjectName?
}

// A project of a cluster is made whole, or of its parts: a project, a queue with units, and the binding of the two.
extension CloudState {
    /// Every queue of a cluster.
    package func queues(of cluster: ClusterID) -> [Queue] {
        tables.projects.rows(.cluster, cluster.rawValue).map { Queue($0.record) }
            + tables.queues.rows(.cluster, cluster.rawValue).map(\.record).map {
                Queue(name: $0.name, cluster: $0.cluster, computeUnits: $0.computeUnits, project: nil)
            }
    }

    /// The queue that a project is bound to.
    package func queue(of project: ProjectName) -> Queue? {
        tables.projects.first(.name, project.rawValue).map { Queue($0) }
    }

    /// The projects of clusters that have no queue.
    package var looseProjects: [LooseProjectRecord] { tables.looseProjects.all }

    /// The units of a cluster that no queue holds.
    func freeComputeUnits(of cluster: ClusterRecord) -> ComputeUnits {
        let held = queues(of: cluster.id).map(\.computeUnits).sum()
        return cluster.firmComputeUnits < held ? .zero : cluster.firmComputeUnits - held
    }

    private func clusterThatRuns(_ id: ClusterID) throws(CloudError) -> ClusterRecord {
        guard let record = tables.clusters.first(.id, id.rawValue), record.status.countsAsRunning else {
            throw .clusterNotRunning
        }
        return record
    }

    private func isTaken(_ name: ProjectName) -> Bool {
        project(named: name) != nil || tables.looseProjects.row(.name, name.rawValue) != nil
    }

    mutating func createLooseProject(
        _ name: ProjectName, _ description: String, in cluster: ClusterID
    ) throws(CloudError) -> ProjectID {
        guard settings.caller.kind == .account else { throw .noPermission }
        _ = try clusterThatRuns(cluster)
        guard !isTaken(name) else { throw .projectExists }
        let record = LooseProjectRecord(id: nextProjectID(), name: name, description: description, cluster: cluster)
        tables.looseProjects.append(record)
        return record.id
    }

    mutating func createQueue(
        _ name: QueueName, _ units: ComputeUnits, in cluster: ClusterID
    ) throws(CloudError) {
        let record = try clusterThatRuns(cluster)
        guard !queues(of: cluster).contains(where: { $0.name == name }) else {
            throw CloudError(code: "QueueExists", vendorMessage: "the cluster has a queue of this name")
        }
        let free = freeComputeUnits(of: record)
        guard units <= free else { throw .insufficientComputeUnits(free) }
        tables.queues.append(QueueRecord(name: name, cluster: cluster, computeUnits: units))
    }

    mutating func bindQueue(
        _ name: QueueName, of cluster: ClusterID, to project: ProjectName
    ) throws(CloudError) {
        let bound = queue(of: project)
        guard bound?.name != name || bound?.cluster != cluster else { return }
        guard
            let loose = tables.looseProjects.rows(.name, project.rawValue).first(where: { $0.record.cluster == cluster }
            )
        else {
            throw bound == nil
                ? CloudError(code: "ProjectNotFound", vendorMessage: "the cluster has no such project")
                : CloudError(code: "QueueBound", vendorMessage: "the project is bound to another queue")
        }
        guard let queue = tables.queues.rows(.cluster, cluster.rawValue).first(where: { $0.record.name == name }) else {
            throw CloudError(code: "QueueNotFound", vendorMessage: "the cluster has no such queue that is free")
        }
        tables.looseProjects.remove(at: loose.position)
        tables.queues.remove(at: queue.position)
        let made = Project(id: loose.record.id, name: project, computeUnits: queue.record.computeUnits)
        tables.projects.append(
            ProjectRecord(project: made, cluster: cluster, queue: name, description: loose.record.description))
    }
}

// What their owner does besides, by the vendor's API or in the console.
extension CloudState {
    /// Gives a queue other units.
    package mutating func updateQueue(
        _ name: QueueName, _ units: ComputeUnits, in cluster: ClusterID
    ) throws(CloudError) {
        let record = try clusterThatRuns(cluster)
        guard let queue = queues(of: cluster).first(where: { $0.name == name }) else { throw .queueNotFound }
        let free = freeComputeUnits(of: record) + queue.computeUnits
        guard units <= free else { throw .insufficientComputeUnits(free) }
        if let row = tables.queues.rows(.cluster, cluster.rawValue).first(where: { $0.record.name == name }) {
            var changed = row.record
            changed.computeUnits = units
            tables.queues.replace(at: row.position, with: changed)
        }
        for row in tables.projects.rows(.cluster, cluster.rawValue) where Queue(row.record).name == name {
            let old = row.record.project
            tables.projects.replace(
                at: row.position,
                with: ProjectRecord(
                    project: Project(id: old.id, name: old.name, computeUnits: units), cluster: cluster,
                    queue: row.record.queue, description: row.record.description))
        }
    }

    /// Removes a queue that is bound to no project.
    package mutating func deleteQueue(_ name: QueueName, in cluster: ClusterID) throws(CloudError) {
        guard let queue = queues(of: cluster).first(where: { $0.name == name }) else { throw .queueNotFound }
        guard queue.project == nil else {
            throw CloudError(code: "QueueBound", vendorMessage: "the queue is bound to project \(queue.name)")
        }
        for row in tables.queues.rows(.cluster, cluster.rawValue) where row.record.name == name {
            tables.queues.remove(at: row.position)
        }
    }

    /// Takes the queue of a project away from it.
    package mutating func unbindQueue(_ name: QueueName, from project: ProjectName) throws(CloudError) {
        guard let row = tables.projects.row(.name, project.rawValue), Queue(row.record).name == name else {
            throw .queueNotFound
        }
        tables.projects.remove(at: row.position)
        let record = row.record
        tables.queues.append(
            QueueRecord(name: name, cluster: record.cluster, computeUnits: record.project.computeUnits))
        tables.looseProjects.append(
            LooseProjectRecord(
                id: record.project.id, name: project, description: record.description ?? "", cluster: record.cluster))
    }

    /// Removes a project; its queue is left.
    package mutating func deleteProject(_ name: ProjectName) throws(CloudError) {
        if let queue = queue(of: name) { try unbindQueue(queue.name, from: name) }
        if let row = tables.looseProjects.row(.name, name.rawValue) {
            tables.looseProjects.remove(at: row.position)
        } else if let row = tables.sharedProjects.row(.name, name.rawValue) {
            tables.sharedProjects.remove(at: row.position)
        } else {
            throw CloudError(code: "ProjectNotFound", vendorMessage: "there is no such project")
        }
    }
}

extension Queue {
    fileprivate init(_ record: ProjectRecord) {
        self.init(
            name: record.queue ?? QueueName(rawValue: record.project.name.rawValue), cluster: record.cluster,
            computeUnits: record.project.computeUnits, project: record.project.name)
    }
}

extension CloudError {
    static var projectExists: Self {
        CloudError(code: Code.projectExists, vendorMessage: "the account has a project of this name")
    }

    static func insufficientComputeUnits(_ free: ComputeUnits) -> Self {
        CloudError(code: "InsufficientComputeUnits", vendorMessage: "the cluster has \(free.count) CU free")
    }

    fileprivate static var queueNotFound: Self {
        CloudError(code: "QueueNotFound", vendorMessage: "the cluster has no such queue")
    }
}
