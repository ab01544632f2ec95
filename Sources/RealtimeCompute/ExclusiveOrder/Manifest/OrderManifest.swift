package import Documents
import Wording
import Workflow

/// The manifest of an exclusive-mode order: `apiVersion: sluice/v1`, `kind: ExclusiveOrder`.
package enum OrderManifest {
    package static let apiVersion = "sluice/v1"
    package static let kind = "ExclusiveOrder"

    /// The specification that `document` holds, or every fault it has.
    package static func read(_ document: Document) throws(InvalidDocument) -> OrderSpecification {
        try document.decode { root in
            root.object { fields in
                fields.header(apiVersion: apiVersion, kind: kind)
                let name = fields.required("metadata")?.object { $0.required("name")?.name(OrderName.self, .order) }
                let specification = fields.required("spec")?.object(specification)
                guard let name, var specification else { return nil }
                specification.name = name
                return specification
            }
        }
    }

    private static func specification(in spec: ObjectReader) -> OrderSpecification? {
        let region = spec.required("region")?.name(RegionID.self, .region)
        let billing = spec.required("billing")?.object(billing)
        let masters = spec.required("masters")
        let masterMachines = masters?.object(Self.masters)
        let slaves = spec.required("slaves")?.object(Self.slaves)
        let cluster = spec.required("cluster")?.object(cluster)
        let projectList = spec.required("projects")
        let projects = projectList.flatMap(projects)
        let storage = spec.optional("storage").map { $0.list { $0.object(Self.storage) } } ?? []
        let timing = spec.optional("timing").map { $0.object(Self.timing) } ?? Timing()

        if let masterMachines, let slaves {
            checkBounds(
                Capacity(of: masterMachines, slaves),
                masters: masterMachines,
                at: masters,
                projects: projects ?? [],
                at: projectList
            )
        }
        guard let region, let billing, let masterMachines, let slaves, let cluster, let projects, let storage,
            let timing
        else { return nil }
        return OrderSpecification(
            name: "", region: region, billing: billing, masters: masterMachines, slaves: slaves, cluster: cluster,
            projects: projects, storage: storage, timing: timing
        )
    }

    /// How something is paid for.
    package static func billing(in fields: ObjectReader) -> Billing? {
        let method = fields.required("method")?.word(Billing.Method.self)
        let months = fields.optional("months")
        switch method {
        case .subscription:
            guard let months else { return .subscription(months: Figures.defaultSubscriptionMonths) }
            return months.integer(in: Figures.subscriptionMonths).map { .subscription(months: $0) }
        case .payAsYouGo:
            guard let months else { return .payAsYouGo }
            return months.fault(.monthsOfPayAsYouGo(months))
        case nil:
            return nil
        }
    }

    /// A number of masters, as many as a cluster may have.
    package static func masters(in fields: ObjectReader) -> Machines? { machines(in: fields, count: masterCount) }

    /// A number of slaves, as many as a cluster may have.
    package static func slaves(in fields: ObjectReader) -> Machines? { machines(in: fields, count: slaveCount) }

    private static func machines(in fields: ObjectReader, count: (NodeReader?) -> Int?) -> Machines? {
        let model = fields.required("model")?.word(MachineModel.self)
        guard let count = count(fields.optional("count")), let model else { return nil }
        return Machines(model, count: count)
    }

    private static func masterCount(_ reader: NodeReader?) -> Int? {
        guard let reader else { return Figures.defaultMasterCount }
        guard let count = reader.integer() else { return nil }
        guard Figures.masterCounts.contains(count) else {
            return reader.fault(.outOfRange(reader.node, allowed: "1, 3", path: reader.path))
        }
        return count
    }

    private static func slaveCount(_ reader: NodeReader?) -> Int? {
        guard let reader else { return Figures.defaultSlaveCount }
        return reader.integer(in: Figures.slaveCounts)
    }

    private static func cluster(in fields: ObjectReader) -> ClusterSpecification? {
        let name = fields.required("name")?.name(ClusterName.self, .cluster)
        let description = fields.optional("description").map { $0.description() } ?? ""
        let zone = fields.required("zone")?.name(ZoneID.self, .resource)
        let vpc = fields.required("vpc")?.name(VPCID.self, .resource)
        let vSwitch = fields.required("vSwitch")?.name(VSwitchID.self, .resource)
        let bucket = fields.required("bucket")?.name(BucketName.self, .bucket)
        let range = fields.optional("cidr")
        let cidr = range?.addressRange()
        guard let name, let description, let zone, let vpc, let vSwitch, let bucket, range == nil || cidr != nil
        else { return nil }
        return ClusterSpecification(
            name: name, description: description, zone: zone, vpc: vpc, vSwitch: vSwitch, bucket: bucket, cidr: cidr)
    }

    private static func projects(in list: NodeReader) -> [ProjectSpecification]? {
        var taken: Set<ProjectName> = []
        let projects = list.list { item in
            item.object { fields -> ProjectSpecification? in
                let nameReader = fields.required("name")
                let name = nameReader?.name(ProjectName.self, .cluster)
                let description = fields.optional("description").map { $0.description() } ?? ""
                let units = fields.required("computeUnits")?.integer(in: 1...Int.max)
                if let name, let nameReader, !taken.insert(name).inserted {
                    return nameReader.fault(.repeatedProject(nameReader))
                }
                guard let name, let description, let units else { return nil }
                return ProjectSpecification(name: name, description: description, computeUnits: ComputeUnits(units))
            }
        }
        if case .list(let items) = list.node.content, items.isEmpty { return list.fault(.noProject(list)) }
        return projects
    }

    private static func storage(in fields: ObjectReader) -> StorageEndpoint? {
        let name = fields.required("name")?.text(NameRule.resource.words) { NameRule.resource.admits($0) ? $0 : nil }
        let region = fields.required("region")?.name(RegionID.self, .region)
        let vpc = fields.optional("vpc")?.name(VPCID.self, .resource)
        let group = fields.optional("securityGroup")?.name(SecurityGroupID.self, .resource)
        guard let name, let region else { return nil }
        return StorageEndpoint(name: name, region: region, vpc: vpc, securityGroup: group)
    }

    /// How long is waited for what.
    static func timing(in fields: ObjectReader) -> Timing? {
        var timing = Timing()
        for (name, path) in Timing.fields {
            if let reader = fields.optional(name), let duration = reader.positiveDuration() {
                timing[keyPath: path] = duration
            }
        }
        return timing
    }

    private static func checkBounds(
        _ capacity: Capacity,
        masters: Machines,
        at mastersReader: NodeReader?,
        projects: [ProjectSpecification],
        at projectsReader: NodeReader?
    ) {
        if let bound = masters.model.largestCluster, capacity.computeUnits > bound, let mastersReader {
            mastersReader.faults.add(
                .clusterPassesMaster(capacity.computeUnits, bound: bound, of: masters.model, mastersReader))
        }
        let (asked, overflow) = projects.reduce((0, false)) { sum, project in
            let (total, overflow) = sum.0.addingReportingOverflow(project.computeUnits.count)
            return (total, sum.1 || overflow)
        }
        if overflow || asked > capacity.computeUnits.count, let projectsReader {
            projectsReader.faults.add(
                .projectsPassCluster(overflow ? .max : asked, free: capacity.computeUnits, projectsReader))
        }
    }
}
