package import Workflow

/// Something that changes of its own kind of workflow are about, one at a time: a cluster, an instance.
package protocol ChangeSubject: Sendable {
    var orderName: OrderName { get }
    var region: RegionID { get }
    /// What was bought.
    var instance: InstanceID { get }
    /// As findings name it.
    var resource: String { get }
    /// As claims name it: by the vendor's id.
    var claimedResource: String { get }
}

extension ChangeSubject {
    /// The claim of the one change that may be under way.
    package var changeClaim: Claim { Claim("\(claimedResource)/change", amount: 1, limit: 1) }

    /// The claim by which changes that were made are found again; any number may be.
    package var changedClaim: Claim { Claim("\(claimedResource)/changed", amount: 1, limit: 1_000_000_000) }
}
