import Documents
import RealtimeCompute
import Wording
import Workflow

/// Something that was bought before Sluice, as a world file tells it.
struct WorldInstance {
    struct Cluster {
        let specification: ClusterSpecification
        let status: ClusterStatus
        let reader: NodeReader
    }

    enum Kind: String, CaseIterable {
        case exclusive, shared
    }

    enum Content {
        case exclusive(PurchaseSpecification, Cluster?, [ProjectSpecification])
        case shared(SharedSpecification, ProjectSpecification?)
    }

    let id: InstanceID?
    /// When it was bought; `nil` is when the cloud's clock starts.
    let boughtAt: Timestamp?
    let content: Content
    let idReader: NodeReader?

    // MARK: - Reading

    static func read(_ fields: ObjectReader) -> Self? {
        let kind = fields.optional("kind").map { $0.word(Kind.self) } ?? .exclusive
        let idReader = fields.optional("id")
        let id = idReader?.name(InstanceID.self, .resource)
        let time = fields.optional("boughtAt")
        let boughtAt = time?.timestamp()
        guard let region = fields.required("region")?.name(RegionID.self, .region), let kind else { return nil }
        let content =
            switch kind {
            case .exclusive: exclusive(in: fields, region)
            case .shared: shared(in: fields, region)
            }
        guard let content, idReader == nil || id != nil, time == nil || boughtAt != nil else { return nil }
        return Self(id: id, boughtAt: boughtAt, content: content, idReader: idReader)
    }

    private static func exclusive(in fields: ObjectReader, _ region: RegionID) -> Content? {
        let billing = fields.required("billing")?.object(OrderManifest.billing)
        let masters = fields.required("masters")?.object(OrderManifest.masters)
        let slaves = fields.required("slaves")?.object(OrderManifest.slaves)
        let clusterReader = fields.optional("cluster")
        let cluster = clusterReader.flatMap { reader in reader.object { readCluster(in: $0, at: reader) } }
        let projectsReader = fields.optional("projects")
        let projects = projectsReader.map { $0.list { $0.object(readProject) } } ?? []
        guard let billing, let masters, let slaves, clusterReader == nil || cluster != nil, let projects else {
            return nil
        }
        if let projectsReader {
            let names = projects.map(\.name.rawValue)
            projectsReader.requireDistinct(names)
            let units = Capacity(of: masters, slaves).computeUnits
            let held = projects.map(\.computeUnits).sum()
            if cluster == nil || held > units {
                projectsReader.faults.add(.tooLittle(units, projectsReader))
            }
        }
        let bought = PurchaseSpecification(region: region, billing: billing, masters: masters, slaves: slaves)
        return .exclusive(bought, cluster, projects)
    }

    private static func readCluster(in fields: ObjectReader, at reader: NodeReader) -> Cluster? {
        let name = fields.required("name")?.name(ClusterName.self, .cluster)
        let description = fields.optional("description").map { $0.description() } ?? ""
        let zone = fields.required("zone")?.name(ZoneID.self, .resource)
        let vpc = fields.required("vpc")?.name(VPCID.self, .resource)
        let vSwitch = fields.required("vSwitch")?.name(VSwitchID.self, .resource)
        let bucket = fields.required("bucket")?.name(BucketName.self, .bucket)
        let status = fields.optional("status").map { $0.word(ClusterStatus.self) } ?? .running
        guard let name, let description, let zone, let vpc, let vSwitch, let bucket, let status else { return nil }
        let specification = ClusterSpecification(
            name: name, description: description, zone: zone, vpc: vpc, vSwitch: vSwitch, bucket: bucket, cidr: nil)
        return Cluster(specification: specification, status: status, reader: reader)
    }

    private static func shared(in fields: ObjectReader, _ region: RegionID) -> Content? {
        let units = fields.required("computeUnits")?.integer(in: 1...100_000).map { ComputeUnits($0) }
        let months = fields.required("months")?.integer(in: 1...36)
        let projectReader = fields.optional("project")
        let project = projectReader?.object(readProject)
        guard let units, let months, projectReader == nil || project != nil else { return nil }
        if let project, project.computeUnits > units, let projectReader {
            projectReader.faults.add(.tooLittle(units, projectReader))
        }
        return .shared(SharedSpecification(region: region, computeUnits: units, months: months), project)
    }

