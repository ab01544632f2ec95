/// The calls that the simulated cloud answers, by the names under which it counts them.
package enum Call: String, CaseIterable, Codable, Sendable {
    case purchase
    case createCluster = "create-cluster"
    case createProject = "create-project"
    case openTicket = "open-ticket"
    case purchaseShared = "purchase-shared"
    case renew
    case expandCluster = "expand-cluster"
    case shrinkCluster = "shrink-cluster"
    case changeMaster = "change-master"
    case destroyCluster = "destroy-cluster"
    case createQueue = "create-queue"
    case bindQueue = "bind-queue"
    case createRole = "create-role"
    case deleteRole = "delete-role"
    case createPolicy = "create-policy"
    case deletePolicy = "delete-policy"
    case attachPolicy = "attach-policy"
    case detachPolicy = "detach-policy"
    case deleteStack = "delete-stack"
    case purchaseWorkspace = "purchase-workspace"
    case createNamespace = "create-namespace"
    case resizeNamespace = "resize-namespace"
    case deleteNamespace = "delete-namespace"
    case resizeWorkspace = "resize-workspace"
    case deleteWorkspace = "delete-workspace"
    case nameVPC = "modify-vpc"
    case suspendVersioning = "put-bucket-versioning"
    case makePrivate = "put-bucket-acl"

    case getCallerIdentity = "get-caller-identity"
    case getSale = "get-sale"
    case listPurchases = "list-purchases"
    case getPurchase = "get-purchase"
    case getVPC = "get-vpc"
    case getVSwitch = "get-vswitch"
    case listVSwitches = "list-vswitches"
    case getStock = "get-stock"
    case getBucket = "get-bucket"
    case getRole = "get-role"
    case listRolePolicies = "list-role-policies"
    case findCluster = "find-cluster"
    case getCluster = "get-cluster"
    case listProjects = "list-projects"
    case getTicket = "get-ticket"
    case getInstance = "get-instance"
    case listRenewals = "list-renewals"
    case listVPCs = "list-vpcs"
    case listZones = "list-zones"
    case listBuckets = "list-buckets"
    case listClusters = "list-clusters"
    case getClusterDetails = "get-cluster-details"
    case getProject = "get-project"
    case listQueues = "list-queues"
    case listBindings = "list-bindings"
    case listUserPolicies = "list-user-policies"
    case getPolicy = "get-policy"
    case listRoles = "list-roles"
    case listPolicies = "list-policies"
    case listSecurityGroups = "list-security-groups"
    case listNetworkInterfaces = "list-network-interfaces"
    case getStack = "get-stack"
    case getPrice = "get-price"
    case listWorkspaces = "list-workspaces"
    case getWorkspace = "get-workspace"
    case listNamespaces = "list-namespaces"

    /// The calls that change something, and can be given faults.
    package static let mutating = allCases.filter { !$0.precedingLooks.isEmpty }
}

extension Call {
    /// The looks that would show what this call makes, of which one comes before it; none of a call that changes nothing.
    package var precedingLooks: Set<Call> {
        switch self {
        case .purchase: [.listPurchases]
        case .createCluster: [.findCluster]
        case .createProject: [.listProjects, .getProject]
        case .createQueue: [.listQueues]
        case .bindQueue: [.listBindings]
        case .openTicket: [.getTicket]
        case .purchaseShared: [.listPurchases]
        case .renew: [.listRenewals]
        case .expandCluster, .shrinkCluster, .changeMaster, .destroyCluster: [.getClusterDetails]
        case .createRole, .deleteRole: [.getRole]
        case .createPolicy, .deletePolicy: [.getPolicy]
        case .attachPolicy, .detachPolicy: [.listRolePolicies]
        case .deleteStack: [.getStack]
        case .purchaseWorkspace: [.listWorkspaces]
        case .createNamespace, .resizeNamespace, .deleteNamespace: [.listNamespaces]
        case .resizeWorkspace, .deleteWorkspace: [.getWorkspace]
        case .nameVPC: [.getVPC]
        case .suspendVersioning, .makePrivate: [.getBucket]
        case .getCallerIdentity, .getSale, .listPurchases, .getPurchase, .getVPC, .getVSwitch, .listVSwitches,
            .getStock, .getBucket, .getRole, .listRolePolicies, .findCluster, .getCluster, .listProjects, .getTicket,
            .getInstance, .listRenewals, .listVPCs, .listZones, .listBuckets, .listClusters, .getClusterDetails,
            .getProject, .listQueues, .listBindings, .listUserPolicies, .getPolicy, .listRoles, .listPolicies,
            .listSecurityGroups,
            .listNetworkInterfaces, .getStack, .getPrice, .listWorkspaces, .getWorkspace, .listNamespaces:
            []
        }
    }

    /// Whether it costs money each time that it is sent, so that only the process that has announced it may send it.
    package var pays: Bool {
        self == .purchase || self == .purchaseShared || self == .renew || self == .purchaseWorkspace
    }
}
