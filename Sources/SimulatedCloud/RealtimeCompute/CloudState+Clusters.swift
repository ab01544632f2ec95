package import RealtimeCompute
package import Workflow

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

    /// A cluster with where it lies and what of.
    func details(of record: ClusterRecord, at now: Timestamp) -> ClusterDetails {
        var vSwitches: [VSwitchID] = []
        for taken in record.addresses where !vSwitches.contains(taken.vSwitch) { vSwitches.append(taken.vSwitch) }
        return ClusterDetails(
            cluster: view(of: record, at: now), region: record.region, description: record.description,
            zone: record.zone, vpc: record.vpc, vSwitches: vSwitches, bucket: record.bucket,
            masters: record.masters, slaves: record.slaves)
    }

    /// The cluster of an id, as soon as it can be seen.
    package func visibleCluster(_ id: ClusterID, at now: Timestamp) -> ClusterDetails? {
        tables.clusters.first(.id, id.rawValue).flatMap { isVisible($0, at: now) ? details(of: $0, at: now) : nil }
    }

    /// Every cluster that can be seen.
    package func clusterDetails(at now: Timestamp) -> [ClusterDetails] {
        tables.clusters.all.filter { isVisible($0, at: now) }.map { details(of: $0, at: now) }
    }

    mutating func createCluster(
        _ specification: ClusterSpecification, on instance: InstanceID, in region: RegionID, at now: Timestamp
    ) throws(CloudError) -> Cluster {
        guard let bought = tables.instances.first(.id, instance.rawValue), bought.region == region,
            case .machines(let masters, let slaves) = bought.size
        else { throw .instanceNotFound }
        guard !bought.isReleased else { throw .instanceReleased }
        guard tables.clusters.row(.instance, instance.rawValue) == nil else {
            throw CloudError(
                code: CloudError.Code.instanceInUse, vendorMessage: "the instance already carries a cluster")
        }
        try takeResources(for: specification, masters, slaves, in: region, at: now)

        let id = nextClusterID()
        // Where clusters fail, a new one has until the next moment that anybody looks.
        let fails = settings.conditions.contains(.fail)
        let record = ClusterRecord(
            id: id, name: specification.name, description: specification.description, instance: instance,
            orderNumber: bought.orderNumber, region: region, zone: specification.zone, vpc: specification.vpc,
            addresses: [TakenAddresses(vSwitch: specification.vSwitch, count: masters.count + slaves.count)],
            bucket: specification.bucket, masters: masters, slaves: slaves, createdAt: now, status: .starting,
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
            throw .roleNotAuthorized
        }
        try take([masters, slaves], in: specification.vSwitch, specification.zone)
    }

    mutating func nextClusterID() -> ClusterID {
        ClusterID(rawValue: "cluster\(settings.id.rawValue.suffix(6))\(1_000_000 + nextID())")
    }
}

extension CloudError {
    static var roleNotAuthorized: Self {
        CloudError(code: "RoleNotAuthorized", vendorMessage: "the service may not assume the role", isTransient: true)
    }

    static var clusterNotRunning: Self {
        CloudError(code: Code.clusterNotRunning, vendorMessage: "the cluster does not run")
    }
}
