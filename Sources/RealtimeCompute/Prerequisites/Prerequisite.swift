package import Wording
package import Workflow

/// What is said of a prerequisite that does not hold.
package protocol CheckWords: Sendable {
    static var check: Check { get }
    /// What does not hold, in a sentence.
    static func message(of finding: Finding) -> LocalizedText
    /// What to do about it.
    static func remedy(for finding: Finding) -> LocalizedText
}

/// One thing that must hold before something is asked of the cloud.
///
/// It says what it observes, how it judges that, what it says, and how it is mended; written against what it observes, so
/// that every kind of workflow can use it.
///
/// Observing may fail as any call may; judging is pure.
package protocol Prerequisite: CheckWords {
    associatedtype Observation: Sendable

    /// What is looked at, as findings name it.
    var resource: String { get }

    /// What the cloud shows; `nil` where nothing is asked for that could be looked at.
    func observe(_ observations: Observations) async throws -> Answer<Observation>?

    /// What does not hold. A prerequisite that rests on another finds nothing where the other already does not hold.
    ///
    /// - Parameter others: what other workflows claim of what is ``contested``.
    func judge(_ observation: Observation, others: [HeldClaim]) -> [Finding]

    /// What a workflow claims that is cleared on this observation.
    func claims(_ observation: Observation) -> [Claim]

    /// The resources that others may claim too.
    var contested: [String] { get }
}

extension Prerequisite {
    package func claims(_ observation: Observation) -> [Claim] { [] }
    package var contested: [String] { [] }

    /// A finding of this prerequisite.
    func finding(
        _ severity: Finding.Severity = .error, of resource: String? = nil, observed: String, required: String,
        claimedBy: [Finding.ClaimHolder] = [], missing: [String] = []
    ) -> Finding {
        Finding(
            Self.check, severity, resource: resource ?? self.resource, observed: observed, required: required,
            claimedBy: claimedBy, missing: missing)
    }
}

extension [HeldClaim] {
    /// Who holds how much of `resource`.
    func holding(_ resource: String) -> [Finding.ClaimHolder] {
        filter { $0.claim.resource == resource }
            .map { Finding.ClaimHolder(order: $0.holder, name: $0.holderName, amount: $0.claim.amount) }
    }
}

/// Everything that findings may be of: a line each.
enum Prerequisites {
    static let all: [any CheckWords.Type] = [
        CallerIsAccount.self, SaleIsOpen.self, VPCExists.self, VPCIsNamed.self, VSwitchExists.self,
        VSwitchHasAddresses.self, ZoneHasStock.self, BucketExists.self, BucketNameIsLawful.self,
        BucketIsStandard.self, BucketIsPrivate.self, BucketHasNoVersioning.self, RoleExists.self, RoleIsTrusting.self,
        RoleMayAct.self, ClusterRangeIsApart.self, StorageIsInReach.self, ClusterNameIsFree.self,
        ProjectNameIsFree.self, ClusterIsRunning.self, ScalingFits.self, ScalingIsSold.self,
        ProjectsGoToo.self, ClusterIsAccepted.self, InstanceIsRenewable.self, ClusterIsNotChanging.self,
        RoleOutageIsAccepted.self, RoleIsNotChanging.self, NoClusterIsToCome.self, RoleIsAccepted.self,
        WorkspaceHasRoom.self, WorkspaceZoneIsSupported.self, WorkspaceNameIsFree.self, ManagedRoleExists.self,
        ManagedRoleHasPolicies.self, WorkspaceIsRunning.self, WorkspaceIsAccepted.self, NamespacesGoToo.self,
    ]

    static let byCheck = Dictionary(uniqueKeysWithValues: all.map { ($0.check, $0) })
}
