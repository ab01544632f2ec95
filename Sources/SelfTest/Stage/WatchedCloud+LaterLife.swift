import RealtimeCompute
import SimulatedCloud

// The calls of a cluster's later life.
extension WatchedCloud {
    func vpcs(in region: RegionID) async throws -> Answer<[VPC]> {
        try await look(.listVPCs) { try await cloud.vpcs(in: region) }
    }

    func zones(in region: RegionID) async throws -> Answer<[ZoneID]> {
        try await look(.listZones) { try await cloud.zones(in: region) }
    }

    func buckets(in region: RegionID) async throws -> Answer<[Bucket]> {
        try await look(.listBuckets) { try await cloud.buckets(in: region) }
    }

    func instance(_ id: InstanceID, in region: RegionID) async throws -> Answer<Instance?> {
        try await look(.getInstance) { try await cloud.instance(id, in: region) }
    }

    func renewals(matching query: RenewalQuery) async throws -> Answer<[Renewal]> {
        try await look(.listRenewals) { try await cloud.renewals(matching: query) }
    }

    func renewal(_ orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<Renewal?> {
        try await look(.getPurchase) { try await cloud.renewal(orderNumber, in: region) }
    }

    func sharedProjects(in region: RegionID) async throws -> Answer<[Project]> {
        try await look(.listProjects) { try await cloud.sharedProjects(in: region) }
    }

    func sharedPurchases(matching query: SharedPurchaseQuery) async throws -> Answer<[SharedPurchase]> {
        try await look(.listPurchases) { try await cloud.sharedPurchases(matching: query) }
    }

    func sharedPurchase(_ orderNumber: OrderNumber, in region: RegionID) async throws -> Answer<SharedPurchase?> {
        try await look(.getPurchase) { try await cloud.sharedPurchase(orderNumber, in: region) }
    }

    func cluster(named name: ClusterName, in region: RegionID) async throws -> Answer<Cluster?> {
        try await look(.findCluster) { try await cloud.cluster(named: name, in: region) }
    }

    func clusters(in region: RegionID) async throws -> Answer<[Cluster]> {
        try await look(.listClusters) { try await cloud.clusters(in: region) }
    }

    func details(of cluster: ClusterID, in region: RegionID) async throws -> Answer<ClusterDetails?> {
        try await look(.getClusterDetails) { try await cloud.details(of: cluster, in: region) }
    }

    func project(named name: ProjectName, in region: RegionID) async throws -> Answer<LocatedProject?> {
        try await look(.getProject) { try await cloud.project(named: name, in: region) }
    }

    func purchaseShared(_ specification: SharedSpecification, key: PurchaseKey) async throws -> Answer<Receipt> {
        try await change(WatchedRequest(.purchaseShared, key: key)) {
            try await cloud.purchaseShared(specification, key: key)
        }
    }

    func renew(_ instance: InstanceID, months: Int, key: PurchaseKey) async throws -> Answer<Receipt> {
        try await change(WatchedRequest(.renew, about: instance, key: key)) {
            try await cloud.renew(instance, months: months, key: key)
        }
    }

    func expandCluster(
        _ id: ClusterID, toSlaves count: Int, vSwitch: VSwitchID?, in region: RegionID
    ) async throws -> Answer<Void> {
        try await change(WatchedRequest(.expandCluster, about: id)) {
            try await cloud.expandCluster(id, toSlaves: count, vSwitch: vSwitch, in: region)
        }
    }

    func shrinkCluster(
        _ id: ClusterID, toSlaves count: Int, in region: RegionID
    ) async throws -> Answer<Void> {
        try await change(WatchedRequest(.shrinkCluster, about: id)) {
            try await cloud.shrinkCluster(id, toSlaves: count, in: region)
        }
    }

    func changeMaster(
        _ id: ClusterID, to model: MachineModel, in region: RegionID
    ) async throws -> Answer<Void> {
        try await change(WatchedRequest(.changeMaster, about: id)) {
            try await cloud.changeMaster(id, to: model, in: region)
        }
    }

    func destroyCluster(_ id: ClusterID, in region: RegionID) async throws -> Answer<Void> {
        try await change(WatchedRequest(.destroyCluster, about: id)) {
            try await cloud.destroyCluster(id, in: region)
        }
    }

    func customPolicy(_ name: PolicyName) async throws -> Answer<AttachedPolicy?> {
        try await look(.getPolicy) { try await cloud.customPolicy(name) }
    }

    func createRole(_ name: RoleName, trusting service: String) async throws -> Answer<Void> {
        try await change(WatchedRequest(.createRole, about: name)) {
            try await cloud.createRole(name, trusting: service)
        }
    }

    func deleteRole(_ name: RoleName) async throws -> Answer<Void> {
        try await change(WatchedRequest(.deleteRole, about: name)) { try await cloud.deleteRole(name) }
    }

    func createPolicy(_ name: PolicyName, _ document: String) async throws -> Answer<Void> {
        try await change(WatchedRequest(.createPolicy, about: name)) {
            try await cloud.createPolicy(name, document)
        }
    }

    func deletePolicy(_ name: PolicyName) async throws -> Answer<Void> {
        try await change(WatchedRequest(.deletePolicy, about: name)) { try await cloud.deletePolicy(name) }
    }

    func attach(_ policy: PolicyName, _ type: PolicyType, to role: RoleName) async throws -> Answer<Void> {
        try await change(WatchedRequest(.attachPolicy, about: policy)) {
            try await cloud.attach(policy, type, to: role)
        }
    }

    func detach(_ policy: PolicyName, _ type: PolicyType, from role: RoleName) async throws -> Answer<Void> {
        try await change(WatchedRequest(.detachPolicy, about: policy)) {
            try await cloud.detach(policy, type, from: role)
        }
    }

    func hasStack(_ name: StackName, in region: RegionID) async throws -> Answer<Bool> {
        try await look(.getStack) { try await cloud.hasStack(name, in: region) }
    }

    func deleteStack(_ name: StackName, in region: RegionID) async throws -> Answer<Void> {
        try await change(WatchedRequest(.deleteStack, about: name)) {
            try await cloud.deleteStack(name, in: region)
        }
    }

    func regions() async throws -> Answer<[RegionID]> {
        try await look(.listZones) { try await cloud.regions() }
    }

    func price(of workspace: WorkspaceSpecification) async throws -> Answer<Estimate> {
        try await look(.getPrice) { try await cloud.price(of: workspace) }
    }

    func workspaceZones(in region: RegionID) async throws -> Answer<[ZoneID]> {
        try await look(.listZones) { try await cloud.workspaceZones(in: region) }
    }

    func purchaseWorkspace(
        _ workspace: WorkspaceSpecification, key: PurchaseKey
    ) async throws -> Answer<Receipt> {
        try await change(WatchedRequest(.purchaseWorkspace, key: key)) {
            try await cloud.purchaseWorkspace(workspace, key: key)
        }
    }

    func workspaces(in region: RegionID) async throws -> Answer<[Workspace]> {
        try await look(.listWorkspaces) { try await cloud.workspaces(in: region) }
    }

    func workspace(_ id: WorkspaceID, in region: RegionID) async throws -> Answer<Workspace?> {
        try await look(.getWorkspace) { try await cloud.workspace(id, in: region) }
    }

    func namespaces(of workspace: WorkspaceID, in region: RegionID) async throws -> Answer<[Namespace]> {
        try await look(.listNamespaces) { try await cloud.namespaces(of: workspace, in: region) }
    }

    func createNamespace(
        _ name: NamespaceName, _ units: ComputeUnits, in workspace: WorkspaceID, _ region: RegionID
    ) async throws -> Answer<Void> {
        try await change(WatchedRequest(.createNamespace, about: workspace)) {
            try await cloud.createNamespace(name, units, in: workspace, region)
        }
    }

    func resizeNamespace(
        _ name: NamespaceName, to units: ComputeUnits, in workspace: WorkspaceID, _ region: RegionID
    ) async throws -> Answer<Void> {
        try await change(WatchedRequest(.resizeNamespace, about: workspace)) {
            try await cloud.resizeNamespace(name, to: units, in: workspace, region)
        }
    }

    func deleteNamespace(
        _ name: NamespaceName, in workspace: WorkspaceID, _ region: RegionID
    ) async throws -> Answer<Void> {
        try await change(WatchedRequest(.deleteNamespace, about: workspace)) {
            try await cloud.deleteNamespace(name, in: workspace, region)
        }
    }

    func specification(
        of workspace: WorkspaceID, in region: RegionID
    ) async throws -> Answer<WorkspaceSpecification?> {
        try await look(.getWorkspace) { try await cloud.specification(of: workspace, in: region) }
    }

    func renewWorkspace(
        _ id: WorkspaceID, months: Int, key: PurchaseKey, in region: RegionID
    ) async throws -> Answer<Receipt> {
        try await change(WatchedRequest(.renew, about: id, key: key)) {
            try await cloud.renewWorkspace(id, months: months, key: key, in: region)
        }
    }

    func resizeWorkspace(_ id: WorkspaceID, to units: ComputeUnits, in region: RegionID) async throws -> Answer<Void> {
        try await change(WatchedRequest(.resizeWorkspace, about: id)) {
            try await cloud.resizeWorkspace(id, to: units, in: region)
        }
    }

    func deleteWorkspace(_ id: WorkspaceID, in region: RegionID) async throws -> Answer<Void> {
        try await change(WatchedRequest(.deleteWorkspace, about: id)) {
            try await cloud.deleteWorkspace(id, in: region)
        }
    }

    func nameVPC(_ vpc: VPCID, _ name: String, in region: RegionID) async throws -> Answer<Void> {
        try await change(WatchedRequest(.nameVPC, about: vpc)) { try await cloud.nameVPC(vpc, name, in: region) }
    }

    func suspendVersioning(of bucket: BucketName, in region: RegionID) async throws -> Answer<Void> {
        try await change(WatchedRequest(.suspendVersioning, about: bucket)) {
            try await cloud.suspendVersioning(of: bucket, in: region)
        }
    }

    func makePrivate(_ bucket: BucketName, in region: RegionID) async throws -> Answer<Void> {
        try await change(WatchedRequest(.makePrivate, about: bucket)) {
            try await cloud.makePrivate(bucket, in: region)
        }
    }

    func createSharedProject(
        _ specification: ProjectSpecification, on instance: InstanceID, in region: RegionID
    ) async throws -> Answer<Project> {
        try await change(WatchedRequest(.createProject, about: instance)) {
            try await cloud.createSharedProject(specification, on: instance, in: region)
        }
    }
}
