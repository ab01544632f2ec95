import AlibabaWire
package import RealtimeCompute

/// The projects of foas 2018-11-11.
///
/// A project with compute units is three things there: a project, a queue of the cluster that has the units, and the
/// binding of one to the other. Each is looked for before it is asked for, so that what a process that died has left is
/// completed, and nothing is made twice. The project comes first: one that is refused leaves nothing that holds units.
extension AlibabaCloud: RealtimeComputeService {
    package func createProject(
        _ specification: ProjectSpecification, in cluster: ClusterID, _ region: RegionID
    ) async throws -> Answer<Project> {
        let wanted = specification.name
        if let found = try await listedProject(named: wanted, in: region).value {
            guard found.cluster == cluster else { throw CloudError.projectElsewhere(found) }
        } else {
            _ = try await client.call(
                .send(
                    "POST", ["api", "v2", "projects"], "CreateProject", in: region,
                    [
                        ("clusterId", cluster.rawValue), ("deployType", "cell"),
                        ("description", specification.description), ("managerIds", account.rawValue),
                        ("name", wanted.rawValue),
                    ]))
        }
        try await makeQueue(for: specification, in: cluster, region)
        let requestID = try await bind(wanted, in: cluster, region)
        // The answers tell no id.
        guard let made = try await listedProject(named: wanted, in: region).value else {
            throw CloudError(
                code: CloudError.Code.projectExists,
                vendorMessage: "project \(wanted) was made, and cannot be seen yet",
                requestID: requestID)
        }
        return Answer(
            Project(id: made.id, name: wanted, computeUnits: specification.computeUnits), requestID: requestID)
    }

    /// Makes the queue of a project, unless there is one.
    private func makeQueue(
        for specification: ProjectSpecification, in cluster: ClusterID, _ region: RegionID
    ) async throws {
        let name = Self.queue(of: specification.name)
        let (vcores, memory) = (specification.computeUnits.count * 100, specification.computeUnits.count * 4096)
        let queues = try await client.call(
            .get(
                ["api", "v2", "clusters", cluster.rawValue, "queueinfo"], "GetClusterQueueInfo", in: region))
        if let queue = try queues.body["Queues"].items("Queue").first(where: { $0["QueueName"].optionalText == name }) {
            let held = try ComputeUnits(vcores: queue["MaxVCore"])
            guard held == specification.computeUnits else {
                throw CloudError(
                    code: "QueueDiffers",
                    vendorMessage:
                        "queue \(name) exists with \(held.count) CU; \(specification.computeUnits.count) are "
                        + "wanted", requestID: queues.requestID)
            }
            return
        }
        _ = try await client.call(
            .send(
                "POST", ["api", "v2", "clusters", cluster.rawValue, "queue"], "CreateQueue", in: region,
                [("maxMemMB", String(memory)), ("maxVcore", String(vcores)), ("queueName", name)]))
    }

    /// Binds the queue of a project to it, unless it is.
    private func bind(_ project: ProjectName, in cluster: ClusterID, _ region: RegionID) async throws -> RequestID? {
        let name = Self.queue(of: project)
        let bound = try await client.call(
            .get(
                ["api", "v2", "projects", project.rawValue, "queues"], "ListProjectBindQueue", in: region))
        let names = try bound.body["Queues"].items("Queue").map { try $0["QueueName"].text() }
        guard !names.contains(name) else { return bound.requestID }
        guard names.isEmpty else {
            throw CloudError(
                code: "QueueDiffers", vendorMessage: "project \(project) is bound to queue \(names[0])",
                requestID: bound.requestID)
        }
        return try await client.call(
            .send(
                "POST", ["api", "v2", "projects", project.rawValue, "queue"], "BindQueue", in: region,
                [("clusterId", cluster.rawValue), ("queueName", name)])
        ).requestID
    }

