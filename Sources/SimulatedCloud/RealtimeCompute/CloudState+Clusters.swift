package import RealtimeCompute
import Workflow

// The service's refusals have codes of ours: the vendor publishes none for exclusive mode, but for those of its other
// services.
extension CloudState {
    /// Clusters as they can be seen, of all rows that a lookup gave.
    func visible(_ row: TableRow<ClusterRecord>?, at now: Timestamp) -> Cluster? {
        row.flatMap { isVisible($0.record, at: now) ? view(of: $0.record, at: now) : nil }
    }

    func isVisible(_ record: ClusterRecord, at now: Timestamp) -> Bool {
        record.createdAt + settings.visibility.clusters <= now
    }

    /// A cluster as the service shows it.
    ///
    /// The names of the stages are ours.
    func view(of record: ClusterRecord, at now: Timestamp) -> Cluster {
        let stages = ["security-group", "network-interfaces", "masters", "slaves", "services"]
        let share = record.duration > .zero ? record.progress(at: now) / record.duration : 1
        let stage = stages[min(stages.count - 1, max(0, Int(share * Double(stages.count))))]
        return Cluster(
            id: record.id, name: record.name, instance: record.instance, status: record.status,
            stage: record.status == .starting ? stage : nil, createdAt: record.createdAt,
            computeUnits: record.status.countsAsRunning ? record.capacity.computeUnits : nil)
    }

    mutating func createCluster(
        _ specification: ClusterSpecification, on instance: InstanceID, in region: RegionID, at now: Timestamp
    ) throws(CloudError) -> Cluster {
        guard let bought = tables.purchases.first(.instance, instance.rawValue),
            bought.purchase.specification.region == region
        else { throw CloudError(code: "InstanceNotFound", vendorMessage: "there is no such instance") }
        guard tables.clusters.row(.instance, instance.rawValue) == nil else {
            throw CloudError(
                code: CloudError.Code.instanceInUse, vendorMessage: "the instance already carries a cluster")
        }
        let masters = bought.purchase.specification.masters
        let slaves = bought.purchase.specification.slaves
        try takeResources(for: specification, masters, slaves, in: region, at: now)

        let id = ClusterID(rawValue: "cluster\(settings.id.rawValue.suffix(6))\(100_000 + nextID())")
        // Where clusters fail, a new one has until the next moment that anybody looks.
        let fails = settings.conditions.contains(.fail)
        let record = ClusterRecord(
            id: id, name: specification.name, description: specification.description, instance: instance,
            orderNumber: bought.purchase.orderNumber, region: region, zone: specification.zone, vpc: specification.vpc,
            vSwitches: [specification.vSwitch], bucket: specification.bucket, masters: masters, slaves: slaves,
            createdAt: now, status: .starting, progress: .zero,
            progressingSince: settings.conditions.contains(.stall) && !fails ? nil : now,
            duration: fails ? .zero : settings.clusterStart)
        tables.clusters.append(record)
        return view(of: record, at: now)
    }

    /// Checks what the service itself needs, and takes addresses and stock.
    private mutating func takeResources(
        for specification: ClusterSpecification, _ masters: Machines, _ slaves: Machines, in region: RegionID,
        at now: Timestamp
    ) throws(CloudError) {
        guard let vpc = tables.vpcs.first(.id, specification.vpc.rawValue), vpc.region == region, vpc.name != nil else {
            throw CloudError(code: "InvalidVpcId.NotFound", vendorMessage: "the VPC does not exist or has no name")
        }
        guard let vSwitch = tables.vSwitches.first(.id, specification.vSwitch.rawValue),
            vSwitch.vpc == specification.vpc, vSwitch.zone == specification.zone,
            tables.zones.row(.id, specification.zone.rawValue) != nil
        else { throw CloudError(code: "InvalidVSwitchId.NotFound", vendorMessage: "the vSwitch does not exist there") }
        guard let bucket = tables.buckets.first(.name, specification.bucket.rawValue), bucket.region == region,
            bucket.storageClass == .standard, bucket.accessControl == .private
        else { throw CloudError(code: "InvalidBucket", vendorMessage: "the bucket cannot be used") }
        guard seenRole(Figures.role, at: now) != nil else {
            // Authorisation is cached: straight after a grant this passes by itself.
            throw CloudError(
                code: "RoleNotAuthorized", vendorMessage: "the service may not assume the role", isTransient: true)
        }
        try take([masters, slaves], in: specification.vSwitch, specification.zone)
    }

    /// Takes the addresses and the stock that machines need, or nothing.
    mutating func take(
        _ machines: [Machines], in vSwitch: VSwitchID, _ zone: ZoneID
    ) throws(CloudError) {
        guard let subnet = tables.vSwitches.row(.id, vSwitch.rawValue), let place = tables.zones.row(.id, zone.rawValue)
        else { throw CloudError(code: "InvalidVSwitchId.NotFound", vendorMessage: "the vSwitch does not exist there") }
        let free = subnet.record.freeAddresses - machines.reduce(0) { $0 + $1.count }
        guard free >= 0 else {
            throw CloudError(
                code: "InvalidVSwitchId.IpNotEnough", vendorMessage: "the vSwitch has too few free addresses")
        }
        var zone = place.record
        for machines in machines {
            zone.stock[machines.model, default: 0] -= machines.count
            guard zone.stock[machines.model, default: 0] >= 0 else {
                throw CloudError(
                    code: "OperationDenied.NoStock", vendorMessage: "the zone cannot supply \(machines.model.rawValue)")
            }
        }
        tables.zones.replace(at: place.position, with: zone)
        tables.vSwitches.replace(at: subnet.position, with: subnet.record.with(freeAddresses: free))
    }
}

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

    package func cluster(on instance: InstanceID, in region: RegionID) async throws -> Answer<Cluster?> {
        try look(.findCluster) { state, now in
            state.visible(state.tables.clusters.row(.instance, instance.rawValue), at: now)
        }
    }

    package func cluster(_ id: ClusterID, in region: RegionID) async throws -> Answer<Cluster?> {
        try look(.getCluster) { state, now in state.visible(state.tables.clusters.row(.id, id.rawValue), at: now) }
    }

    package func createProject(
        _ specification: ProjectSpecification, in cluster: ClusterID
    ) async throws -> Answer<Project> {
        guard case (.project(let project), let requestID) = try submit(.createProject(specification, in: cluster))
        else {
            preconditionFailure("the creation of a project is answered with a project")
        }
        return Answer(project, requestID: requestID)
    }

    package func projects(in cluster: ClusterID) async throws -> Answer<[Project]> {
        try look(.listProjects) { state, _ in state.projects(in: cluster) }
    }
}