    private static func readProject(in fields: ObjectReader) -> ProjectSpecification? {
        let name = fields.required("name")?.name(ProjectName.self, .cluster)
        let description = fields.optional("description").map { $0.description() } ?? ""
        let units = fields.required("computeUnits")?.integer(in: 1...100_000)
        guard let name, let description, let units else { return nil }
        return ProjectSpecification(name: name, description: description, computeUnits: ComputeUnits(units))
    }
}

extension CloudState {
    /// Puts down what was bought before Sluice, as if by somebody else: a purchase without a key, its instance, a cluster
    /// with what it takes, its projects.
    ///
    /// - Returns: why it cannot have been, if it cannot.
    mutating func add(_ bought: WorldInstance, at now: Timestamp) -> Fault? {
        let (number, newID) = nextOrder()
        let instance = bought.id ?? newID
        let boughtAt = bought.boughtAt ?? now
        if tables.instances.row(.id, instance.rawValue) != nil, let reader = bought.idReader {
            return .repeatedInstance(instance, reader)
        }
        switch bought.content {
        case .exclusive(let specification, let cluster, let projects):
            let purchase = Purchase(
                orderNumber: number, specification: specification, key: nil, status: .paid, madeAt: boughtAt)
            append(purchase, instance)
            guard let cluster else { return nil }
            do throws(CloudError) {
                try add(cluster, with: projects, on: instance, purchase)
            } catch {
                return .refused(error, cluster.reader)
            }
        case .shared(let specification, let project):
            append(
                SharedPurchase(
                    orderNumber: number, specification: specification, key: nil, status: .paid, madeAt: boughtAt),
                instance)
            guard let project else { return nil }
            tables.sharedProjects.append(
                SharedProjectRecord(
                    project: Project(id: nextProjectID(), name: project.name, computeUnits: project.computeUnits),
                    instance: instance))
        }
        return nil
    }

    private mutating func add(
        _ cluster: WorldInstance.Cluster, with projects: [ProjectSpecification], on instance: InstanceID,
        _ purchase: Purchase
    ) throws(CloudError) {
        let specification = cluster.specification
        let bought = purchase.specification
        guard let vpc = tables.vpcs.first(.id, specification.vpc.rawValue), vpc.region == bought.region else {
            throw CloudError(code: "InvalidVpcId.NotFound", vendorMessage: "the VPC does not exist in the region")
        }
        guard let vSwitch = tables.vSwitches.first(.id, specification.vSwitch.rawValue),
            vSwitch.vpc == specification.vpc, vSwitch.zone == specification.zone
        else { throw .vSwitchNotFound }
        guard tables.buckets.first(.name, specification.bucket.rawValue)?.region == bought.region else {
            throw CloudError(code: "InvalidBucket", vendorMessage: "the bucket does not exist in the region")
        }
        try take([bought.masters, bought.slaves], in: specification.vSwitch, specification.zone)
        let record = ClusterRecord(
            id: nextClusterID(), name: specification.name, description: specification.description, instance: instance,
            orderNumber: purchase.orderNumber, region: bought.region, zone: specification.zone, vpc: specification.vpc,
            addresses: [
                TakenAddresses(vSwitch: specification.vSwitch, count: bought.masters.count + bought.slaves.count)
            ],
            bucket: specification.bucket, masters: bought.masters, slaves: bought.slaves, createdAt: purchase.madeAt,
            status: cluster.status, progressingSince: purchase.madeAt, duration: settings.clusterStart)
        tables.clusters.append(record)
        for project in projects {
            let made = Project(id: nextProjectID(), name: project.name, computeUnits: project.computeUnits)
            tables.projects.append(ProjectRecord(project: made, cluster: record.id))
        }
    }
}

extension Fault {
    fileprivate static func repeatedInstance(_ id: InstanceID, _ reader: NodeReader) -> Self {
        Self(
            id: "repeated-id", at: reader.node.place, path: reader.path, found: id.rawValue,
            allowed: LocalizedText("each id once", zh: "每个标识只用一次"),
            message: LocalizedText("\(id) is given twice", zh: "\(id) 重复"))
    }

    fileprivate static func tooLittle(_ units: ComputeUnits, _ reader: NodeReader) -> Self {
        Self(
            id: "projects-pass-cluster", at: reader.node.place, path: reader.path,
            allowed: LocalizedText("at most \(units.count) CU, of a cluster", zh: "至多 \(units.count) CU，且须有集群"),
            message: LocalizedText(
                "the projects hold more than there is: \(units.count) CU", zh: "项目超出现有的 \(units.count) CU"))
    }
}
