import Workflow

/// One thing that must hold before a cluster can be created: it observes the cloud, and judges what it saw.
///
/// Observing may fail as any call may; judging is pure.
protocol Prerequisite: Sendable {
    associatedtype Observation: Sendable

    var check: Check { get }

    /// What is looked at, as findings name it.
    func resource(for order: OrderSpecification) -> String

    /// What the cloud shows; `nil` where the order asks for nothing that could be looked at.
    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<Observation>?

    /// What does not hold. A prerequisite that rests on another finds nothing where the other already does not hold.
    func judge(_ observation: Observation, for order: OrderSpecification, others: [HeldClaim]) -> [Finding]

    /// What an order claims that is cleared on this observation.
    func claims(_ observation: Observation, for order: OrderSpecification) -> [Claim]

    /// The resources that other orders may claim too.
    func contested(by order: OrderSpecification) -> [String]
}

extension Prerequisite {
    func claims(_ observation: Observation, for order: OrderSpecification) -> [Claim] { [] }
    func contested(by order: OrderSpecification) -> [String] { [] }
}

/// The prerequisites, in the order in which findings are shown.
enum Prerequisites {
    /// Before anything is bought.
    static let ofBuying: [any Prerequisite] = [CallerIsAccount(), SaleIsOpen()] + ofTheCluster

    /// After the payment.
    ///
    /// Whether the sale is open is no longer asked.
    static let afterPayment: [any Prerequisite] = [CallerIsAccount()] + ofTheCluster

    private static let ofTheCluster: [any Prerequisite] = [
        VPCExists(), VPCIsNamed(), VSwitchExists(), VSwitchHasAddresses(), ZoneHasStock(),
        BucketExists(), BucketNameIsLawful(), BucketIsStandard(), BucketIsPrivate(), BucketHasNoVersioning(),
        RoleExists(), RoleIsTrusting(), RoleMayAct(), ClusterRangeIsApart(), StorageIsInReach(),
    ]
}
