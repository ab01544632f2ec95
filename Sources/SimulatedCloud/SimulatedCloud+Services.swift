package import RealtimeCompute
import Workflow

extension SimulatedCloud: Cloud {
    package func callerIdentity() async throws -> Answer<Caller> {
        try look(.getCallerIdentity) { state, _ in state.callerIdentity }
    }

    package func sale(in region: RegionID) async throws -> Answer<Sale> {
        try look(.getSale) { state, now in Sale(isOpen: state.isSaleOpen(at: now), closes: state.saleCloses) }
    }

    package func purchase(_ specification: PurchaseSpecification, key: PurchaseKey) async throws -> Answer<Receipt> {
        guard case (.receipt(let receipt), let request) = try submit(.purchase(specification, key: key)) else {
            preconditionFailure("a purchase is answered with a receipt")
        }
        return Answer(receipt, requestID: request)
    }

    package func purchases(in region: RegionID) async throws -> Answer<[Purchase]> {
        try look(.listPurchases) { state, now in
            state.visiblePurchases(at: now).map(\.purchase).filter { $0.specification.region == region }
        }
    }

    package func instance(boughtWith orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<InstanceID?>
    {
        try look(.getPurchase) { state, now in
            state.visiblePurchases(at: now).first { $0.purchase.orderNumber == orderNumber }?.instance
        }
    }

    package func vpc(_ id: VPCID) async throws -> Answer<VPC?> {
        try look(.getVPC) { state, _ in state.vpcs.first { $0.id == id } }
    }

    package func vSwitch(_ id: VSwitchID) async throws -> Answer<VSwitch?> {
        try look(.getVSwitch) { state, _ in state.vSwitches.first { $0.id == id } }
    }

    package func vSwitches(of vpc: VPCID) async throws -> Answer<[VSwitch]> {
        try look(.listVSwitches) { state, _ in state.vSwitches.filter { $0.vpc == vpc } }
    }

    package func stock(in zone: ZoneID) async throws -> Answer<[MachineModel: Int]> {
        try look(.getStock) { state, _ in state.zones.first { $0.id == zone }?.stock ?? [:] }
    }

    package func bucket(_ name: BucketName) async throws -> Answer<Bucket?> {
        try look(.getBucket) { state, _ in state.buckets.first { $0.name == name } }
    }

    package func role(_ name: RoleName) async throws -> Answer<Role?> {
        try look(.getRole) { state, now in
            state.seenRole(name, at: now).map { Role(name: $0.name, trustedServices: $0.trusts) }
        }
    }

    package func policies(attachedTo role: RoleName) async throws -> Answer<[AttachedPolicy]> {
        try look(.listRolePolicies) { state, now in state.seenPolicies(of: role, at: now) }
    }

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
        try look(.findCluster) { state, now in state.visibleClusters(at: now).first { $0.instance == instance } }
    }

    package func cluster(_ id: ClusterID, in region: RegionID) async throws -> Answer<Cluster?> {
        try look(.getCluster) { state, now in state.visibleClusters(at: now).first { $0.id == id } }
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
        try look(.listProjects) { state, _ in state.projects.filter { $0.cluster == cluster }.map(\.project) }
    }

    package func openTicket(
        _ key: TicketKey, about cluster: ClusterID, saying text: String
    ) async throws -> Answer<TicketID> {
        guard case (.ticket(let id), let requestID) = try submit(.openTicket(key, about: cluster, text: text)) else {
            preconditionFailure("the opening of a ticket is answered with a ticket")
        }
        return Answer(id, requestID: requestID)
    }

    package func ticket(_ key: TicketKey) async throws -> Answer<TicketID?> {
        try look(.getTicket) { state, _ in state.tickets.first { $0.key == key }?.id }
    }
}
