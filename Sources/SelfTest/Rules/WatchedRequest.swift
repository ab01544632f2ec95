import RealtimeCompute
import SimulatedCloud

/// A request that changes something, as far as a watch needs to know it.
enum WatchedRequest {
    case purchase(PurchaseKey)
    case createCluster(on: InstanceID)
    case createProject(in: ClusterID)
    case openTicket(TicketKey)

    var call: Call {
        switch self {
        case .purchase: .purchase
        case .createCluster: .createCluster
        case .createProject: .createProject
        case .openTicket: .openTicket
        }
    }

    /// The look that would show what the request makes.
    var precedingLook: Call {
        switch self {
        case .purchase: .listPurchases
        case .createCluster: .findCluster
        case .createProject: .listProjects
        case .openTicket: .getTicket
        }
    }
}
