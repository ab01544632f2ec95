import AlibabaWire
import Documents
import RealtimeCompute
import SimulatedCloud

// Projects, and the queues that they are bound to.
extension RealtimeComputeActions {
    // MARK: - Queues

    @Sendable static func getClusterQueueInfo(_ exchange: Exchange) throws -> ActionReply {
        let details = try cluster(exchange, .listQueues)
        let queues = try exchange.cloud.look(uncounted: { state, _ in state.queues(of: details.cluster.id) })
        return ActionReply(["Queues": ["Queue": .list(queues.map(fields))]])
    }

    private static func fields(of queue: Queue) -> JSONValue {
        let (vcores, memory) = (queue.computeUnits.count * 100, queue.computeUnits.count * 4096)
        let bounds: JSONValue = [
            "minVCore": 0, "maxVCore": .integer(vcores), "usedVCore": 0, "minMem": 0, "maxMem": .integer(memory),
            "usedMem": 0, "minGpu": 0, "maxGpu": 0, "usedGpu": 0,
        ]
        return [
            "ClusterId": .text(queue.cluster.rawValue), "QueueName": .text(queue.name.path), "MinVCore": 0,
            "MaxVCore": .integer(vcores), "UsedVCore": 0, "MinMem": 0, "MaxMem": .integer(memory), "UsedMem": 0,
            "MinGpu": 0, "MaxGpu": 0, "UsedGpu": 0, "ExternalInfo": .text(bounds.text),
        ]
    }

    /// The units that are asked for: cores and memory must agree.
    private static func units(_ exchange: Exchange) throws -> ComputeUnits {
        let (vcores, memory) = (try exchange.requiredInteger("maxVcore"), try exchange.requiredInteger("maxMemMB"))
        guard vcores > 0, vcores % 100 == 0 else { throw WireError.invalid("maxVcore") }
        guard memory == vcores / 100 * 4096 else { throw WireError.invalid("maxMemMB") }
        return ComputeUnits(vcores / 100)
    }

    @Sendable static func createQueue(_ exchange: Exchange) throws -> ActionReply {
        let request = Request.createQueue(
            try exchange.name("queueName"), try units(exchange), in: try exchange.name("clusterId"))
        return try exchange.ask(request) { _ in [:] }
    }

    @Sendable static func updateQueue(_ exchange: Exchange) throws -> ActionReply {
        let (name, cluster) = (
            try exchange.name("queueName", QueueName.self), try exchange.name("clusterId", ClusterID.self)
        )
        let units = try units(exchange)
        try exchange.change("update-queue") { state, _ in try state.updateQueue(name, units, in: cluster) }
        return ActionReply([:])
    }

    @Sendable static func deleteQueue(_ exchange: Exchange) throws -> ActionReply {
        let (name, cluster) = (
            try exchange.name("queueName", QueueName.self), try exchange.name("clusterId", ClusterID.self)
        )
        try exchange.change("delete-queue") { state, _ in try state.deleteQueue(name, in: cluster) }
        return ActionReply([:])
    }

    // MARK: - Projects

    @Sendable static func createProject(_ exchange: Exchange) throws -> ActionReply {
        let name = try exchange.name("name", ProjectName.self)
        guard NameRule.cluster.admits(name.rawValue) else { throw WireError.invalid("name") }
        let description = exchange.optional("description") ?? ""
        switch try exchange.required("deployType").lowercased() {
        case "cell":
            return try exchange.ask(
                .createLooseProject(name, description: description, in: try exchange.name("clusterId"))
            ) { _ in [:] }
        case "public":
            let instance = try exchange.name("orderId", InstanceID.self)
            // It has all units of what was bought.
            let found = try exchange.cloud.look(uncounted: { state, now in
                state.instances(at: now).first { $0.id == instance }
            })
            guard let found, let units = found.computeUnits else {
                throw WireError(404, "InstanceNotFound", "There is no such instance of shared mode.")
            }
            let wanted = ProjectSpecification(name: name, description: description, computeUnits: units)
            return try exchange.ask(.createSharedProject(wanted, on: instance, in: found.region)) { _ in [:] }
        default: throw WireError.invalid("deployType")
        }
    }

    private struct Listed {
        let id: ProjectID
        let name: ProjectName
        let description: String
        let cluster: ClusterID?
        let region: RegionID?
    }

