import RealtimeCompute
import Workflow

extension ScalingPlan: ClusterChangeRules {
    /// The new slaves need addresses and stock; those that are there have theirs.
    func prerequisites(
        for request: ClusterRequest?, of subject: ClusterSubject, _ details: ClusterDetails?
    ) -> [any Prerequisite] {
        var prerequisites: [any Prerequisite] = [
            ClusterIsRunning(subject), ClusterIsNotChanging(subject), ScalingIsSold(self, of: subject),
            ScalingFits(self, of: subject),
        ]
        guard let details, let slaves, slaves > details.slaves.count else { return prerequisites }
        let more = slaves - details.slaves.count
        if let vSwitch { prerequisites.append(VSwitchExists(vSwitch, in: details.vpc, details.zone)) }
        if let vSwitch = vSwitch ?? details.vSwitches.first {
            prerequisites.append(VSwitchHasAddresses(vSwitch, needed: more))
        }
        prerequisites.append(ZoneHasStock(details.zone, needs: [Machines(details.slaves.model, count: more)]))
        return prerequisites
    }

    func send(
        _ request: ClusterRequest, for subject: ClusterSubject, to service: any ChangeServices
    ) async throws -> Answer<Void> {
        switch request {
        case .expand(let count):
            try await service.expandCluster(
                subject.cluster, toSlaves: count, vSwitch: vSwitch, in: subject.region)
        case .shrink(let count):
            try await service.shrinkCluster(
                subject.cluster, toSlaves: count, in: subject.region)
        case .changeMaster(let model):
            try await service.changeMaster(
                subject.cluster, to: model, in: subject.region)
        case .destroy: preconditionFailure("a scaling destroys nothing")
        }
    }
}
