import AlibabaWire
import Foundation

/// The paths of foas 2018-11-11, and what each is called.
enum RealtimeComputeRoutes {
    struct Route {
        let action: String
        let parameters: [Parameter]
    }

    private static let prefix = ["api", "v2"]

    /// Methods and paths; a part in braces stands for any.
    private static let table: [(method: String, path: [String], action: String)] = [
        ("POST", "realtime-compute/cell/buy", "CreateCellClusterOrder"), ("POST", "clusters", "CreateCluster"),
        ("GET", "clusters", "ListCluster"), ("GET", "clusters/{clusterId}/details", "GetClusterDetails"),
        ("GET", "clusters/{clusterId}/resource", "GetClusterResource"),
        ("GET", "clusters/{clusterId}/queueinfo", "GetClusterQueueInfo"),
        ("GET", "clusters/{clusterId}/engineversions", "GetClusterEngineVersions"),
        ("PUT", "clusters/{clusterId}/expand", "ExpandCluster"),
        ("PUT", "clusters/{clusterId}/shrink", "ShrinkCluster"),
        ("PUT", "clusters/{clusterId}/specification", "ModifyMasterSpec"),
        ("DELETE", "clusters/{clusterId}", "DestroyCluster"), ("POST", "clusters/{clusterId}/queue", "CreateQueue"),
        ("PUT", "clusters/{clusterId}/queue", "UpdateQueue"), ("DELETE", "clusters/{clusterId}/queue", "DeleteQueue"),
        ("POST", "projects", "CreateProject"), ("GET", "projects", "ListProject"),
        ("GET", "projects/{projectName}", "GetProject"), ("DELETE", "projects/{projectName}", "DeleteProject"),
        ("POST", "projects/{projectName}/queue", "BindQueue"),
        ("DELETE", "projects/{projectName}/queue", "UnbindQueue"),
        ("GET", "projects/{projectName}/queues", "ListProjectBindQueue"),
        ("GET", "projects/{projectName}/queueresource", "ListProjectBindQueueResource"),
    ].map { ($0.0, prefix + $0.1.split(separator: "/").map(String.init), $0.2) }

    /// The action of a request; `nil` if its path is none of these.
    static func route(_ request: WireRequest) -> Route? {
        let parts = request.path.split(separator: "/").map { PercentEncoding.decode(String($0)) }
        for row in table where row.method == request.method && row.path.count == parts.count {
            var parameters: [Parameter] = []
            let matches = zip(row.path, parts).allSatisfy { pattern, part in
                guard pattern.hasPrefix("{") else { return pattern == part }
                parameters.append(Parameter(String(pattern.dropFirst().dropLast()), part))
                return true
            }
            if matches { return Route(action: row.action, parameters: parameters) }
        }
        return nil
    }
}
