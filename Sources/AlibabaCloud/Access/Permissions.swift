import AlibabaWire

/// What RAM has to grant for the calls that Sluice makes.
///
/// A RAM user can create no project and buy nothing in exclusive mode, whatever is granted: only the account itself can.
enum Permissions {
    /// The calls by which Sluice looks, and changes nothing.
    static let looks: [String] =
        [
            VendorService.bss: ["QueryOrders", "GetOrderDetail", "QueryAvailableInstances"],
            .vpc: ["DescribeVpcs", "DescribeVSwitches"],
            .ecs: ["DescribeAvailableResource", "DescribeRegions"],
            .oss: ["GetBucketInfo", "ListBuckets"],
            .ram: ["GetRole", "ListPoliciesForRole", "GetPolicy"],
            .foas: [
                "ListCluster", "GetClusterDetails", "GetClusterResource", "GetClusterQueueInfo", "ListProject",
                "ListProjectBindQueue", "ListProjectBindQueueResource",
            ],
            .foasconsole: [
                "DescribeInstances", "DescribeNamespaces", "DescribeSupportedZones", "QueryCreateInstancePrice",
            ],
        ].flatMap { service, calls in calls.map { service.action(of: $0) } }.sorted()
}