    /// The queue of a project.
    ///
    /// The vendor's samples have `root.project1` for `project1`; that the console names them so is inferred.
    private static func queue(of project: ProjectName) -> String { "root.\(project)" }

    // MARK: - Looks

    package func projects(in cluster: ClusterID, _ region: RegionID) async throws -> Answer<[Project]> {
        let (items, requestID) = try await list([("clusterId", cluster.rawValue)], in: region)
        var projects: [Project] = []
        for listed in try items.map(ListedProject.init) where listed.cluster == cluster {
            // One without a queue holds nothing, and is not complete.
            guard let units = try await computeUnits(of: listed, in: region) else { continue }
            projects.append(Project(id: listed.id, name: listed.name, computeUnits: units))
        }
        return Answer(projects, requestID: requestID)
    }

    package func project(named name: ProjectName, in region: RegionID) async throws -> Answer<LocatedProject?> {
        let found = try await listedProject(named: name, in: region)
        guard let listed = found.value else { return Answer(nil, requestID: found.requestID) }
        let units = listed.cluster == nil ? nil : try await computeUnits(of: listed, in: region)
        let project = Project(id: listed.id, name: listed.name, computeUnits: units ?? .zero)
        return Answer(LocatedProject(project, in: listed.cluster), requestID: found.requestID)
    }

    /// - Throws: ``CloudError``, always: how many compute units one of these has, the vendor's API does not tell.
    package func sharedProjects(in region: RegionID) async throws -> Answer<[Project]> {
        throw CloudError.sharedMode
    }

    /// - Throws: ``CloudError``, always.
    package func createSharedProject(
        _ specification: ProjectSpecification, on instance: InstanceID, in region: RegionID
    ) async throws -> Answer<Project> {
        throw CloudError.sharedMode
    }

    private func list(
        _ filter: [(String, String?)], in region: RegionID
    ) async throws -> (items: [AnswerField], requestID: RequestID?) {
        try await client.pages { number in
            .get(
                ["api", "v2", "projects"], "ListProject", in: region,
                filter + [("pageIndex", String(number)), ("pageSize", Self.pageSize)])
        } _: {
            (try $0["Projects"].items("Project"), try $0["TotalCount"].integer())
        }
    }

    private func listedProject(named name: ProjectName, in region: RegionID) async throws -> Answer<ListedProject?> {
        let (items, requestID) = try await list([("name", name.rawValue)], in: region)
        return Answer(try items.map(ListedProject.init).first { $0.name == name }, requestID: requestID)
    }

    /// The units of the queue that a project is bound to; `nil` if it is bound to none.
    private func computeUnits(of project: ListedProject, in region: RegionID) async throws -> ComputeUnits? {
        let reply = try await client.call(
            .get(
                ["api", "v2", "projects", project.name.rawValue, "queueresource"], "ListProjectBindQueueResource",
                in: region))
        return try reply.body["Queues"].items("Queue").first.map { try ComputeUnits(vcores: $0["MaxVCore"]) }
    }
}

/// A project as the list shows it.
private struct ListedProject {
    let id: ProjectID
    let name: ProjectName
    /// `nil` of shared mode.
    let cluster: ClusterID?

    init(_ field: AnswerField) throws {
        id = try field["Id"].name()
        name = try field["Name"].name()
        let isOfACluster = try field["DeployType"].text().lowercased() == "cell"
        cluster = isOfACluster ? try field["ClusterId"].name() : nil
    }
}

extension CloudError {
    fileprivate static func projectElsewhere(_ project: ListedProject) -> Self {
        CloudError(
            code: "ProjectNameTaken",
            vendorMessage: "project \(project.name) exists in "
                + (project.cluster.map { "cluster \($0)" } ?? "shared mode"))
    }

    /// Shared mode was closed before its API was complete.
    static var sharedMode: Self {
        CloudError(
            code: Code.notOffered,
            vendorMessage: "the vendor's API neither sells shared mode, which ended on 2019-12-24, nor tells its CUs")
    }
}
