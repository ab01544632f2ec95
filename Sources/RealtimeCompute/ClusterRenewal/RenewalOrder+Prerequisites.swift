package import Workflow

extension RenewalOrder {
    /// What must hold before a subscription is renewed, in the order in which findings are shown.
    package static func prerequisites(of subject: InstanceSubject, at now: Timestamp) -> [any Prerequisite] {
        let caller: [any Prerequisite] = subject.rightToRenew == .confirm ? [CallerIsAccount()] : []
        return caller + [InstanceIsRenewable(subject, at: now), ClusterIsNotChanging(subject)]
    }
}