    private static func projects(_ exchange: Exchange, _ call: Call) throws -> [Listed] {
        try exchange.look(call) { state, _ in
            state.projects.map {
                Listed(
                    id: $0.project.id, name: $0.project.name, description: $0.description ?? "", cluster: $0.cluster,
                    region: state.region(of: $0.cluster))
            }
                + state.looseProjects.map {
                    Listed(
                        id: $0.id, name: $0.name, description: $0.description, cluster: $0.cluster,
                        region: state.region(of: $0.cluster))
                }
                + state.sharedProjects.map {
                    Listed(
                        id: $0.project.id, name: $0.project.name, description: "", cluster: nil,
                        region: state.region(of: $0.instance))
                }
        }
    }

    private static func fields(of project: Listed, _ account: AccountID) -> JSONValue {
        [
            "Id": .text(project.id.rawValue), "Name": .text(project.name.rawValue), "State": "ENABLE",
            "ClusterId": .text(project.cluster?.rawValue ?? ""),
            "DeployType": project.cluster == nil ? "PUBLIC" : "CELL", "ManagerIds": .text(account.rawValue),
            "Description": .text(project.description), "Creator": .text(account.rawValue), "GlobalJobConfig": "",
            "Modifier": .text(account.rawValue), "Region": .text(project.region?.rawValue ?? ""),
            // Nothing in the simulated cloud knows when a project was made.
            "CreateTime": 0, "ModifyTime": 0,
        ]
    }

    @Sendable static func listProject(_ exchange: Exchange) throws -> ActionReply {
        let page = try Page(exchange, "pageIndex", "pageSize")
        let (name, cluster) = (exchange.optional("name"), exchange.optional("clusterId"))
        let type = exchange.optional("deployType")?.lowercased()
        let found = try projects(exchange, name == nil ? .listProjects : .getProject).filter { project in
            // By a part of the name, like clusters.
            (name.map { project.name.rawValue.contains($0) } ?? true)
                && (cluster.map { $0 == project.cluster?.rawValue } ?? true)
                && (type.map { $0 == (project.cluster == nil ? "public" : "cell") } ?? true)
        }
        let list = page.of(found).map { fields(of: $0, exchange.account) }
        return ActionReply(paged(page, found.count).merging(["Projects": ["Project": .list(list)]]) { $1 })
    }

    private static func project(_ exchange: Exchange, _ call: Call) throws -> Listed {
        let name = try exchange.name("projectName", ProjectName.self)
        guard let found = try projects(exchange, call).first(where: { $0.name == name }) else {
            throw WireError(404, "ProjectNotFound", "The project does not exist.")
        }
        return found
    }

    @Sendable static func getProject(_ exchange: Exchange) throws -> ActionReply {
        ActionReply(["Project": fields(of: try project(exchange, .getProject), exchange.account)])
    }

    @Sendable static func deleteProject(_ exchange: Exchange) throws -> ActionReply {
        let name = try exchange.name("projectName", ProjectName.self)
        try exchange.change("delete-project") { state, _ in try state.deleteProject(name) }
        return ActionReply([:])
    }

    // MARK: - Bindings

    @Sendable static func bindQueue(_ exchange: Exchange) throws -> ActionReply {
        let request = Request.bindQueue(
            try exchange.name("queueName"), of: try exchange.name("clusterId"), to: try exchange.name("projectName"))
        return try exchange.ask(request) { _ in [:] }
    }

    @Sendable static func unbindQueue(_ exchange: Exchange) throws -> ActionReply {
        let (name, project) = (
            try exchange.name("queueName", QueueName.self), try exchange.name("projectName", ProjectName.self)
        )
        try exchange.change("unbind-queue") { state, _ in try state.unbindQueue(name, from: project) }
        return ActionReply([:])
    }

    private static func queue(_ exchange: Exchange) throws -> Queue? {
        let name = try project(exchange, .listBindings).name
        return try exchange.cloud.look(uncounted: { state, _ in state.queue(of: name) })
    }

    @Sendable static func listProjectBindQueue(_ exchange: Exchange) throws -> ActionReply {
        let list = try queue(exchange).map { queue -> [JSONValue] in
            [["ClusterId": .text(queue.cluster.rawValue), "QueueName": .text(queue.name.path)]]
        }
        return ActionReply(["Queues": ["Queue": .list(list ?? [])]])
    }

    @Sendable static func listProjectBindQueueResource(_ exchange: Exchange) throws -> ActionReply {
        ActionReply(["Queues": ["Queue": .list(try queue(exchange).map { [fields(of: $0)] } ?? [])]])
    }
}
