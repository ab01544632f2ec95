import Workflow

/// The services that prerequisites look at.
package typealias ObservedServices = CallerIdentityService & BillingService & RegionService & NetworkService
    & ComputeStockService & ObjectStorageService & AccessManagementService & RealtimeComputeService
    & WorkspaceService

/// The looks of one inspection: each resource is looked at once, however many prerequisites judge it.
package final class Observations {
    let services: any ObservedServices
    /// Where everything is looked for.
    let region: RegionID
    private var answers: [String: Result<any Sendable, any Error>] = [:]

    package init(of services: any ObservedServices, in region: RegionID) {
        self.services = services
        self.region = region
    }

    /// Takes what lists have shown for looked at.
    package func know(_ vpcs: [VPC], _ vSwitches: [VSwitch], _ buckets: [Bucket]) {
        for vpc in vpcs { answers["vpc/\(vpc.id)"] = .success(Answer<VPC?>(vpc, requestID: nil)) }
        for vSwitch in vSwitches {
            answers["vswitch/\(vSwitch.id)"] = .success(Answer<VSwitch?>(vSwitch, requestID: nil))
        }
        for bucket in buckets { answers["bucket/\(bucket.name)"] = .success(Answer<Bucket?>(bucket, requestID: nil)) }
    }

    func vpc(_ id: VPCID) async throws -> Answer<VPC?> {
        try await once("vpc/\(id)") { try await services.vpc(id, in: region) }
    }

    func vSwitch(_ id: VSwitchID) async throws -> Answer<VSwitch?> {
        try await once("vswitch/\(id)") { try await services.vSwitch(id, in: region) }
    }

    package func vSwitches(of vpc: VPCID) async throws -> Answer<[VSwitch]> {
        try await once("vpc/\(vpc)/vswitches") { try await services.vSwitches(of: vpc, in: region) }
    }

    func stock(of models: Set<MachineModel>, in zone: ZoneID) async throws -> Answer<[MachineModel: Int]> {
        let names = models.map(\.rawValue).sorted().joined(separator: ",")
        return try await once("zone/\(zone)/\(names)") { try await services.stock(of: models, in: zone, region) }
    }

    func project(named name: ProjectName) async throws -> Answer<LocatedProject?> {
        try await services.project(named: name, in: region)
    }

    func projects(in cluster: ClusterID) async throws -> Answer<[Project]> {
        try await services.projects(in: cluster, region)
    }

    func bucket(_ name: BucketName) async throws -> Answer<Bucket?> {
        try await once("bucket/\(name)") { try await services.bucket(name, in: region) }
    }

    func role(_ name: RoleName) async throws -> Answer<Role?> {
        try await once("role/\(name)") { try await services.role(name) }
    }

    func details(of cluster: ClusterID, in region: RegionID) async throws -> Answer<ClusterDetails?> {
        try await once("cluster/\(cluster)") { try await services.details(of: cluster, in: region) }
    }

    private func once<Value: Sendable>(
        _ resource: String,
        _ look: () async throws -> Answer<Value>
    ) async throws -> Answer<Value> {
        if let known = answers[resource], let answer = try known.get() as? Answer<Value> { return answer }
        do {
            let answer = try await look()
            answers[resource] = .success(answer)
            return answer
        } catch {
            answers[resource] = .failure(error)
            throw error
        }
    }
}
