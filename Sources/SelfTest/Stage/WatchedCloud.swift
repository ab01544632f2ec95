import RealtimeCompute
import SimulatedCloud
import Workflow

/// The cloud as one process sees it: the process may die before every call and before every answer, and a watch sees
/// what is asked and what is answered.
struct WatchedCloud {
    let cloud: any Cloud
    let fate: any Fate
    let watch: Watch

    /// A call that changes nothing.
    func look<Value>(_ call: Call, _ ask: () async throws -> Value) async throws -> Value {
        try await fate.decide(.look)
        watch.looks(call, in: fate.process)
        return try await ask()
    }

    /// A request that changes something: described by what it asks for, judged before it leaves and when it is answered.
    func change<Value>(_ request: WatchedRequest, _ ask: () async throws -> Value) async throws -> Value {
        try await fate.decide(.change)
        watch.asks(request, in: fate.process)
        do {
            let answer = try await ask()
            try await fate.decide(.change)
            watch.answered(request, nil, in: fate.process)
            return answer
        } catch let error as CloudError {
            try await fate.decide(.change)
            watch.answered(request, error, in: fate.process)
            throw error
        }
    }
}

extension WatchedCloud: Cloud {
    var id: CloudID { cloud.id }

    func callerIdentity() async throws -> Answer<Caller> {
        try await look(.getCallerIdentity) { try await cloud.callerIdentity() }
    }

    func sale(of product: Product, in region: RegionID) async throws -> Answer<Sale> {
        try await look(.getSale) { try await cloud.sale(of: product, in: region) }
    }

    func purchase(_ specification: PurchaseSpecification, key: PurchaseKey) async throws -> Answer<Receipt> {
        try await change(WatchedRequest(.purchase, key: key)) { try await cloud.purchase(specification, key: key) }
    }

    func purchases(matching query: PurchaseQuery) async throws -> Answer<[Purchase]> {
        try await look(.listPurchases) { try await cloud.purchases(matching: query) }
    }

    func purchase(_ orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<Purchase?> {
        try await look(.getPurchase) { try await cloud.purchase(orderNumber, in: region) }
    }

    func instance(boughtWith orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<InstanceID?> {
        try await look(.getPurchase) { try await cloud.instance(boughtWith: orderNumber, in: region) }
    }

    func vpc(_ id: VPCID, in region: RegionID) async throws -> Answer<VPC?> {
        try await look(.getVPC) { try await cloud.vpc(id, in: region) }
    }

    func vSwitch(_ id: VSwitchID, in region: RegionID) async throws -> Answer<VSwitch?> {
        try await look(.getVSwitch) { try await cloud.vSwitch(id, in: region) }
    }

    func vSwitches(of vpc: VPCID, in region: RegionID) async throws -> Answer<[VSwitch]> {
        try await look(.listVSwitches) { try await cloud.vSwitches(of: vpc, in: region) }
    }

    func stock(
        of models: Set<MachineModel>, in zone: ZoneID, _ region: RegionID
    ) async throws -> Answer<[MachineModel: Int]> {
        try await look(.getStock) { try await cloud.stock(of: models, in: zone, region) }
    }

    func bucket(_ name: BucketName, in region: RegionID) async throws -> Answer<Bucket?> {
        try await look(.getBucket) { try await cloud.bucket(name, in: region) }
    }

    func role(_ name: RoleName) async throws -> Answer<Role?> {
        try await look(.getRole) { try await cloud.role(name) }
    }

    func policies(attachedTo role: RoleName) async throws -> Answer<[AttachedPolicy]> {
        try await look(.listRolePolicies) { try await cloud.policies(attachedTo: role) }
    }

    func policies(attachedToUser name: UserName) async throws -> Answer<[AttachedPolicy]?> {
        try await look(.listUserPolicies) { try await cloud.policies(attachedToUser: name) }
    }

    func createCluster(
        _ specification: ClusterSpecification, on instance: InstanceID, in region: RegionID
    ) async throws -> Answer<Cluster> {
        try await change(WatchedRequest(.createCluster, about: instance)) {
            try await cloud.createCluster(specification, on: instance, in: region)
        }
    }

    func cluster(
        on instance: InstanceID, as wanted: ClusterSpecification?, since time: Timestamp?, in region: RegionID
    ) async throws -> Answer<Cluster?> {
        try await look(.findCluster) { try await cloud.cluster(on: instance, as: wanted, since: time, in: region) }
    }

    func cluster(_ id: ClusterID, in region: RegionID) async throws -> Answer<Cluster?> {
        try await look(.getCluster) { try await cloud.cluster(id, in: region) }
    }

    func createProject(
        _ specification: ProjectSpecification, in cluster: ClusterID, _ region: RegionID
    ) async throws -> Answer<Project> {
        try await change(WatchedRequest(.createProject, about: cluster)) {
            try await cloud.createProject(specification, in: cluster, region)
        }
    }

    func projects(in cluster: ClusterID, _ region: RegionID) async throws -> Answer<[Project]> {
        try await look(.listProjects) { try await cloud.projects(in: cluster, region) }
    }

    func openTicket(
        _ key: TicketKey, about resource: String, saying text: String
    ) async throws -> Answer<TicketID> {
        try await change(WatchedRequest(.openTicket, about: ClusterID(rawValue: resource), key: key)) {
            try await cloud.openTicket(key, about: resource, saying: text)
        }
    }

    func ticket(_ key: TicketKey) async throws -> Answer<TicketID?> {
        try await look(.getTicket) { try await cloud.ticket(key) }
    }
}
