/// The prerequisites of an order, by the ids that findings carry.
///
/// What each asks for is told where it stands, in this folder.
package enum Check: String, CaseIterable, Codable, Sendable {
    case callerAccount = "caller.account"
    case saleOpen = "sale.open"
    case vpcExists = "vpc.exists"
    case vpcNamed = "vpc.named"
    case vSwitchExists = "vswitch.exists"
    case vSwitchAddresses = "vswitch.addresses"
    case stock = "ecs.stock"
    case bucketExists = "bucket.exists"
    case bucketName = "bucket.name"
    case bucketClass = "bucket.class"
    case bucketACL = "bucket.acl"
    case bucketVersioning = "bucket.versioning"
    case roleExists = "role.exists"
    case roleTrust = "role.trust"
    case roleActions = "role.actions"
    case networkCIDR = "network.cidr"
    case storageReach = "storage.reach"
    /// Not looked at beforehand: the service's own word, when it refuses the cluster for good.
    case clusterAccepted = "cluster.accepted"
}
