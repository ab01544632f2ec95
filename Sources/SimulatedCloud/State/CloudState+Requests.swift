import RealtimeCompute
import Workflow

// What the four requests do. The service's refusals have codes of ours: the vendor publishes none for exclusive mode,
// but for those of its other services.
extension CloudState {
    mutating func purchase(
        _ specification: PurchaseSpecification, key: PurchaseKey?, at now: Timestamp
    ) throws(CloudError) -> Receipt {
        guard caller.kind == .account else { throw .noPermission }
        guard isSaleOpen(at: now) else {
            throw CloudError(code: "SaleClosed", vendorMessage: "exclusive mode is no longer sold")
        }
        let number = nextID()
        let purchase = Purchase(
            orderNumber: OrderNumber(rawValue: String(210_000_000_000 + number)), specification: specification,
            key: keepsPurchaseKeys ? key : nil, status: .paid, madeAt: now)
        let instance = InstanceID(rawValue: "blinkonecs_\(id.rawValue.suffix(4))\(1000 + number)")
        purchases.append(PurchaseRecord(purchase: purchase, instance: instance))
        return Receipt(orderNumber: purchase.orderNumber, paidAt: now)
    }

    mutating func createCluster(
        _ specification: ClusterSpecification, on instance: InstanceID, in region: RegionID, at now: Timestamp
    ) throws(CloudError) -> Cluster {
        guard
            let bought = purchases.first(where: {
                $0.instance == instance && $0.purchase.specification.region == region
            })
        else { throw CloudError(code: "InstanceNotFound", vendorMessage: "there is no such instance") }
        guard !clusters.contains(where: { $0.instance == instance }) else {
            throw CloudError(
                code: CloudError.Code.instanceInUse, vendorMessage: "the instance already carries a cluster")
        }
        let masters = bought.purchase.specification.masters
        let slaves = bought.purchase.specification.slaves
        let capacity = Capacity(of: masters, slaves)
        try takeResources(for: specification, masters, slaves, in: region, at: now)

        let record = ClusterRecord(
            id: ClusterID(rawValue: "cluster\(id.rawValue.suffix(6))\(100_000 + nextID())"), name: specification.name,
            instance: instance, orderNumber: bought.purchase.orderNumber, createdAt: now, capacity: capacity,
            status: .starting, progress: .zero, progressingSince: conditions.contains(.stall) ? nil : now)
        clusters.append(record)
        return view(of: record, at: now)
    }

    /// Checks what the service itself needs, and takes addresses and stock.
    private mutating func takeResources(
        for specification: ClusterSpecification, _ masters: Machines, _ slaves: Machines, in region: RegionID,
        at now: Timestamp
    ) throws(CloudError) {
        guard vpcs.contains(where: { $0.id == specification.vpc && $0.region == region && $0.name != nil }) else {
            throw CloudError(code: "InvalidVpcId.NotFound", vendorMessage: "the VPC does not exist or has no name")
        }
        guard
            let vSwitch = vSwitches.firstIndex(where: { $0.id == specification.vSwitch && $0.vpc == specification.vpc }
            ),
            let zone = zones.firstIndex(where: { $0.id == specification.zone }),
            vSwitches[vSwitch].zone == zones[zone].id
        else { throw CloudError(code: "InvalidVSwitchId.NotFound", vendorMessage: "the vSwitch does not exist there") }
        guard let bucket = buckets.first(where: { $0.name == specification.bucket }), bucket.region == region,
            bucket.storageClass == .standard, bucket.accessControl == .private
        else { throw CloudError(code: "InvalidBucket", vendorMessage: "the bucket cannot be used") }
        guard seenRole(Figures.role, at: now) != nil else {
            // Authorisation is cached: straight after a grant this passes by itself.
            throw CloudError(
                code: "RoleNotAuthorized", vendorMessage: "the service may not assume the role", isTransient: true)
        }
        let nodes = masters.count + slaves.count
        guard vSwitches[vSwitch].freeAddresses >= nodes else {
            throw CloudError(
                code: "InvalidVSwitchId.IpNotEnough", vendorMessage: "the vSwitch has too few free addresses")
        }
        var stock = zones[zone].stock
        for machines in [masters, slaves] {
            stock[machines.model, default: 0] -= machines.count
            guard stock[machines.model, default: 0] >= 0 else {
                throw CloudError(
                    code: "OperationDenied.NoStock", vendorMessage: "the zone cannot supply \(machines.model.rawValue)")
            }
        }
        zones[zone].stock = stock
        vSwitches[vSwitch] = vSwitches[vSwitch].with(freeAddresses: vSwitches[vSwitch].freeAddresses - nodes)
    }

    mutating func createProject(
        _ specification: ProjectSpecification, in cluster: ClusterID
    ) throws(CloudError) -> Project {
        guard caller.kind == .account else { throw .noPermission }
        guard let record = clusters.first(where: { $0.id == cluster }), record.status.countsAsRunning else {
            throw CloudError(code: "ClusterNotRunning", vendorMessage: "the cluster does not run")
        }
        let siblings = projects.filter { $0.cluster == cluster }.map(\.project)
        guard !siblings.contains(where: { $0.name == specification.name }) else {
            throw CloudError(
                code: CloudError.Code.projectExists, vendorMessage: "the cluster has a project of this name")
        }
        let free = record.capacity.computeUnits - siblings.map(\.computeUnits).sum()
        guard specification.computeUnits <= free else {
            throw CloudError(code: "InsufficientComputeUnits", vendorMessage: "the cluster has \(free.count) CU free")
        }
        let project = Project(
            id: ProjectID(rawValue: "project\(100_000 + nextID())"), name: specification.name,
            computeUnits: specification.computeUnits)
        projects.append(ProjectRecord(project: project, cluster: cluster))
        return project
    }

    mutating func openTicket(
        _ key: TicketKey, about cluster: ClusterID, saying text: String, at now: Timestamp
    ) -> TicketID {
        if let open = tickets.first(where: { $0.key == key }) { return open.id }
        let ticket = TicketRecord(
            id: TicketID(rawValue: "ticket\(100_000 + nextID())"), key: key, cluster: cluster, openedAt: now, text: text
        )
        tickets.append(ticket)
        return ticket.id
    }
}

extension VSwitch {
    func with(freeAddresses: Int) -> Self {
        VSwitch(id: id, vpc: vpc, zone: zone, cidr: cidr, freeAddresses: freeAddresses)
    }
}
