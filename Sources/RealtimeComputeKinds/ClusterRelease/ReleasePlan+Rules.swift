import RealtimeCompute
import Workflow

extension ReleasePlan: ClusterChangeRules {
    func prerequisites(
        for request: ClusterRequest?, of subject: ClusterSubject, _ details: ClusterDetails?
    ) -> [any Prerequisite] {
        [ClusterIsRunning(subject), ClusterIsNotChanging(subject), ProjectsGoToo(subject)]
    }

    func send(
        _ request: ClusterRequest, for subject: ClusterSubject, to service: any ChangeServices
    ) async throws -> Answer<Void> {
        guard request == .destroy else { preconditionFailure("a release asks for nothing else") }
        return try await service.destroyCluster(subject.cluster, in: subject.region)
    }
}
