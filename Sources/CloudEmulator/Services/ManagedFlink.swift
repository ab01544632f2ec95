import Documents
import SimulatedCloud

/// foasconsole, of which the simulated cloud has no workspaces yet.
enum ManagedFlink {
    static let actions: [String: Services.Handler] = [
        "DescribeInstances": describeInstances, "DescribeNamespaces": noInstance, "CreateNamespace": noInstance,
        "DeleteNamespace": noInstance, "DeleteInstance": noInstance, "RenewInstance": noInstance,
    ]

    @Sendable private static func describeInstances(_ exchange: Exchange) throws -> ActionReply {
        ActionReply(["Success": true, "TotalCount": 0, "PageIndex": 1, "PageSize": 10, "Instances": []])
    }

    @Sendable private static func noInstance(_ exchange: Exchange) throws -> ActionReply {
        throw WireError(404, "InstanceNotFound", "The specified instance does not exist.")
    }
}
