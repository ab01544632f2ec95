import RealtimeCompute
import Workflow

extension ReleasePlan: ChangeRules {
    func prerequisites(
        for request: ChangeRequest?, of subject: ClusterSubject, _ details: ClusterDetails?
    ) -> [any Prerequisite] {
        [ClusterIsRunning(subject), ClusterIsNotChanging(subject), ProjectsGoToo(subject)]
    }

    func send(
        _ request: ChangeRequest, for subject: ClusterSubject, to service: any RealtimeComputeService
    ) async throws -> Answer<Void> {
        guard request == .destroy else { preconditionFailure("a release asks for nothing else") }
        return try await service.destroyCluster(subject.cluster, in: subject.region)
    }
}
