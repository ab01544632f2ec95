package import Workflow

extension RenewalOrder {
    /// What must hold before a cluster's subscription is renewed, in the order in which findings are shown.
    package static func prerequisites(of subject: ClusterSubject, at now: Timestamp) -> [any Prerequisite] {
        [
            CallerIsAccount(), InstanceIsRenewable(subject.instance, in: subject.region, at: now),
            ClusterIsNotChanging(subject),
        ]
    }
}
