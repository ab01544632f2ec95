/// What is asked of the cloud for an order.
package enum OrderEffect: String, CaseIterable, Sendable {
    /// Look for a purchase of ours; finding none, and with the intent committed, buy.
    case purchase
    /// Look for a purchase of ours.
    case findPurchase = "find-purchase"
    /// Look at every prerequisite; once blocked, look for a cluster on our instance first.
    case inspect
    /// Look at what is to be mended; if it is not yet as it is to be, change it.
    case repair
    /// Look for a cluster on our instance; finding none, and cleared, ask for it.
    case createCluster = "create-cluster"
    /// Look how far the cluster is.
    case lookAtCluster = "look-at-cluster"
    /// Look for our ticket; finding none, open it.
    case openTicket = "open-ticket"
    /// Look for the next project by its name; finding none, create it.
    case createProject = "create-project"
}

/// What only the operator can decide.
package enum OrderQuestion: String, CaseIterable, Sendable {
    /// Accept the service agreement: an order cannot be cancelled later.
    case confirm
    /// Say what became of a request to buy: adopt, repurchase or withdraw.
    case accountForPurchase = "account-for-purchase"
    /// Say what became of a cluster that was asked for and has never been seen.
    case accountForCluster = "account-for-cluster"
    /// Mend what the findings name.
    case mendPrerequisites = "mend-prerequisites"
    /// Change the project that was refused, or what it was refused for.
    case amendProject = "amend-project"
}
