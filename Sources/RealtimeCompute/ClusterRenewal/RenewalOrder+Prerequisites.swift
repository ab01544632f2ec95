package import Workflow

extension RenewalOrder {
    /// What must hold before a subscription is renewed, in the order in which findings are shown.
    package static func prerequisites(of subject: InstanceSubject, at now: Timestamp) -> [any Prerequisite] {
        [
            CallerIsAccount(), InstanceIsRenewable(subject.instance, in: subject.region, at: now),
            ClusterIsNotChanging(subject),
        ]
    }
}
