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

    /// The calls that change something, and can be given faults.
    package static let mutating: [Self] = [
        .purchase, .createCluster, .createProject, .openTicket, .purchaseShared, .renew, .expandCluster, .shrinkCluster,
        .changeMaster, .destroyCluster,
    ]
}
