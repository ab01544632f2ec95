import RealtimeCompute
import Workflow

/// What changes of a cluster have in common: how a cluster is looked at.
protocol ClusterChangeRules: ClusterChangePlan, ChangeRules where Details == ClusterDetails {}

extension ClusterChangeRules {
    static func look(
        at subject: ClusterSubject, through service: any ObservedServices & Sendable
    ) async throws -> Answer<ClusterDetails?> {
        try await service.details(of: subject.cluster, in: subject.region)
    }

    static func sight(of details: ClusterDetails?) -> ClusterSight { ClusterSight(details) }

    static var noun: String { "Cluster" }

    static func id(of subject: ClusterSubject) -> String { subject.cluster.rawValue }

    static var codeOfOneAtWork: String? { CloudError.Code.clusterNotRunning }
}
