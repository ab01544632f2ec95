import AlibabaWire
package import Documents

/// What RAM has to grant for the calls that Sluice makes.
///
/// A RAM user can create no project and buy nothing, whatever is granted: only the account itself can.
package enum Permissions {
    /// The calls by which Sluice looks, and changes nothing.
    package static let looks: [String] =
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
        ].flatMap { service, calls in calls.map { service.action(of: $0) } }.sorted()

    /// A policy that grants what `sluice check` asks for, and nothing that changes anything.
    package static let checkPolicy: JSONValue = [
        "Version": "1",
        "Statement": [["Effect": "Allow", "Action": .list(looks.map { .text($0) }), "Resource": "*"]],
    ]
}
